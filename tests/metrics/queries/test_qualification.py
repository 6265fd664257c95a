"""The worked examples of qualified accounts, what they cost and what became of them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Program
from metrics.catalogue.words import Grain
from metrics.phrases import sentence
from metrics.queries.engine import live_answers
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    CampaignFactory,
    CampaignTargetFactory,
    ContactFactory,
    DataFeedFactory,
    FxRateFactory,
    MembershipFactory,
    ParameterSetFactory,
    ProgramFactory,
    QualificationFactory,
    SpendFactory,
    TouchFactory,
)
from tests.factories.dates import LONG_AGO, paris
from tests.metrics.queries.stories import MARCH, Pipe, ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def feeds() -> None:
    for record_type in ("opportunity", "spend", "email"):
        DataFeedFactory(record_type=record_type)


@pytest.fixture
def program() -> Program:
    return ProgramFactory()


def qualified(program: Program, at: datetime, account: Any = None, **fields: Any) -> Account:
    account = account or AccountFactory(programs=[program])
    QualificationFactory(account=account, program=program, qualified_at=at, **fields)
    return account


def spent(amount: object, program: Program, **fields: Any) -> None:
    amount = Decimal(str(amount))
    given = {"campaign": None, "spent_on": date(2026, 3, 10), **fields}
    SpendFactory(program=program, amount=amount, **given)


# ---- row 20 ------------------------------------------------------------------------------------


def test_the_cost_of_a_qualified_account(program: Program) -> None:
    for day in (3, 9, 12, 31):
        qualified(program, paris(2026, 3, day))
    qualified(program, paris(2026, 2, 27))
    qualified(ProgramFactory(), paris(2026, 3, 5))
    spent(12_000, program)
    spent(700, program, category="tool")
    spent(90, program, spent_on=date(2026, 4, 1))

    found = ask("cost_per_mqa", program=program)

    assert (found.value, found.n, found.currency) == (3000, 4, "EUR")
    assert (round(float(found.low or 0)), round(float(found.high or 0))) == (1172, 11011)
    assert found.exclusions == {"other_category": 1}
    assert found.settings == (0, 0)
    assert ask("mqa_count", program=program).value == 4
    assert "4 accounts qualified, at a cost of" in sentence(found)
    ParameterSetFactory(program=program, values={"cost_basis": "full"})
    assert ask("cost_per_mqa", program=program).value == 3175
    assert ask("cost_per_mqa", account=AccountFactory()).status == "not_applicable"


def test_no_qualified_account_has_no_cost_and_unknown_is_not_zero(program: Program) -> None:
    AccountFactory(programs=[program])
    spent(400, program)
    nothing = ask("cost_per_mqa", program=program)

    assert (nothing.value, nothing.status, nothing.numerator) == (None, "no_data", 400)
    qualified(program, paris(2026, 3, 5))
    spent(1, program, currency="USD")
    part = ask("cost_per_mqa", program=program)
    assert (part.value, part.status) == (400, "incomplete")
    FxRateFactory(base="USD", quote="EUR", rate=Decimal(2), from_on=date(2026, 1, 1))
    assert ask("cost_per_mqa", program=program).value == 402


def test_an_account_qualified_for_two_programs_at_once_counts_once_together(
    program: Program,
) -> None:
    other = ProgramFactory()
    account = AccountFactory(programs=[program, other])
    twin = AccountFactory(merged_into=account)
    qualified(program, paris(2026, 3, 5), account)
    qualified(other, paris(2026, 3, 5), twin)
    qualified(other, paris(2026, 3, 20), account)

    assert ask("mqa_count", account=account).value == 2
    assert ask("mqa_count").value == 2
    assert [ask("mqa_count", program=each).value for each in (program, other)] == [1, 2]
    assert ask("mqa_open").value == 1


def test_who_is_qualified_now(program: Program) -> None:
    account = qualified(program, paris(2026, 1, 5), ended_at=paris(2026, 3, 10))
    qualified(program, paris(2026, 3, 31, 23))
    qualified(program, paris(2026, 4, 1))

    march = ask("mqa_open", program=program)
    earlier = replace(MARCH, as_of=date(2026, 3, 5))

    assert (march.value, march.exclusions) == (1, {"qualified_before": 1})
    assert ask("mqa_open", program=program, window=earlier).value == 1
    assert ask("mqa_open", account=account).value == 0
    assert ask("mqa_open", account=account, window=earlier).value == 1


def test_what_was_known_of_a_qualification(program: Program) -> None:
    qualified(
        program, paris(2026, 3, 5), recorded_at=paris(2026, 3, 6), voided_at=paris(2026, 3, 20)
    )
    known = replace(MARCH, known_at=date(2026, 3, 10))

    assert ask("mqa_count", program=program, window=known).value == 1
    assert ask("mqa_count", program=program).value == 0
    opened = records(
        SYSTEM,
        "mqa_count",
        scope=Scope.of_program(SYSTEM, program),
        window=known,
        grain=Grain.PROGRAM,
    )
    assert [(row.detail, row.at) for row in opened.rows] == [("depth", paris(2026, 3, 5))]


def test_accounts_on_the_list_of_a_campaign_count_for_it(program: Program) -> None:
    campaign = CampaignFactory(program=program)
    aimed = qualified(program, paris(2026, 3, 5))
    left = qualified(program, paris(2026, 3, 6))
    CampaignTargetFactory(campaign=campaign, account=aimed, from_at=LONG_AGO)
    CampaignTargetFactory(
        campaign=campaign, account=left, from_at=LONG_AGO, to_at=paris(2026, 3, 1)
    )
    SpendFactory(campaign=campaign, amount=250, spent_on=date(2026, 3, 2))
    answers = live_answers(
        SYSTEM,
        ["mqa_count", "cost_per_mqa"],
        scope=Scope.of_campaign(SYSTEM, campaign),
        window=MARCH,
        grain=Grain.CAMPAIGN,
    )

    assert answers.one(campaign.pk, "mqa_count").value == 1
    assert answers.one(campaign.pk, "cost_per_mqa").value == 250


# ---- row 21 ------------------------------------------------------------------------------------


def test_opportunities_qualified_by_marketing(program: Program) -> None:
    pipe = Pipe()
    first = qualified(program, paris(2026, 2, 20))
    pipe.deal(first, ("contacted", paris(2026, 3, 5)), ("accepted", paris(2026, 3, 18)), worth=100)
    late = qualified(program, paris(2026, 3, 9))
    pipe.deal(late, ("contacted", paris(2026, 3, 2)), ("accepted", paris(2026, 3, 20)), worth=7)
    again = qualified(program, paris(2025, 12, 1))
    pipe.deal(
        again,
        ("contacted", paris(2026, 1, 2)),
        ("accepted", paris(2026, 1, 10)),
        ("contacted", paris(2026, 2, 1)),
        ("accepted", paris(2026, 3, 10)),
        worth=9,
    )
    ended = qualified(program, paris(2025, 6, 1), ended_at=paris(2025, 9, 20))
    pipe.deal(ended, ("accepted", paris(2026, 3, 12)), worth=[(paris(2026, 3, 14), 55)])
    direct = qualified(program, paris(2026, 2, 1))
    amounts = [(paris(2026, 3, 3), 40), (paris(2026, 3, 9), 4000)]
    pipe.deal(direct, ("accepted", paris(2026, 3, 3)), worth=amounts)
    gone = qualified(program, paris(2025, 6, 1), ended_at=paris(2025, 8, 1))
    pipe.deal(gone, ("accepted", paris(2026, 3, 12)), worth=66)
    pipe.deal(first, ("accepted", paris(2026, 3, 12)), worth=5, type="renewal")
    pipe.deal(
        direct,
        ("accepted", paris(2026, 3, 13)),
        ("lost", paris(2026, 3, 14)),
        reason="duplicate",
        worth=6,
    )
    spent(12_000, program)

    found = ask("mqo_count", program=program)

    assert found.value == 3
    assert found.exclusions == {"not_by_marketing": 2, "renewal": 1, "duplicate": 1}
    cost = ask("cost_per_mqo", program=program)
    assert (cost.value, round(cost.low or 0), round(cost.high or 0)) == (4000, 1369, 19396)
    worth = ask("mqo_value", program=program)
    assert (worth.value, worth.n, worth.status) == (140, 2, "incomplete")
    assert ask("mqo_count", account=first).value == 1


def test_by_the_loose_rule_an_answer_of_the_group_is_enough(program: Program) -> None:
    ParameterSetFactory(program=program, values={"mqo_rule": "response"})
    pipe = Pipe()
    account = AccountFactory(programs=[program])
    group = BuyingGroupFactory(account=account)
    inside, outside = ContactFactory(account=account), ContactFactory(account=account)
    MembershipFactory(group=group, contact=inside, from_at=LONG_AGO)
    pipe.deal(account, ("accepted", paris(2026, 3, 5)), worth=1, group=group)
    for contact, owner, at in (
        (outside, "marketing", paris(2026, 2, 1)),
        (inside, "sales", paris(2026, 2, 1)),
        (inside, "marketing", paris(2025, 8, 1)),
        (inside, "marketing", paris(2026, 3, 6)),
    ):
        TouchFactory(account=account, contact=contact, owner=owner, occurred_at=at, type="download")
    assert ask("mqo_count", program=program).value == 0

    TouchFactory(
        account=account, contact=inside, occurred_at=paris(2025, 12, 1), type="form_submitted"
    )

    assert ask("mqo_count", program=program).value == 1


# ---- row 27 ------------------------------------------------------------------------------------


def test_what_became_of_qualified_accounts(program: Program) -> None:
    pipe = Pipe()
    year = replace(MARCH, start=date(2025, 1, 1), end=date(2026, 4, 1))
    mature = [qualified(program, paris(2025, 5, 1)) for _each in range(12)]
    young = [qualified(program, paris(2026, 2, 1)) for _each in range(8)]
    for account in mature[:5]:
        pipe.deal(account, ("contacted", paris(2025, 7, 1)))
    pipe.deal(mature[5], ("contacted", paris(2025, 4, 30)))
    pipe.deal(mature[6], ("contacted", paris(2025, 5, 1) + timedelta(days=181)))
    pipe.deal(mature[7], ("contacted", paris(2025, 6, 1)), type="renewal")
    pipe.deal(young[0], ("contacted", paris(2026, 2, 2)))

    rate = ask("conversion_rate", program=program, window=year)
    so_far = ask("conversion_rate_so_far", program=program, window=year)

    assert (round(float(rate.value or 0), 1), rate.n, rate.status) == (41.7, 12, "ok")
    assert (round(rate.low or 0, 1), round(rate.high or 0, 1)) == (19.3, 68.0)
    assert rate.exclusions == {"maturing": 8}
    assert (so_far.value, so_far.n, so_far.status) == (30, 20, "immature")
    assert (round(so_far.low or 0, 1), round(so_far.high or 0, 1)) == (14.5, 51.9)
    assert ask("conversion_and_close_rate", program=program, window=year).value == rate.value
    assert ask("conversion_rate", account=young[0], window=year).status == "immature"
    assert ask("conversion_rate", program=program).status == "no_data"
