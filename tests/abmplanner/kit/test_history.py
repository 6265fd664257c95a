"""Dated rows: refused where they overlap, corrected by new ones."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import correct, end, record, void
from accounts.enums import AssumptionKey, GroupRole, LineKind
from accounts.models import TeamMember
from tests.factories import (
    AccountFactory,
    MembershipFactory,
    PlanAssumptionFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.factories.dates import LONG_AGO

pytestmark = pytest.mark.django_db


def test_rows_of_different_people_may_overlap(system: Actor) -> None:
    account = AccountFactory(team=[UserFactory()])

    row = record(system, TeamMember(account=account, user=UserFactory(), from_at=LONG_AGO))

    assert row.pk


def test_rows_of_the_same_person_may_not_overlap(system: Actor) -> None:
    member = TeamMemberFactory()
    again = TeamMember(
        account=member.account, user=member.user, from_at=LONG_AGO + timedelta(days=1)
    )

    with pytest.raises(ValidationError, match="team in that time already"):
        record(system, again)


def test_one_period_may_follow_another_without_a_gap(system: Actor) -> None:
    member = end(system, TeamMemberFactory(), LONG_AGO + timedelta(days=9))

    row = record(system, TeamMember(account=member.account, user=member.user, from_at=member.to_at))

    assert row.pk


def test_a_correction_is_a_new_row_that_names_what_it_replaces() -> None:
    member, person = TeamMemberFactory(), UserFactory()

    new = correct(Actor.of_person(person), member, position="owner")

    member.refresh_from_db()
    assert new.replaces == member
    assert new.recorded_by == person
    assert (new.account, new.user, new.from_at) == (member.account, member.user, member.from_at)
    assert member.voided_at is not None
    assert new.recorded_at >= member.recorded_at


def test_withdrawing_twice_keeps_the_first_instant(system: Actor) -> None:
    member = TeamMemberFactory()
    void(member)
    first = member.voided_at

    void(member)

    assert member.voided_at == first


def test_no_two_words_of_a_closed_list_share_a_hash() -> None:
    lists = [GroupRole, LineKind, AssumptionKey]

    with connection.cursor() as cursor:
        for words in lists:
            cursor.execute(
                "SELECT count(DISTINCT hashtext(word)) FROM unnest(%s::text[]) AS word",
                [words.values],
            )
            assert cursor.fetchone() == (len(words.values),)


def test_the_same_person_may_hold_two_roles_at_once_but_none_twice() -> None:
    first = MembershipFactory(role=GroupRole.CHAMPION)
    same = {"group": first.group, "contact": first.contact, "from_at": LONG_AGO}

    MembershipFactory(**same, role=GroupRole.USER)
    with pytest.raises(IntegrityError, match="membership_in_a_role_once_at_a_time"):
        MembershipFactory(**same, role=GroupRole.CHAMPION)


def test_an_assumption_of_all_does_not_meet_the_one_of_an_account() -> None:
    PlanAssumptionFactory(account=None)
    PlanAssumptionFactory()

    with pytest.raises(IntegrityError, match="assumption_once_at_a_time"):
        PlanAssumptionFactory(account=None)
