"""Indicators that teams make of two numbers of records, one over the other."""

from decimal import Decimal
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
from tests.factories import AccountFactory, DataFeedFactory, FxRateFactory, ProgramFactory
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, Pipe, ask

pytestmark = pytest.mark.django_db
WEB = {"all": [{"field": "source", "op": "starts_with", "value": "web"}]}
DEALS = {"dataset": "opportunities", "aggregate": "count", "kind": "flow"}
VALUE = {**DEALS, "aggregate": "sum", "field": "value"}


def made(numerator: dict[str, Any], denominator: dict[str, Any]) -> CustomIndicator:
    """Make an active ratio, with the unit that follows from it."""
    row = CustomIndicator(key="own", name_en="Our own")
    sides = {"numerator": numerator, "denominator": denominator}
    define(row, "ratio", sides, known=CATALOGUE)
    row.state = "active"
    row.save()
    return row


@pytest.fixture
def program() -> Any:
    DataFeedFactory()
    FxRateFactory()
    return ProgramFactory()


@pytest.fixture
def account(program: Any) -> Any:
    """Four deals of March, three from the web; one has no amount, one is told in dollars."""
    account, pipe = AccountFactory(programs=[program]), Pipe()
    for amount, source in ((100, "web"), (300, "fair"), ((1000, "USD"), "web shop"), (None, "web")):
        worth = {} if amount is None else {"worth": amount}
        pipe.deal(account, ("contacted", paris(2026, 3, 5)), source=source, **worth)
    pipe.deal(account, ("contacted", paris(2026, 3, 6)), source="web", is_test=True)
    pipe.deal(account, ("contacted", paris(2026, 2, 6)), worth=7, source="web")
    return account


@pytest.mark.parametrize(
    ("numerator", "denominator", "unit", "value", "status"),
    [
        (DEALS | {"filter": WEB}, DEALS, "percent", 75.0, "ok"),
        (VALUE, DEALS, "money", Decimal("325.00"), "incomplete"),
        (VALUE | {"filter": WEB}, VALUE, "percent", pytest.approx(1000 / 13), "incomplete"),
        (
            DEALS | {"aggregate": "count_distinct", "field": "source"},
            DEALS, "index", 0.75, "ok",
        ),
        (DEALS, DEALS | {"filter": WEB}, "index", pytest.approx(4 / 3), "ok"),
        (DEALS, DEALS | {"kind": "cumulative"}, "index", 0.8, "ok"),
    ],
)  # fmt: skip
def test_one_number_is_divided_by_another(
    account: Any, numerator: Any, denominator: Any, unit: str, value: Any, status: str
) -> None:
    row = made(numerator, denominator)

    answer = ask("own", account=account)

    assert (row.unit, answer.value, answer.status) == (unit, value, status)


def test_a_part_of_the_same_records_has_an_interval_and_says_how_many(account: Any) -> None:
    made(DEALS | {"filter": WEB}, DEALS)

    answer = ask("own", account=account)

    assert (answer.low, answer.high) == pytest.approx((30.06, 95.44), abs=0.01)
    assert "75.0%, 3 of 4." in sentence(answer)


def test_several_accounts_are_sum_over_sum(account: Any, program: Any) -> None:
    other, pipe = AccountFactory(programs=[program]), Pipe()
    for source in ("web", "fair", "fair", "fair"):
        pipe.deal(other, ("contacted", paris(2026, 3, 9)), source=source)
    made(DEALS | {"filter": WEB}, DEALS)

    answer = ask("own", program=program)

    assert (answer.numerator, answer.denominator, answer.value) == (4, 8, 50.0)


def test_nothing_below_the_line_is_no_data(program: Any) -> None:
    made(DEALS | {"filter": WEB}, DEALS)

    assert ask("own", account=AccountFactory(programs=[program])).status == "no_data"


def test_without_a_feed_nothing_is_divided() -> None:
    made(DEALS | {"filter": WEB}, DEALS)

    assert ask("own", account=AccountFactory(programs=[ProgramFactory()])).status == "not_measured"


def test_a_share_opens_onto_the_whole_of_it(account: Any) -> None:
    made(DEALS | {"filter": WEB}, DEALS)

    page = records(SYSTEM, "own", scope=Scope.of_accounts(SYSTEM, [account]), window=MARCH)

    assert (page.counted, page.left_out) == (4, 1)


@pytest.mark.parametrize(
    ("numerator", "denominator", "code"),
    [
        (DEALS | {"aggregate": "avg", "field": "value"}, DEALS, "not_for_a_ratio"),
        (DEALS, DEALS | {"kind": "delta"}, "not_for_a_ratio"),
        (DEALS, DEALS | {"dataset": "users"}, "unknown_dataset"),
        (DEALS, DEALS | {"aggregate": "sum"}, "needs_a_field"),
    ],
)
def test_what_does_not_add_up_is_not_divided(numerator: Any, denominator: Any, code: str) -> None:
    with pytest.raises((FilterError, KeyError)) as refused:
        made(numerator, denominator)

    assert getattr(refused.value, "code", "unknown_dataset") == code
