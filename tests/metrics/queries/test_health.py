"""Row 18: what health is made of, told as records and measured; and what is kept of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account
from metrics.actions.parameter import set_parameters
from metrics.catalogue.words import Grain
from metrics.models import AccountHealth
from metrics.queries.health import health_now, health_of
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    AccountJudgementFactory,
    ContactFactory,
    DataFeedFactory,
    EnrolmentFactory,
    HealthOverrideFactory,
    MeasurementFactory,
    ProgramFactory,
    ResponseFactory,
    TouchFactory,
)
from tests.factories.dates import LONG_AGO
from tests.metrics.queries.stories import MARCH, Pipe, ask

pytestmark = pytest.mark.django_db

SCORE, CHANGE = "account_health_score", "account_health_change"
START, END = MARCH.start_at, MARCH.end_at


def before(instant: datetime, days: float) -> datetime:
    """Return the instant so many days before another."""
    return instant - timedelta(days=days)


def judge(account: Account, rating: int, at: datetime) -> None:
    """Say how good an account is."""
    AccountJudgementFactory(account=account, rating=rating, occurred_at=at, recorded_at=at)


def recommend(account: Account, *scores: int, at: datetime) -> None:
    """Let customers answer."""
    for score in scores:
        contact = ContactFactory(account=account)
        ResponseFactory(
            account=account, contact=contact, score=score, responded_at=at, recorded_at=at
        )


def attend(account: Account, *, days: float, times: int = 1, until: datetime = END) -> None:
    """Let people meet us: thirty minutes each time, each somebody else."""
    for _meeting in range(times):
        TouchFactory(
            account=account,
            contact=ContactFactory(account=account),
            type="meeting_held",
            automation="human",
            occurred_at=before(until, days),
        )


def well_known() -> Account:
    """Return an account whose business, voices and attention are known all the time."""
    account = AccountFactory()
    Pipe().deal(account, ("accepted", LONG_AGO))
    recommend(account, 9, 9, 9, 7, 3, at=before(START, 10))
    for days in (20, 110, 200):
        attend(account, days=days, times=2)
    return account


def test_a_score_is_the_weighted_mean_of_what_is_known() -> None:
    account = well_known()
    judge(account, 4, before(END, 5))

    answer = ask(SCORE, account=account)

    # nps +40: 70; attention as before: 50; open and accepted: 100; judged 4: 75
    known = 15 + 15 + 15 + 10
    score = (15 * 70 + 15 * 50 + 15 * 100 + 10 * 75) / known
    assert answer.value == pytest.approx(score)
    assert (answer.denominator, answer.n, answer.status) == (known, 1, "ok")


def test_below_half_of_the_weight_nothing_is_said() -> None:
    account = AccountFactory()
    assert ask(SCORE, account=account).status == "not_measured"

    judge(account, 5, before(END, 5))

    answer = ask(SCORE, account=account)
    assert (answer.status, answer.value) == ("no_data", None)
    assert answer.exclusions == {"little_known": 1}


def test_only_what_is_known_at_both_ends_is_compared() -> None:
    account = well_known()
    judge(account, 5, before(START, 5))  # 90 days: at both ends
    judge(account, 1, before(END, 5))
    recommend(account, 0, 0, 0, 0, 0, 0, at=before(END, 3))
    other = AccountFactory()
    judge(other, 5, before(START, 5))
    Pipe().deal(other, ("accepted", before(END, 9)))

    page = health_of(SYSTEM, account, MARCH.as_of)
    answer = ask(CHANGE, account=account)

    # judgement -100 x 10; nps from +40 to -36.4 x 15; the rest as before
    parts = {each.key: each for each in page.parts}
    assert parts["signals"].points is None
    assert answer.value == pytest.approx((10 * -100 + 15 * (100 * (3 - 7) / 11 - 40) / 2) / 55)
    assert answer.spread is None
    assert ask(CHANGE, account=other).exclusions == {"not_comparable": 1}
    assert ask(CHANGE, account=other).status == "no_data"


def test_what_fell_silent_changes_nothing_but_the_composition() -> None:
    account = well_known()
    judge(account, 4, before(MARCH.start_at, 60))  # too old at the end

    assert ask(CHANGE, account=account).value == 0
    assert ask(CHANGE, account=account).denominator == 45


def test_a_program_has_the_mean_and_how_accounts_lie() -> None:
    program = ProgramFactory()
    accounts = [well_known(), well_known(), well_known()]
    for account in accounts:
        EnrolmentFactory(account=account, program=program, from_at=LONG_AGO)
        judge(account, 3, before(START, 5))
    judge(accounts[0], 5, before(END, 5))
    judge(accounts[1], 1, before(END, 5))

    score, change = ask(SCORE, program=program), ask(CHANGE, program=program)

    moved = 50 * 10 / 55
    assert score.n == 3
    assert change.value == pytest.approx(0)
    assert change.spread is not None
    assert (change.spread.median, change.spread.bands) == (0, (1, 1, 1))
    assert change.spread.upper == pytest.approx(moved / 2)
    assert change.as_json()["spread"]["shares"][0]["change"] == "fell"
    for key in ("improved", "stable", "declined"):
        share = ask(f"health_{key}_share", program=program)
        assert (share.numerator, share.denominator) == (1, 3)
    assert ask("health_improved_share", account=accounts[0]).status == "not_applicable"


def test_the_band_tells_where_an_account_came_from() -> None:
    account = well_known()
    judge(account, 5, before(START, 5))
    judge(account, 1, before(END, 5))
    recommend(account, *[0] * 20, at=before(END, 3))

    answer = ask("health_band_change", account=account)

    assert (answer.value, answer.denominator) == (-1, 3)
    page = health_of(SYSTEM, account, MARCH.as_of)
    assert page.line.band == "amber"


def test_weights_are_those_that_are_set() -> None:
    account = well_known()
    judge(account, 4, before(END, 5))
    weights = {f"health_weight_{part}": 0 for part in ("nps", "engagement", "coverage", "depth")}
    weights |= {"health_weight_executives": 0, "health_weight_commercial": 30}
    set_parameters(SYSTEM, {**weights, "health_weight_judgement": 70}, from_at=LONG_AGO)

    assert ask(SCORE, account=account).value == pytest.approx((30 * 100 + 70 * 75) / 100)


def test_a_number_opens_onto_accounts_counted_and_left_out() -> None:
    known, unknown = well_known(), AccountFactory()
    judge(known, 4, before(END, 5))

    scope = Scope.everything(SYSTEM)
    opened = records(SYSTEM, SCORE, scope=scope, window=MARCH, grain=Grain.ALL)

    assert {row.account_id: row.reason for row in opened.rows} == {
        known.pk: "",
        unknown.pk: "little_known",
    }
    assert (opened.counted, opened.left_out) == (1, 1)


def test_without_a_feed_attention_is_unknown_and_with_one_none_is_no_trend() -> None:
    account = AccountFactory()
    parts = {each.key: each for each in health_of(SYSTEM, account, MARCH.as_of).parts}
    assert parts["commercial"].points is None

    DataFeedFactory(record_type="opportunity", account=account)
    DataFeedFactory(record_type="web", account=account)
    ContactFactory(account=account, seniority="executive", recorded_at=LONG_AGO)

    parts = {each.key: each for each in health_of(SYSTEM, account, MARCH.as_of).parts}
    assert parts["commercial"].points == 0
    assert parts["executives"].points == 0
    assert parts["engagement"].points is None


# ---- what is kept ------------------------------------------------------------------------------


def keep(account: Account, score: float, day: date, **more: Any) -> None:
    """Keep the health of an account as it was on a day."""
    health = {"status": "ok", "numerator": score, "denominator": 80, "n": 1}
    MeasurementFactory(
        account=account,
        window="trailing_90d",
        starts_on=day - timedelta(days=90),
        ends_on=day,
        as_of=day,
        answers={SCORE: health, CHANGE: {"status": "ok", "numerator": -6, "n": 1}},
        **more,
    )


def lately(account: Account, today: date, **clocks: date) -> Any:
    """Return the health of an account as lists show it."""
    return health_now(SYSTEM, account, today, **clocks)


def test_lists_read_the_newest_health_that_is_kept() -> None:
    account = AccountFactory()
    keep(account, 80, date(2026, 3, 2))
    keep(account, 50, date(2026, 3, 1))

    line = lately(account, date(2026, 3, 3))

    assert (line.score, line.band, line.move, line.weight_known) == (80, "green", "fell", 80)
    past = lately(account, date(2026, 3, 3), as_of=date(2026, 3, 1))
    assert (past.score, past.band) == (50, "amber")
    assert AccountHealth.objects.visible_to(SYSTEM).get().as_of == date(2026, 3, 2)


@pytest.mark.parametrize(("days", "held"), [(0, "red"), (-1, None)])
def test_what_is_held_against_the_numbers_stands_beside_them_until_its_day(
    days: int, held: str | None
) -> None:
    account, today = AccountFactory(), timezone.localdate()
    keep(account, 80, date(2026, 3, 2))
    HealthOverrideFactory(account=account, band="amber", expires_on=date(2026, 3, 1))
    ends = today + timedelta(days=days)
    HealthOverrideFactory(account=account, band="red", expires_on=ends)
    alone = HealthOverrideFactory(band="red", expires_on=ends).account

    line, other = lately(account, today), lately(alone, today)

    assert (line.override, line.score, line.band) == (held, 80, "green")
    assert (other.override if other else None) == held
