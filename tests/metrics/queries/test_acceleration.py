"""The worked examples of the speed of deals, told as records; row 26."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

import pytest

from accounts.models import Account, Opportunity
from metrics.queries.window import Window
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    EnrolmentFactory,
    ForecastFactory,
    ProgramFactory,
    StageChangeFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import ZONE, Pipe, ask

pytestmark = pytest.mark.django_db

JUNE = Window(start=date(2026, 6, 1), end=date(2026, 7, 1), as_of=date(2026, 6, 30), zone=ZONE)
QUARTER = replace(JUNE, start=date(2026, 1, 1), end=date(2026, 4, 1), as_of=date(2026, 3, 31))
CREATED = paris(2026, 5, 2)


@pytest.fixture(autouse=True)
def feeds() -> None:
    DataFeedFactory(record_type="opportunity")


@pytest.fixture
def account() -> Account:
    made: Account = AccountFactory()
    return made


@pytest.fixture
def pipe() -> Pipe:
    return Pipe()


def foresee(deal: Opportunity, on: date, at: Any = CREATED, **more: Any) -> None:
    ForecastFactory(opportunity=deal, close_on=on, occurred_at=at, **{"amount": None, **more})


def test_days_pulled_in_weigh_each_deal_with_its_worth(account: Account, pipe: Pipe) -> None:
    early = pipe.deal(account, ("offer", CREATED), ("won", paris(2026, 6, 15, 12)), worth=100_000)
    foresee(early, date(2026, 6, 30))
    late = pipe.deal(account, ("offer", CREATED), worth=300_000)
    foresee(late, date(2026, 5, 31))
    foresee(late, date(2026, 6, 10), at=paris(2026, 6, 5))
    lost = pipe.deal(account, ("offer", CREATED), ("lost", paris(2026, 6, 9)), worth=50_000)
    foresee(lost, date(2026, 6, 20))

    found = ask("pipeline_acceleration_vs_forecast", account=account, window=JUNE)

    assert (found.value, found.n, found.exclusions) == (-3.75, 2, {"lost": 1})
    assert ask("days_pulled_in", account=account, window=JUNE).value == -3.75


def test_without_forecasts_there_is_nothing_to_compare(account: Account, pipe: Pipe) -> None:
    pipe.deal(account, ("offer", CREATED), ("won", paris(2026, 6, 15)), worth=100)

    for key in ("pipeline_acceleration_vs_forecast", "value_vs_forecast", "slipped_value",
                "pulled_forward_value"):  # fmt: skip
        assert ask(key, account=account, window=JUNE).status == "no_data", key


def test_what_was_won_beside_what_was_foreseen(account: Account, pipe: Pipe) -> None:
    june = date(2026, 6, 20)
    won, forward, slipped, lost = (
        pipe.deal(account, ("offer", CREATED), *more, worth=worth)
        for worth, more in (
            (100, [("won", paris(2026, 6, 10))]),
            (40, [("won", paris(2026, 6, 11))]),
            (25, []),
            (10, [("lost", paris(2026, 6, 12))]),
        )
    )
    foresee(won, june, category="commit", amount=80)
    foresee(forward, date(2026, 7, 1))
    foresee(slipped, june, category="commit")
    foresee(lost, june)

    def value(key: str) -> Any:
        return ask(key, account=account, window=JUNE).value

    assert value("value_vs_forecast") == 140 - 80 - 25
    assert value("pulled_forward_value") == 40
    assert value("slipped_value") == 25 + 10


def test_a_forecast_told_on_the_day_of_the_win_yields_to_that_of_a_week_before(
    account: Account, pipe: Pipe
) -> None:
    deal = pipe.deal(account, ("offer", CREATED), ("won", paris(2026, 6, 1, 18)), worth=100)
    foresee(deal, date(2026, 6, 11))
    foresee(deal, date(2026, 6, 1), at=paris(2026, 6, 1))

    assert ask("days_pulled_in", account=account, window=JUNE).value == 10


def test_whoever_came_later_is_compared_with_what_was_foreseen_then(
    account: Account, pipe: Pipe
) -> None:
    program = ProgramFactory()
    EnrolmentFactory(account=account, program=program, from_at=paris(2026, 6, 10))
    deal = pipe.deal(account, ("offer", CREATED), ("won", paris(2026, 6, 20)), worth=100)
    foresee(deal, date(2026, 6, 15))
    foresee(deal, date(2026, 6, 25), at=paris(2026, 6, 9))

    assert ask("days_pulled_in", program=program, window=JUNE).value == 5
    assert ask("days_pulled_in", account=account, window=JUNE).value == -5


def test_the_median_cycle_counts_open_deals_in(account: Account, pipe: Pipe) -> None:
    start = paris(2026, 1, 1)
    for days in (30, 60):
        pipe.deal(account, ("offer", start), ("won", start + timedelta(days=days)))
    for age in (45, 90):
        pipe.deal(account, ("offer", paris(2026, 4, 1) - timedelta(days=age, hours=-1)))

    found = ask("median_cycle_days", account=account, window=QUARTER)

    assert (found.value, found.n, found.status) == (60, 4, "ok")


def test_a_median_that_is_not_reached_is_too_early_to_tell(account: Account, pipe: Pipe) -> None:
    pipe.deal(account, ("offer", paris(2026, 1, 1)), ("lost", paris(2026, 2, 1)))

    found = ask("median_cycle_days", account=account, window=QUARTER)

    assert (found.value, found.status) == (None, "immature")


def test_a_deal_that_was_open_before_enters_at_its_age_then(account: Account, pipe: Pipe) -> None:
    pipe.deal(account, ("offer", paris(2025, 12, 2)), ("won", paris(2026, 1, 11)))  # of 30, at 40
    pipe.deal(account, ("offer", paris(2026, 1, 1)), ("won", paris(2026, 1, 11)))  # at 10
    pipe.deal(account, ("offer", paris(2026, 1, 1)), ("lost", paris(2026, 1, 21)))

    assert ask("median_cycle_days", account=account, window=QUARTER).value == 10


def test_the_median_cycle_is_unsure_by_accounts(pipe: Pipe) -> None:
    for place in range(12):
        deal_of = AccountFactory()
        pipe.deal(
            deal_of,
            ("offer", paris(2026, 1, 1)),
            ("won", paris(2026, 1, 11) + timedelta(days=place)),
        )

    found = ask("median_cycle_days", window=QUARTER)

    assert (found.value, found.method) == (15, "bootstrap")
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 15 <= found.high


# ---- against how fast it went before -----------------------------------------------------------

CAME_AT = paris(2026, 1, 1)
MARCH = replace(QUARTER, start=date(2026, 3, 1))


def history(pipe: Pipe, **company: Any) -> None:
    """Tell of deals before: 40 left the first stage in 2,000 days, 20 the second in 2,000."""
    other = AccountFactory(**company)
    began = paris(2025, 1, 1).astimezone(UTC)
    for place in range(40):
        left = began + timedelta(days=50)
        steps = [("contacted", began), ("accepted", left)]
        if place < 20:
            steps.append(("offer", left + timedelta(days=100)))
        else:
            steps.append(("lost", left))
        deal = pipe.deal(other, *steps)
        if place < 20:
            StageChangeFactory(
                opportunity=deal,
                stage=pipe.stages["lost"],
                occurred_at=left + timedelta(days=100),
            )


def test_the_index_is_what_was_left_over_what_was_to_be_expected(
    account: Account, pipe: Pipe
) -> None:
    history(pipe)
    EnrolmentFactory(account=account, program=ProgramFactory(), from_at=CAME_AT)
    start = paris(2026, 3, 1).astimezone(UTC)

    def moved(days: int, first: str, then: str) -> None:
        pipe.deal(
            account, (first, paris(2026, 2, 1)), (then, start + timedelta(days=days)),
            ("lost", start + timedelta(days=days)),
        )  # fmt: skip

    for days in (20, 20, 20, 30):  # 90 days in the first stage, four exits
        moved(days, "contacted", "accepted")
    for days in (20, 20, 30):  # 70 days in the second, three exits
        moved(days, "accepted", "offer")
    for days in (30, 30):  # 60 days in the first, and none
        moved(days, "contacted", "lost")
    for days in (30, 30, 30, 30, 10):  # 130 days in the second, and none
        moved(days, "accepted", "lost")

    found = ask("pipeline_acceleration_vs_history", account=account, window=MARCH)

    assert (found.numerator, round(float(found.denominator or 0), 6)) == (7, 5)
    assert round(float(found.value or 0), 6) == 1.4
    assert (round(float(found.low or 0), 2), round(float(found.high or 0), 2)) == (0.56, 2.88)
    assert (found.n, found.method) == (5, "poisson")
    assert ask("pipeline_acceleration", account=account, window=MARCH).value == found.value


def test_regressions_add_days_and_a_jump_leaves_every_stage(account: Account, pipe: Pipe) -> None:
    history(pipe)
    start = paris(2026, 3, 1).astimezone(UTC)
    pipe.deal(
        account,
        ("accepted", start),
        ("contacted", start + timedelta(days=5)),
        ("accepted", start + timedelta(days=15)),
        ("won", start + timedelta(days=20)),
    )
    pipe.deal(account, ("contacted", start), ("offer", start + timedelta(days=10)))

    found = ask("pipeline_acceleration_vs_history", account=account, window=MARCH)
    saved = ask("days_saved", account=account, window=MARCH)

    assert found.numerator == 3  # of the first from accepted alone: nobody won before
    assert found.exclusions == {"no_history": 1}
    assert round(float(found.denominator or 0), 6) == 0.02 * 20 + 0.01 * 10
    assert (saved.value, saved.n) == (((100 - 10) + (50 - 10) + (100 - 0)) / 2, 2)


def test_a_thin_past_is_widened_until_it_says_something(pipe: Pipe) -> None:
    history(pipe, segment="rail")
    rail, road = AccountFactory(segment="rail"), AccountFactory(segment="road")
    start = paris(2026, 3, 1).astimezone(UTC)
    for each in (rail, road):
        pipe.deal(
            each, ("contacted", start), ("lost", start + timedelta(days=10)), type="expansion"
        )

    for each in (rail, road):
        found = ask("pipeline_acceleration_vs_history", account=each, window=MARCH)
        assert (found.value, round(float(found.denominator or 0), 6)) == (0, 0.2)


def test_without_a_past_nothing_is_expected(account: Account, pipe: Pipe) -> None:
    pipe.deal(account, ("contacted", paris(2026, 3, 1)), ("accepted", paris(2026, 3, 9)))

    found = ask("pipeline_acceleration_vs_history", account=account, window=MARCH)

    assert (found.value, found.status, found.exclusions) == (None, "no_data", {"no_history": 1})


def test_deals_of_accounts_in_programs_are_no_past(account: Account, pipe: Pipe) -> None:
    history(pipe)
    EnrolmentFactory(
        account=Opportunity.objects.unscoped("a test").first().account,
        program=ProgramFactory(),
        from_at=paris(2025, 2, 1),
    )
    pipe.deal(account, ("contacted", paris(2026, 3, 1)))

    assert ask("pipeline_acceleration_vs_history", account=account, window=MARCH).value is None
