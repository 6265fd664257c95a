"""Rows 6 and 30 against control groups: the worked examples, told as records and measured."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Campaign, Program
from metrics.catalogue.words import Grain
from metrics.phrases import sentence
from metrics.queries.answer import Answer
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    CampaignTargetFactory,
    ControlAccountFactory,
    DataFeedFactory,
    EnrolmentFactory,
    PlanAssumptionFactory,
    ProgramFactory,
    SpendFactory,
    TouchFactory,
)
from tests.factories.dates import LONG_AGO, paris
from tests.metrics.queries.stories import MARCH, Pipe, ask
from tests.metrics.queries.test_campaign_attention import GROWN, of

pytestmark = pytest.mark.django_db

REACHED, WON_AT = paris(2026, 3, 5), paris(2026, 3, 20)


@pytest.fixture(autouse=True)
def feeds() -> None:
    for record_type in ("opportunity", "email", "spend", "web"):
        DataFeedFactory(record_type=record_type)


# ---- campaigns ----


@pytest.fixture
def campaign() -> Campaign:
    found: Campaign = CampaignFactory(name="Spring", starts_at=paris(2026, 3, 1))
    return found


def reach(campaign: Campaign, *accounts: Account, at: Any = REACHED) -> None:
    for account in accounts:
        CampaignTargetFactory(campaign=campaign, account=account, from_at=LONG_AGO)
        TouchFactory(account=account, campaign=campaign, type="email_delivered", occurred_at=at)


def attend(*accounts: Account, days: float = 5) -> None:
    for account in accounts:
        TouchFactory(
            account=account, type="webinar_attended", occurred_at=REACHED + timedelta(days=days)
        )


def hold_out(number: int, **of_whom: Any) -> list[Account]:
    accounts = AccountFactory.create_batch(number)
    for account in accounts:
        ControlAccountFactory(account=account, **of_whom)
    return accounts


def test_the_lift_is_the_difference_of_both_shares_with_its_interval(campaign: Campaign) -> None:
    treated = AccountFactory.create_batch(10)
    reach(campaign, *treated)
    held_out = hold_out(20, campaign=campaign)
    attend(*treated[:4], *held_out[:5])

    lift = of("campaign_engagement_lift")

    assert (lift.value, lift.n, lift.denominator) == (pytest.approx(15), 30, 20)
    ends = (round(float(lift.low or 0), 1), round(float(lift.high or 0), 1))
    assert (ends, lift.method) == ((-16.9, 46.9), "newcombe")
    assert "20 accounts held out" in sentence(lift)
    assert of("campaign_engagement_rate").value == 40


def test_without_a_control_group_the_lift_is_not_measured_and_says_why(campaign: Campaign) -> None:
    reach(campaign, AccountFactory())

    lift = of("campaign_engagement_lift")

    assert (lift.status, sentence(lift)) == ("not_measured", "Not measured: no control group.")


def test_who_is_held_out_is_seen_from_the_middle_of_the_reaches(campaign: Campaign) -> None:
    early, middle, late = AccountFactory.create_batch(3)
    reach(campaign, early)
    reach(campaign, middle, at=paris(2026, 3, 15))
    reach(campaign, late, at=paris(2026, 3, 25))
    before, after, reached = hold_out(3, campaign=campaign)
    attend(before, days=5)
    attend(after, days=15)
    TouchFactory(
        account=reached, campaign=campaign, type="email_delivered", occurred_at=paris(2026, 3, 16)
    )

    lift = of("campaign_engagement_lift")

    assert lift.value == pytest.approx(-50)
    assert lift.exclusions == {"reached_anyway": 1}
    scope = Scope.everything(SYSTEM)
    opened = records(SYSTEM, "campaign_engagement_lift", scope=scope, window=GROWN, grain=Grain.ALL)
    assert (opened.counted, opened.left_out) == (5, 1)


def test_an_account_held_out_later_is_no_control(campaign: Campaign) -> None:
    reach(campaign, AccountFactory())
    hold_out(1, campaign=campaign, from_at=paris(2026, 3, 20))

    lift = of("campaign_engagement_lift")

    assert lift.status == "no_data"
    assert of(
        "campaign_engagement_lift", window=replace(MARCH, as_of=date(2026, 3, 10))
    ).status == ("not_measured")


# ---- programs ----


def program_of(number: int, worth: int, pipe: Pipe) -> Program:
    """Make a program that cost 80,000, of accounts of which each won a deal."""
    program: Program = ProgramFactory()
    for account in AccountFactory.create_batch(number):
        EnrolmentFactory(account=account, program=program, from_at=paris(2025, 12, 1))
        win(account, worth, pipe)
    SpendFactory(
        campaign=None, program=program, amount=80_000, category="media", spent_on=date(2025, 12, 1)
    )
    return program


def win(account: Account, worth: int, pipe: Pipe, at: Any = WON_AT) -> None:
    pipe.deal(account, ("accepted", paris(2026, 1, 10)), ("won", at), worth=2 * worth)


def margin(program: Program) -> None:
    PlanAssumptionFactory(
        key="margin", program=program, account=None, value="0.6", from_at=paris(2025, 1, 1)
    )


def roi(program: Program, window: Any = MARCH) -> Answer:
    return ask("abm_roi_incremental", program=program, window=window)


def test_the_worked_example_returns_a_hundred_and_twenty_five_percent() -> None:
    pipe = Pipe()
    program = program_of(20, 50_000, pipe)
    margin(program)
    for account in hold_out(10, campaign=None, program=program):
        win(account, 35_000, pipe)

    answer = roi(program)

    assert (answer.status, answer.value, answer.n) == ("ok", pytest.approx(125), 30)
    assert (answer.low, answer.high) == (pytest.approx(125), pytest.approx(125))
    assert ask("abm_roi_incremental").value == pytest.approx(125)
    assert "10 accounts held out" in sentence(answer)


def test_without_a_control_group_no_return_is_caused() -> None:
    program = program_of(10, 50_000, Pipe())
    margin(program)

    answer = roi(program)

    assert (answer.status, sentence(answer)) == ("not_measured", "Not measured: no control group.")


def test_fewer_than_ten_accounts_on_a_side_tell_nothing() -> None:
    program = program_of(10, 50_000, Pipe())
    margin(program)
    hold_out(9, campaign=None, program=program)

    answer = roi(program)

    assert (answer.status, answer.value) == ("no_data", None)
    assert sentence(answer).startswith("Too few accounts to compare: 9 on one side")


def test_a_win_without_a_margin_leaves_no_return_and_nobody_winning_is_too_early() -> None:
    pipe = Pipe()
    program = program_of(10, 50_000, pipe)
    hold_out(10, campaign=None, program=program)
    assert (roi(program).status, roi(program).value) == ("incomplete", None)

    margin(program)
    february = replace(MARCH, start=date(2026, 2, 1), end=date(2026, 3, 1))
    assert (roi(program, february).status, roi(program, february).value) == ("immature", -100)


def test_wins_before_the_control_group_began_and_outside_it_count_on_neither_side() -> None:
    pipe = Pipe()
    program = program_of(10, 50_000, pipe)
    margin(program)
    held_out = hold_out(11, campaign=None, program=program, from_at=paris(2026, 2, 1))
    for stay in program.enrolments.unscoped("a test").select_related("account"):
        win(stay.account, 1_000_000, pipe, at=paris(2026, 1, 20))
    win(held_out[0], 1_000_000, pipe, at=paris(2026, 1, 20))
    EnrolmentFactory(account=held_out[-1], program=program, from_at=paris(2026, 3, 1))

    answer = roi(program)

    gain = Decimal(50_000) * 10 / 11 * Decimal("0.6") * 11
    assert answer.value == pytest.approx(float(100 * (gain - 80_000) / 80_000))
    assert answer.exclusions == {"was_in_it": 1}
