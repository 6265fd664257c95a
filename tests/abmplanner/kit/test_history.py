"""Dated rows: refused where they overlap, corrected by new ones."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import correct, end, record, void
from accounts.models import TeamMember
from tests.factories import AccountFactory, TeamMemberFactory, UserFactory
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
