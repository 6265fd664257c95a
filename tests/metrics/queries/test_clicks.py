"""Rows 2 and 19: new accounts reached, and what clicks cost, told as records and measured."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM, Actor
from metrics.catalogue.words import Grain
from metrics.phrases import sentence
from metrics.queries.answer import Answer
from metrics.queries.asking import Question, answered
from metrics.queries.engine import live_answers
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    AdDeliveryFactory,
    CampaignFactory,
    DataFeedFactory,
    EnrolmentFactory,
    FxRateFactory,
    ProgramFactory,
    SpendFactory,
    TouchFactory,
    UserFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

FIFTH = date(2026, 3, 5)


def ad(account: Any, impressions: int, clicks: int = 0, **fields: Any) -> None:
    told = {"day": FIFTH, "impressions": impressions, "clicks": clicks} | fields
    AdDeliveryFactory(account=account, **told)


def spend(amount: object, **fields: Any) -> None:
    told = {"spent_on": FIFTH, "source": "linkedin", "amount": amount} | fields
    SpendFactory(**told)


def of(key: str, scope: str, actor: Actor = SYSTEM, **where: str) -> Answer:
    march = {"start": MARCH.start, "end": MARCH.end, "as_of": MARCH.as_of}
    return answered(actor, Question(indicator=key, scope=scope, where=where, **march)).answer


# ---- row 19 ------------------------------------------------------------------------------------


def test_spend_follows_impressions_and_a_rate_is_no_mean_of_rates() -> None:
    program = ProgramFactory()
    a, b, c = AccountFactory.create_batch(3, programs=[program])
    spring = CampaignFactory(name="Spring", program=program)
    ad(a, 6000, 8, campaign=spring)
    ad(b, 4000, 2, campaign=spring)
    spend(400, campaign=spring)
    autumn = CampaignFactory(program=program)
    ad(c, 1000, campaign=autumn, source="network")
    spend(25, campaign=autumn, source="network")

    assert ask("cost_per_click", account=a).value == Decimal("30.00")
    assert ask("cost_per_click", account=b).value == Decimal("80.00")
    of_source = of("cost_per_click", "source:linkedin")
    assert (of_source.value, of_source.n, of_source.method) == (Decimal("40.00"), 10, "poisson")
    assert (of_source.low, of_source.high) == (Decimal("21.75"), Decimal("83.41"))
    assert of("cost_per_click", "campaign:Spring").value == Decimal("40.00")
    assert of("cost_per_click", "all", source="linkedin").value == Decimal("40.00")
    nothing = ask("cost_per_click", account=c)
    assert (nothing.value, nothing.status, nothing.numerator) == (None, "no_data", 25)
    assert sentence(nothing) == "€25 spent, no click."
    assert ask("cost_per_click", program=program).value == Decimal("42.50")
    assert ask("cpc_unallocated_spend", program=program).value == 0


def test_what_is_billed_by_click_follows_clicks_and_cents_are_never_lost() -> None:
    accounts = AccountFactory.create_batch(3)
    spring = CampaignFactory(name="Spring")
    for account in accounts:
        ad(account, 100, 5, invalid_clicks=4, campaign=spring)
    ad(None, 9000, campaign=spring)
    spend(100, campaign=spring, is_billed_by_click=True)

    parts = [ask("cost_per_click", account=each).numerator for each in accounts]

    assert [float(part or 0) for part in parts] == [33.34, 33.33, 33.33]
    assert of("cpc_unallocated_spend", "campaign:Spring").value == 0
    assert of("cost_per_click", "campaign:Spring").value == Decimal("33.33")


def test_what_falls_to_no_account_stays_with_campaign_source_program_and_all() -> None:
    program, other = ProgramFactory.create_batch(2)
    account = AccountFactory(programs=[program])
    spring = CampaignFactory(name="Spring", program=program)
    ad(account, 250, 5, campaign=spring)
    ad(None, 750, 5, campaign=spring)
    spend(100, campaign=spring)
    spend(30, campaign=spring, spent_on=date(2026, 3, 6))
    spend(7, campaign=None, program=other, source="")
    spend(1000, campaign=spring, category="agency")

    assert of("cpc_unallocated_spend", "campaign:Spring").value == 105
    assert ask("cpc_unallocated_spend", program=program).value == 105
    assert ask("cpc_unallocated_spend", program=other).value == 7
    assert ask("cpc_unallocated_spend").value == 112
    assert ask("cpc_unallocated_spend", account=account).status == "not_applicable"
    assert ask("cost_per_click", account=account).value == 5
    assert of("cost_per_click", "campaign:Spring").value == 13
    opened = records(
        SYSTEM,
        "cost_per_click",
        scope=Scope.of_program(SYSTEM, program),
        window=MARCH,
        grain=Grain.PROGRAM,
    )
    worth = sorted(row.amount for row in opened.rows if row.amount is not None)
    assert worth == [25, 30, 75]


def test_money_without_a_rate_is_left_out_and_a_refund_taken_off() -> None:
    account = AccountFactory()
    spring = CampaignFactory()
    ad(account, 100, 10, campaign=spring)
    spend(100, campaign=spring)
    spend(-20, campaign=spring)
    assert ask("cost_per_click", account=account).value == 8
    spend(100, campaign=spring, currency="USD")

    unsure = ask("cost_per_click", account=account)

    assert (unsure.value, unsure.status, unsure.exclusions) == (
        8,
        "incomplete",
        {"missing_rate": 1},
    )
    FxRateFactory(base="USD", quote="EUR", rate="0.9", from_on=date(2026, 1, 1))
    assert ask("cost_per_click", account=account).value == 17


def test_nothing_spent_is_zero_only_where_spend_would_be_known() -> None:
    account = AccountFactory()
    ad(account, 100, 10)
    assert ask("cost_per_click", account=account).status == "not_measured"
    DataFeedFactory(record_type="spend", source="linkedin")
    assert ask("cost_per_click", account=account).value == 0
    assert of("cost_per_click", "source:linkedin").value == 0
    assert ask("cpc_unallocated_spend").value == 0


def test_sponsored_messages_are_no_clicks_and_their_spend_is_left_out() -> None:
    account = AccountFactory()
    spring = CampaignFactory(name="Spring")
    ad(account, 100, 50, campaign=spring, format="message")
    ad(account, 100, 5, campaign=spring, day=date(2026, 3, 6))
    spend(70, campaign=spring)
    spend(10, campaign=spring, spent_on=date(2026, 3, 6))

    cost = of("cost_per_click", "campaign:Spring")

    assert (cost.value, cost.exclusions) == (2, {"message": 1})


def test_accounts_out_of_reach_keep_their_parts() -> None:
    seller = UserFactory(sales=True)
    mine, other = AccountFactory(team=[seller]), AccountFactory()
    spring = CampaignFactory()
    ad(mine, 100, 1, campaign=spring)
    ad(other, 300, 1, campaign=spring)
    spend(100, campaign=spring)

    assert of("cost_per_click", "all", Actor.of_person(seller)).value == 25
    assert of("cost_per_click", "all").value == 50


def test_parts_add_up_whatever_is_asked_together() -> None:
    accounts = AccountFactory.create_batch(7)
    twin = AccountFactory(merged_into=accounts[0])
    spring = CampaignFactory(name="Spring")
    for number, account in enumerate((*accounts, twin, None), start=1):
        ad(account, number * 7, number, campaign=spring)
    spend("99.97", campaign=spring)

    found = live_answers(
        SYSTEM, ["cost_per_click"], scope=Scope.everything(SYSTEM), window=MARCH
    ).column("cost_per_click")

    parts = sum(Decimal(str(answer.numerator)) for answer in found.values())
    assert parts + (of("cpc_unallocated_spend", "all").value or 0) == Decimal("99.97")
    alone = ask("cost_per_click", account=accounts[3])
    assert alone.numerator == found[accounts[3].pk].numerator


# ---- row 2 -------------------------------------------------------------------------------------


def test_new_accounts_are_reached_once_something_was_shown_to_them_since() -> None:
    program = ProgramFactory()
    a, b, c, d = AccountFactory.create_batch(4)
    for account in (a, b, c):
        EnrolmentFactory(account=account, program=program, from_at=paris(2026, 3, 10))
    EnrolmentFactory(account=d, program=program, from_at=paris(2026, 1, 1))
    TouchFactory(account=a, type="email_delivered", occurred_at=paris(2026, 4, 5))
    AdDeliveryFactory(account=b, day=date(2026, 3, 12), impressions=10)
    TouchFactory(account=c, type="email_delivered", occurred_at=paris(2026, 3, 9))
    TouchFactory(account=c, type="email_sent", occurred_at=paris(2026, 3, 20))
    TouchFactory(account=d, type="email_delivered", occurred_at=paris(2026, 3, 20))
    later = replace(MARCH, as_of=date(2026, 4, 30))

    assert ask("new_target_accounts", program=program, window=later).value == 3
    assert ask("new_target_accounts_reached", program=program, window=later).value == 2
    assert ask("new_target_accounts_reached", program=program).value == 1
    assert ask("new_target_accounts_reached", account=a, window=later).value == 1
    assert ask("new_target_accounts_reached", window=later).value == 2


def test_nobody_was_reached_only_where_we_would_have_been_told() -> None:
    account = AccountFactory()
    program = ProgramFactory()
    EnrolmentFactory(account=account, program=program, from_at=paris(2026, 3, 10))

    assert ask("new_target_accounts_reached", program=program).status == "not_measured"
    DataFeedFactory(record_type="ad")
    assert ask("new_target_accounts_reached", program=program).value == 0
