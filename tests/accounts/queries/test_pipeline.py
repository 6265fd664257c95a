"""The waterfall of the pipeline: figures worked by hand, and plain loops over the histories."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from abmplanner.kit.actor import SYSTEM
from accounts.models import (
    Account,
    AmountChange,
    Forecast,
    FxRate,
    Opportunity,
    Stage,
    StageChange,
)
from accounts.queries.pipeline import Asked, Waterfall, end_of, waterfall
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from metrics.queries.window import Window
from tests.factories import (
    AccountFactory,
    AmountChangeFactory,
    ForecastFactory,
    FxRateFactory,
    OpportunityFactory,
    PipelineFactory,
    StageChangeFactory,
    StageFactory,
)
from tests.factories.dates import paris

pytestmark = pytest.mark.django_db
MARCH = Asked(date(2026, 3, 1), date(2026, 3, 31))
OPEN_KEY = "open_pipeline_value"


@pytest.mark.parametrize(
    ("name", "month", "last"),
    [
        ("quarter", 1, date(2026, 6, 30)),
        ("quarter", 2, date(2026, 7, 31)),
        ("year", 1, date(2026, 12, 31)),
        ("year", 6, date(2026, 5, 31)),
        ("last_90_days", 1, None),
        ("", 1, None),
    ],
)
def test_deals_are_expected_by_the_end_of_a_fiscal_span(
    name: str, month: int, last: date | None
) -> None:
    assert end_of(name, date(2026, 5, 20), month) == last


@pytest.fixture
def stages() -> dict[str, Stage]:
    """The stages of a pipeline, by what they say of a deal."""
    pipeline = PipelineFactory()
    return {
        outcome: StageFactory(pipeline=pipeline, key=outcome, outcome=outcome, position=place)
        for place, outcome in enumerate(("open", "won", "lost"), start=1)
    }


def moved(deal: Opportunity, stage: Stage, *at: int, **more: Any) -> None:
    StageChangeFactory(opportunity=deal, stage=stage, occurred_at=paris(*at), **more)


def worth(deal: Opportunity, tcv: Any, *at: int, currency: str = "EUR") -> None:
    AmountChangeFactory(
        opportunity=deal, tcv=tcv, currency=currency if tcv else "", occurred_at=paris(*at)
    )


def sums(account: Account, asked: Asked = MARCH) -> dict[str, str]:
    """Return what the parts come to that hold anything, as they are written."""
    parts = waterfall(SYSTEM, [account], asked).parts
    return {part.step.value: str(part.amount) for part in parts if part.moves or part.amount}


def test_each_change_stands_where_it_belongs_and_the_parts_add_up(
    account: Account, stages: dict[str, Stage]
) -> None:
    kept, won, lost, new = (OpportunityFactory(account=account) for _ in range(4))
    for deal, tcv in ((kept, 100), (won, 50), (lost, 30)):
        moved(deal, stages["open"], 2026, 1, 10)
        worth(deal, tcv, 2026, 1, 10)
    worth(kept, 140, 2026, 3, 5)
    worth(kept, 120, 2026, 3, 20)
    worth(won, 55, 2026, 3, 9)
    moved(won, stages["won"], 2026, 3, 10)
    moved(lost, stages["lost"], 2026, 3, 12)
    moved(new, stages["open"], 2026, 3, 15)
    worth(new, 70, 2026, 3, 15)

    assert sums(account) == {
        "opening": "180.00",
        "created": "70.00",
        "raised": "45.00",
        "lowered": "-20.00",
        "won": "-55.00",
        "lost": "-30.00",
        "closing": "190.00",
    }


def test_what_happened_on_the_last_day_counts_and_on_the_next_does_not(
    account: Account, stages: dict[str, Stage]
) -> None:
    deal = OpportunityFactory(account=account)
    moved(deal, stages["open"], 2026, 3, 31, 23)
    worth(deal, 10, 2026, 3, 31, 23)
    worth(deal, 99, 2026, 4, 1)

    assert sums(account) == {"created": "10.00", "closing": "10.00"}


def test_an_unknown_amount_is_counted_as_unknown_and_told_apart_when_it_is_learned(
    account: Account, stages: dict[str, Stage]
) -> None:
    silent, told = (OpportunityFactory(account=account) for _ in range(2))
    for deal in (silent, told):
        moved(deal, stages["open"], 2026, 3, 2)
    worth(told, 25, 2026, 3, 8)

    found = waterfall(SYSTEM, [account], MARCH)

    assert sums(account) == {"created": "0.00", "valued": "25.00", "closing": "25.00"}
    created = found.part("created")
    assert created is not None
    assert (created.unknown, found.unknown) == (2, 1)


def test_a_deal_that_slips_leaves_the_pipeline_of_its_quarter(
    account: Account, stages: dict[str, Stage]
) -> None:
    slips, comes, undated = (OpportunityFactory(account=account) for _ in range(3))
    for deal, tcv in ((slips, 40), (comes, 60), (undated, 500)):
        moved(deal, stages["open"], 2026, 1, 10)
        worth(deal, tcv, 2026, 1, 10)
    for deal, before, after in ((slips, (3, 30), (5, 15)), (comes, (7, 1), (3, 28))):
        for at, close in ((paris(2026, 1, 10), before), (paris(2026, 3, 6), after)):
            ForecastFactory(opportunity=deal, occurred_at=at, close_on=date(2026, *close))

    assert sums(account, Asked(MARCH.first, MARCH.last, date(2026, 3, 31))) == {
        "opening": "40.00",
        "moved": "20.00",
        "closing": "60.00",
    }
    assert sums(account) == {"opening": "600.00", "closing": "600.00"}


def test_rates_move_the_pipeline_too_and_are_told_apart(
    account: Account, stages: dict[str, Stage]
) -> None:
    FxRateFactory(from_on=date(2026, 1, 1), rate=Decimal("0.90"))
    FxRateFactory(from_on=date(2026, 3, 15), rate=Decimal("0.80"))
    deal = OpportunityFactory(account=account)
    moved(deal, stages["open"], 2026, 1, 10)
    worth(deal, 100, 2026, 1, 10, currency="USD")
    worth(deal, 150, 2026, 3, 20, currency="USD")

    assert sums(account) == {
        "opening": "90.00",
        "raised": "40.00",
        "rates": "-10.00",
        "closing": "120.00",
    }


def test_a_deal_decided_by_mistake_is_removed_and_one_taken_up_again_is_opened(
    account: Account, stages: dict[str, Stage]
) -> None:
    twice, again = (OpportunityFactory(account=account) for _ in range(2))
    moved(twice, stages["open"], 2026, 1, 10)
    worth(twice, 11, 2026, 1, 10)
    moved(twice, stages["lost"], 2026, 3, 3, reason="duplicate")
    moved(again, stages["open"], 2026, 1, 10)
    worth(again, 22, 2026, 1, 10)
    moved(again, stages["lost"], 2026, 2, 1)
    moved(again, stages["open"], 2026, 3, 9)

    assert sums(account) == {
        "opening": "11.00",
        "reopened": "22.00",
        "removed": "-11.00",
        "closing": "22.00",
    }


def test_renewals_tests_and_other_accounts_stay_out(
    account: Account, foreign: Account, stages: dict[str, Stage]
) -> None:
    for more in ({"type": "renewal"}, {"is_test": True}, {"account": foreign}):
        deal = OpportunityFactory(**{"account": account, **more})
        moved(deal, stages["open"], 2026, 3, 2)
        worth(deal, 7, 2026, 3, 2)

    assert sums(account) == {}


def test_it_takes_three_statements_whatever_the_deals(
    account: Account, stages: dict[str, Stage], django_assert_num_queries: Any
) -> None:
    for day in range(1, 20):
        deal = OpportunityFactory(account=account)
        moved(deal, stages["open"], 2026, 3, day)
        worth(deal, 7, 2026, 3, day)

    with django_assert_num_queries(3):
        waterfall(SYSTEM, [account], MARCH)


# ---- against plain loops ----

ZERO_DAY = paris(2026, 2, 20)
DAYS = st.integers(0, 50)
CURRENCIES = ("EUR", "USD", "CHF")


@dataclass
class Told:
    """A deal as its histories tell it: days from the first one, None where nobody knows."""

    stages: list[tuple[int | None, str, str]]
    amounts: list[tuple[int | None, int | None, str]]
    closes: list[tuple[int | None, int]]
    recorded: int
    deleted: int | None
    steps: dict[str, Decimal] = field(default_factory=dict)


def at(day: int) -> datetime:
    return ZERO_DAY + timedelta(days=day, hours=9)


def once(rows: Iterable[Any]) -> list[Any]:
    """Return rows of which no two are of one day: their order then needs no keys."""
    return list({row[0]: row for row in rows}.values())


maybe_days = st.one_of(st.none(), DAYS)
deals = st.builds(
    Told,
    stages=st.lists(
        st.tuples(
            maybe_days,
            st.sampled_from(("open", "open", "won", "lost")),
            st.sampled_from(("decided", "duplicate")),
        ),
        max_size=4,
    ).map(once),
    amounts=st.lists(
        st.tuples(maybe_days, st.one_of(st.none(), st.integers(0, 9)), st.sampled_from(CURRENCIES)),
        max_size=4,
    ).map(once),
    closes=st.lists(st.tuples(maybe_days, st.integers(20, 70)), max_size=3).map(once),
    recorded=DAYS,
    deleted=st.one_of(st.none(), st.none(), DAYS),
)


def written(account: Account, stages: dict[str, Stage], told: Told) -> None:
    """Write a deal with its histories."""
    deal = OpportunityFactory(
        account=account,
        recorded_at=at(told.recorded),
        deleted_at=at(told.deleted) if told.deleted is not None else None,
    )
    for day, outcome, reason in told.stages:
        instant = None if day is None else at(day)
        StageChange.objects.create(
            opportunity=deal, stage=stages[outcome], reason=reason, occurred_at=instant
        )
    for day, tcv, currency in told.amounts:
        instant = None if day is None else at(day)
        known = "" if tcv is None else currency
        AmountChange.objects.create(opportunity=deal, tcv=tcv, currency=known, occurred_at=instant)
    for day, close in told.closes:
        instant = None if day is None else at(day)
        Forecast.objects.create(opportunity=deal, close_on=at(close).date(), occurred_at=instant)


def standing(rows: list[Any], until: datetime) -> Any:
    """Return the row that stands right before an instant; one without a day came first."""
    found = None
    for row in sorted(rows, key=lambda row: -1 if row[0] is None else row[0]):
        if row[0] is None or at(row[0]) < until:
            found = row
    return found


def looked_at(told: Told, until: datetime, closing_by: date | None) -> tuple[Any, ...]:
    """Return what a deal is right before an instant: known, deleted, outcome, reason, worth, in."""
    dated = [at(day) for day, *_ in told.stages if day is not None]
    heard = [at(told.recorded)] if len(dated) < len(told.stages) or not told.stages else []
    known = min(dated + heard) < until
    deleted = told.deleted is not None and at(told.deleted) < until
    stage = standing(told.stages, until)
    outcome, reason = stage[1:] if stage else ("open", "")
    amount = standing(told.amounts, until)
    close = standing(told.closes, until)
    inside = known and not deleted and outcome == "open"
    if closing_by is not None:
        inside = inside and close is not None and at(close[1]).date() <= closing_by
    return known, deleted, outcome, reason, amount[1:] if amount else None, inside


def in_euros(worth: Any, day: date) -> Decimal | None:
    """Return an amount at the rates of this test, None where it is unknown or has no rate."""
    if worth is None or worth[0] is None:
        return None
    rates = {
        "EUR": Decimal(1),
        "USD": Decimal("0.9") if day < date(2026, 3, 10) else Decimal("0.7"),
    }
    rate = rates.get(worth[1])
    return None if rate is None else worth[0] * rate


def plainly(world: list[Told], asked: Asked) -> dict[str, Decimal]:
    """Return the parts of the waterfall, deal by deal and instant by instant."""
    start, end = paris(2026, 3, 1), paris(2026, 4, 1)
    parts: dict[str, Decimal] = dict.fromkeys(
        ("opening", "created", "reopened", "valued", "raised", "lowered", "moved", "won", "lost",
         "removed", "closing"),
        Decimal(),
    )  # fmt: skip

    def add(step: str, amount: Decimal | None) -> None:
        parts[step] += amount or Decimal()

    for told in world:
        days = [row[0] for row in (*told.stages, *told.amounts, *told.closes)]
        moments = {at(day) for day in (*days, told.recorded, told.deleted) if day is not None}
        before = looked_at(told, start, asked.closing_by)
        if before[-1]:
            add("opening", in_euros(before[-2], (start - timedelta(seconds=1)).date()))
        for moment in sorted(moment for moment in moments if start <= moment < end):
            after = looked_at(told, moment + timedelta(microseconds=1), asked.closing_by)
            step, amount = stepped(before, after, moment.date())
            if step:
                add(step, amount)
            before = after
        if before[-1]:
            add("closing", in_euros(before[-2], asked.last))
    return parts


def stepped(before: Any, after: Any, day: date) -> tuple[str, Decimal | None]:
    """Return which part a change belongs to, and what it is worth."""
    was_known, _was_deleted, was, _why, worth_before, was_in = before
    _known, deleted, outcome, reason, worth_now, is_in = after
    old, new = in_euros(worth_before, day), in_euros(worth_now, day)
    if is_in and not was_in:
        if not was_known:
            return "created", new
        return ("moved", new) if was == "open" else ("reopened", new)
    if was_in and not is_in:
        gone = -old if old is not None else None
        if deleted or (outcome == "lost" and reason == "duplicate"):
            return "removed", gone
        return ("moved", gone) if outcome == "open" else (outcome, gone)
    if not is_in or old == new:
        return "", None
    if old is None or new is None:
        return "valued", (new or Decimal()) - (old or Decimal())
    return ("raised" if new > old else "lowered"), new - old


def checked(found: Waterfall, expected: dict[str, Decimal]) -> None:
    said = {part.step.value: part.amount for part in found.parts}
    rates = said.pop("rates", Decimal())
    for step, amount in expected.items():
        cents = amount.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
        assert said.get(step, Decimal()) == cents, (step, said, expected)
    flows = sum(amount for step, amount in said.items() if step != "closing")
    assert flows + rates == said["closing"]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(world=st.lists(deals, min_size=1, max_size=4), closing=st.one_of(st.none(), DAYS))
def test_plain_loops_and_the_engine_say_the_same(
    account: Account, stages: dict[str, Stage], world: list[Told], closing: int | None
) -> None:
    closing_by = None if closing is None else at(closing).date()
    asked = Asked(MARCH.first, MARCH.last, closing_by)
    with transaction.atomic():
        FxRate.objects.create(base="USD", quote="EUR", from_on=date(2020, 1, 1), rate="0.9")
        FxRate.objects.create(base="USD", quote="EUR", from_on=date(2026, 3, 10), rate="0.7")
        for told in world:
            written(account, stages, told)
        found = waterfall(SYSTEM, [account], asked)
        checked(found, plainly(world, asked))
        if closing_by is None:
            assert found.parts[0].amount == by_the_engine(account, date(2026, 2, 28))
            assert found.parts[-1].amount == by_the_engine(account, date(2026, 3, 31))
        transaction.set_rollback(True)


def by_the_engine(account: Account, as_of: date) -> Decimal:
    """Return the open pipeline of a day as the engine measures it."""
    scope = Scope.of_accounts(SYSTEM, [account])
    window = Window(start=as_of, end=as_of + timedelta(days=1), as_of=as_of, zone=scope.zone)
    answers = live_answers(SYSTEM, [OPEN_KEY], scope=scope, window=window)
    return Decimal(answers.one(account.pk, OPEN_KEY).value or 0)


def test_a_second_account_is_told_together_with_the_first(
    account: Account, stages: dict[str, Stage]
) -> None:
    other = AccountFactory()
    for home, tcv in ((account, 3), (other, 4)):
        deal = OpportunityFactory(account=home)
        moved(deal, stages["open"], 2026, 3, 2)
        worth(deal, tcv, 2026, 3, 2)

    parts = waterfall(SYSTEM, [account, other], MARCH).parts

    assert parts[-1].amount == Decimal("7.00")
