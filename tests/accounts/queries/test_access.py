"""The page "who can see this?" says the same as what everybody sees."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.policy import OPERATIONS
from accounts.enums import Role
from accounts.models import Account, User
from accounts.queries.access import ACTS, acts, seers
from tests.factories import (
    AccountFactory,
    EnrolmentFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    TeamMemberFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
OVER, TO_COME = {"to_at": NOW - timedelta(1)}, {"from_at": NOW + timedelta(30)}


@pytest.fixture
def account() -> Account:
    """An account in one program today, in another next month, in a third no more."""
    account: Any = AccountFactory()
    programs = ProgramFactory.create_batch(3)
    for program, period in zip(programs, ({}, TO_COME, OVER), strict=True):
        EnrolmentFactory(account=account, program=program, **period)
    for role in Role.values:
        UserFactory(role=role)
        for period in ({}, TO_COME, OVER):
            TeamMemberFactory(account=account, user=UserFactory(role=role), **period)
            for program in programs:
                person = UserFactory(role=role)
                ProgramAssignmentFactory(user=person, program=program, **period)
    TeamMemberFactory(account=account, user=UserFactory(sales=True, is_active=False))
    return account


def test_it_names_exactly_those_who_see_the_account(account: Account) -> None:
    named = {each.person for each in seers(SYSTEM, account)}

    assert named == {
        person
        for person in User.objects.all()
        if Account.objects.visible_to(Actor.of_person(person)).filter(pk=account.pk).exists()
    }


def test_it_says_by_what(account: Account) -> None:
    reasons = {
        (each.by_role, bool(each.positions), each.by_program) for each in seers(SYSTEM, account)
    }

    assert reasons >= {(True, False, False), (False, True, False), (False, False, True)}
    assert (False, False, False) not in reasons


def test_it_names_no_program_that_the_reader_may_not_know(account: Account) -> None:
    reader = UserFactory(sales=True)
    TeamMemberFactory(account=account, user=reader)

    found = seers(Actor.of_person(reader), account)

    assert any(each.by_program for each in found)
    assert [each.programs for each in found if each.programs] == []


def test_it_speaks_of_operations_that_there_are() -> None:
    assert ACTS.keys() <= OPERATIONS.keys()
    assert len(list(acts())) == len(ACTS)
