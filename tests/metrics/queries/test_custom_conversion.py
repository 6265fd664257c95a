"""Indicators of who passed from one event to another in time."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from metrics.actions.custom_indicator import define
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.filters import FilterError
from metrics.models import CustomIndicator
from metrics.phrases import sentence
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    ContactFactory,
    DataFeedFactory,
    ProgramFactory,
    TouchFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, Pipe, ask

pytestmark = pytest.mark.django_db
JULY = replace(MARCH, as_of=date(2026, 7, 31))


def made(**definition: Any) -> CustomIndicator:
    """Make an active indicator of a conversion."""
    usual = {"base": "download", "target": "meeting_held", "entity": "account", "days": 30}
    row = CustomIndicator(key="own", name_en="Our own", state="active")
    define(row, "conversion", usual | definition, known=CATALOGUE)
    row.save()
    return row


def touch(account: Any, kind: str, month: int, day: int, **fields: Any) -> None:
    TouchFactory(account=account, type=kind, occurred_at=paris(2026, month, day), **fields)


@pytest.fixture
def feeds() -> None:
    """The site, meetings and deals are told of."""
    for record_type in ("web", "sales_activity", "opportunity"):
        DataFeedFactory(record_type=record_type)


@pytest.mark.usefixtures("feeds")
def test_who_passed_in_time_is_a_share_of_those_whose_time_is_over() -> None:
    program = ProgramFactory()
    in_time, too_late, before, never, twice = (
        AccountFactory(programs=[program]) for _number in range(5)
    )
    for each in (in_time, too_late, before, never, twice):
        touch(each, "download", 3, 5)
    touch(twice, "download", 3, 6)
    touch(in_time, "meeting_held", 4, 3)
    touch(too_late, "meeting_held", 4, 5)
    touch(before, "meeting_held", 3, 4)
    touch(twice, "meeting_held", 3, 7)
    made()

    answer = ask("own", program=program, window=JULY)

    assert (answer.numerator, answer.denominator, answer.value) == (2, 5, 40.0)
    assert answer.low == pytest.approx(11.8, abs=0.1)
    assert "2 of 5 whose time is over" in sentence(answer)


@pytest.mark.usefixtures("feeds")
def test_time_that_is_not_over_is_apart() -> None:
    account, lately = AccountFactory(), AccountFactory()
    for each, day in ((account, 1), (lately, 20)):
        touch(each, "download", 3, day)
    touch(lately, "meeting_held", 3, 21)
    made()

    first, second = (ask("own", account=each) for each in (account, lately))

    assert (first.value, first.status) == (0.0, "ok")
    assert (second.value, second.status) == (None, "immature")
    assert dict(second.exclusions) == {"maturing": 1}


@pytest.mark.usefixtures("feeds")
def test_one_person_is_followed_and_not_a_colleague() -> None:
    account = AccountFactory()
    ana, bob = (ContactFactory(account=account) for _number in range(2))
    touch(account, "download", 3, 5, contact=ana)
    touch(account, "download", 3, 5, contact=bob)
    touch(account, "download", 3, 5)
    touch(account, "meeting_held", 3, 9, contact=bob)
    made(entity="person")

    answer = ask("own", account=account, window=JULY)

    assert (answer.numerator, answer.denominator) == (1, 2)


@pytest.mark.usefixtures("feeds")
def test_deals_are_followed_to_their_win() -> None:
    account, pipe = AccountFactory(), Pipe()
    created = ("contacted", paris(2026, 3, 2))
    pipe.deal(account, created, ("won", paris(2026, 3, 30)))
    pipe.deal(account, created, ("won", paris(2026, 4, 3)))
    pipe.deal(account, created, ("lost", paris(2026, 3, 9)))
    pipe.deal(account, created, type="renewal")
    pipe.deal(account, created, ("lost", paris(2026, 3, 9)), reason="duplicate")
    made(base="deal_created", target="deal_won", entity="deal")

    answer = ask("own", account=account, window=JULY)

    assert (answer.numerator, answer.denominator) == (1, 3)


@pytest.mark.usefixtures("feeds")
def test_machines_pass_nowhere() -> None:
    account = AccountFactory()
    touch(account, "download", 3, 5, automation="machine")
    made()

    assert ask("own", account=account, window=JULY).status == "no_data"


@pytest.mark.parametrize("missing", ["web", "sales_activity"])
def test_what_nobody_tells_of_is_unknown_and_never_zero(missing: str) -> None:
    account = AccountFactory()
    for record_type in {"web", "sales_activity"} - {missing}:
        DataFeedFactory(record_type=record_type)
    made()

    assert ask("own", account=account, window=JULY).status == "not_measured"


@pytest.mark.usefixtures("feeds")
def test_it_opens_onto_who_began() -> None:
    account = AccountFactory(name="Ours")
    touch(account, "download", 3, 5)
    touch(account, "meeting_held", 3, 9)
    made()

    page = records(SYSTEM, "own", scope=Scope.of_accounts(SYSTEM, [account]), window=JULY)

    assert [(row.label, row.detail) for row in page.rows] == [("Ours", "passed")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"base": "born"}, "unknown_event"),
        ({"base": "email_sent"}, "unknown_event"),
        ({"target": "download"}, "same_event"),
        ({"entity": "planet"}, "unknown_entity"),
        ({"entity": "deal"}, "not_of_entity"),
        ({"target": "deal_won", "entity": "person"}, "not_of_entity"),
        ({"days": 0}, "wrong_days"),
        ({"days": 2000}, "wrong_days"),
        ({"days": "30"}, "wrong_days"),
    ],
)
def test_what_nobody_can_pass_is_refused(change: Any, code: str) -> None:
    with pytest.raises(FilterError) as refused:
        made(**change)

    assert refused.value.code == code
