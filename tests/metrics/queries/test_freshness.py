"""What brings the records behind a number, for whom and since when."""

from datetime import timedelta

import pytest

from abmplanner.kit.actor import SYSTEM, Actor
from metrics.queries.freshness import Source, sources_of
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    UserFactory,
)
from tests.factories.dates import LONG_AGO

pytestmark = pytest.mark.django_db
LATER = LONG_AGO + timedelta(days=40)


def told(sources: list[Source]) -> list[tuple[str, int, object, object]]:
    return [(each.name, each.accounts, each.since, each.until) for each in sources]


def test_feeds_of_accounts_are_told_once_for_all_of_them() -> None:
    one, other = AccountFactory(), AccountFactory()
    DataFeedFactory(record_type="response", source="survey", account=one)
    DataFeedFactory(
        record_type="response",
        source="survey",
        account=other,
        covers_from=LATER,
        covers_to=LATER + timedelta(days=1),
    )
    DataFeedFactory(record_type="opportunity", account=one)

    assert told(sources_of(SYSTEM, ["response"])) == [("survey", 2, LONG_AGO, None)]
    assert told(sources_of(SYSTEM, ["response"], account=other.pk)) == [
        ("survey", 1, LATER, LATER + timedelta(days=1))
    ]


def test_a_feed_of_the_installation_stands_beside_those_of_accounts() -> None:
    account = AccountFactory()
    DataFeedFactory(record_type="response", source="survey")
    DataFeedFactory(record_type="response", source="survey", account=account, covers_from=LATER)

    assert told(sources_of(SYSTEM, ["response"], account=account.pk)) == [
        ("survey", 0, LONG_AGO, None),
        ("survey", 1, LATER, None),
    ]


def test_a_program_is_told_of_its_own_accounts_and_a_stranger_of_none() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    for each in (account, AccountFactory()):
        DataFeedFactory(record_type="response", source="survey", account=each)
    leader = ProgramAssignmentFactory(program=program, user=UserFactory(leader=True)).user

    own = sources_of(Actor.of_person(leader), ["response"], program=program.pk)
    stranger = sources_of(Actor.of_person(UserFactory()), ["response"])

    assert told(own) == [("survey", 1, LONG_AGO, None)]
    assert stranger == []
