"""The worked examples of renewals and of customers who stay, told as records; rows 24, 28 and 1."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Contract
from accounts.queries.renewals import run_off
from metrics.calc.money import quantized
from metrics.catalogue.words import Grain
from metrics.queries.opening import named, records
from metrics.queries.scope import Scope
from metrics.queries.window import Window
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    ContactFactory,
    ContractFactory,
    ContractTermsFactory,
    DataFeedFactory,
    FxRateFactory,
    MembershipFactory,
    ParameterSetFactory,
    PlanAssumptionFactory,
    ProgramFactory,
    ResponseFactory,
    TouchFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, ZONE, ask

pytestmark = pytest.mark.django_db

HALF_YEAR = Window(start=date(2026, 1, 1), end=date(2026, 7, 1), as_of=date(2026, 6, 30), zone=ZONE)
HALF_YEAR_IN_MARCH = replace(HALF_YEAR, as_of=date(2026, 3, 31))
THOUSAND = 1000


@pytest.fixture(autouse=True)
def feeds() -> None:
    for record_type in ("contract", "response", "email"):
        DataFeedFactory(record_type=record_type)


def contract(
    account: Account,
    acv: object,
    due: date | None = date(2026, 3, 15),
    *,
    renewed: object = None,
    signed_at: Any = None,
    **terms: Any,
) -> Contract:
    """Return a contract that was signed a year ago, and may be renewed by another one."""
    row = ContractFactory(account=account)
    ContractTermsFactory(contract=row, occurred_at=paris(2025, 3, 1), due_on=due, acv=acv, **terms)
    if renewed is not None:
        new = ContractFactory(account=account, renewal_of=row)
        ContractTermsFactory(
            contract=new, occurred_at=signed_at or paris(2026, 3, 10), acv=renewed, **terms
        )
    return row


def said(row: Contract, status: str, at: Any) -> None:
    ContractTermsFactory(contract=row, status=status, occurred_at=at, acv=None, currency="")


def five_due(account: Account) -> None:
    """Two renewed, one of them for less, one lost, one renewed for more, and one still open."""
    contract(account, 100 * THOUSAND, renewed=100 * THOUSAND)
    contract(account, 200 * THOUSAND, renewed=150 * THOUSAND)
    said(contract(account, 50 * THOUSAND), "refused", paris(2026, 3, 1))
    contract(account, 80 * THOUSAND)
    contract(account, 70 * THOUSAND, renewed=90 * THOUSAND)


def test_what_was_protected_stands_against_the_accepted_run_off() -> None:
    account = AccountFactory()
    five_due(account)
    PlanAssumptionFactory(account=account, value="0.15")

    def value(key: str) -> Any:
        return ask(key, account=account).value

    assert value("protected_renewal_revenue") == 320_000
    assert round(value("runoff_rate_actual"), 1) == 23.8
    assert round(value("runoff_rate_accepted"), 6) == 15
    assert value("protected_vs_accepted") == -37_000
    assert value("protected_vs_accepted_worst") == -105_000
    assert value("protected_vs_accepted_best") == -25_000
    assert value("renewal_open_value") == 80_000


def test_a_wider_acceptance_leaves_it_undecided() -> None:
    account = AccountFactory()
    five_due(account)
    PlanAssumptionFactory(account=account, value="0.25")

    found = [
        ask(f"protected_vs_accepted{suffix}", account=account).value
        for suffix in ("", "_worst", "_best")
    ]

    assert found == [5_000, -55_000, 25_000]


def test_nothing_is_accepted_to_be_lost_without_anybody_saying_so() -> None:
    account = AccountFactory()
    five_due(account)

    gap, rate = (
        ask(key, account=account) for key in ("protected_vs_accepted", "runoff_rate_accepted")
    )

    assert (gap.value, gap.status, gap.exclusions) == (None, "incomplete", {"no_accepted_rate": 4})
    assert (rate.value, rate.exclusions) == (None, {"no_accepted_rate": 5})
    assert ask("protected_renewal_revenue", account=account).value == 320_000


def test_no_contract_due_is_no_zero() -> None:
    account = AccountFactory()
    contract(account, 100, due=date(2026, 4, 1))

    for key in ("protected_renewal_revenue", "renewal_open_value", "runoff_rate_actual",
                "protected_vs_accepted"):  # fmt: skip
        assert ask(key, account=account).status == "no_data", key


def test_the_rate_of_a_program_is_that_of_its_accounts_by_their_worth() -> None:
    program = ProgramFactory()
    first, second = AccountFactory.create_batch(2, programs=[program])
    contract(first, 300, renewed=300)
    contract(second, 100, renewed=100)
    PlanAssumptionFactory(account=None, program=program, value="0.10")
    PlanAssumptionFactory(account=second, value="0.50")

    assert round(ask("runoff_rate_accepted", program=program).value or 0, 6) == 20
    assert ask("protected_vs_accepted", program=program).value == 80
    assert ask("protected_vs_accepted").value == 80


def test_a_late_signature_restates_the_cohort_of_the_day_it_was_due() -> None:
    account = AccountFactory()
    contract(account, 100, date(2026, 3, 1), renewed=100, signed_at=paris(2026, 6, 15))
    PlanAssumptionFactory(account=account, value="0")

    def at(day: date) -> tuple[Any, Any]:
        window = replace(MARCH, as_of=day)
        return tuple(
            ask(key, account=account, window=window).value
            for key in ("protected_renewal_revenue", "runoff_rate_actual")
        )

    assert at(date(2026, 5, 30)) == (0, None)  # the 90th day: open
    assert at(date(2026, 5, 31)) == (0, 100)
    assert at(date(2026, 6, 15)) == (100, 0)


def test_an_early_renewal_belongs_to_the_original_day_even_before_it() -> None:
    account = AccountFactory()
    contract(account, 100, date(2026, 3, 31), renewed=120, signed_at=paris(2026, 3, 2))
    contract(account, 40, date(2026, 3, 30))
    window = replace(MARCH, as_of=date(2026, 3, 10))

    assert ask("protected_renewal_revenue", account=account, window=window).value == 100
    assert ask("renewal_open_value", account=account, window=window).value == 40


def test_a_later_day_signed_within_a_contract_renews_it_too() -> None:
    account = AccountFactory()
    row = contract(account, 100, date(2026, 3, 15))
    ContractTermsFactory(
        contract=row, occurred_at=paris(2026, 3, 12), due_on=date(2027, 3, 15), acv=90
    )

    found = ask("protected_renewal_revenue", account=account)
    opened = records(
        SYSTEM,
        "protected_renewal_revenue",
        scope=Scope.of_accounts(SYSTEM, [account]),
        window=MARCH,
    )

    assert (found.value, found.n) == (90, 1)
    assert [(row.detail, row.amount) for row in named(opened.rows)] == [("Extended", 100)]


def test_two_that_renew_one_count_together_up_to_what_it_was_worth() -> None:
    account = AccountFactory()
    row = contract(account, 100, renewed=60)
    other = ContractFactory(account=account, renewal_of=row)
    ContractTermsFactory(contract=other, occurred_at=paris(2026, 3, 20), acv=70)

    assert ask("protected_renewal_revenue", account=account).value == 100


def join(*olds: Contract, acv: object, at: Any = None) -> Contract:
    """Let one new contract carry several on."""
    new = ContractFactory(account=olds[0].account)
    ContractTermsFactory(contract=new, occurred_at=at or paris(2026, 3, 10), acv=acv)
    for old in olds:
        old.renewed_by = new
        old.save(update_fields={"renewed_by"})
    return new


def test_one_that_renews_several_is_shared_out_by_what_they_were_worth() -> None:
    account = AccountFactory()
    small, large = contract(account, 100), contract(account, 300, due=date(2026, 3, 25))
    join(small, large, acv=320)

    page = run_off(SYSTEM, account, first=MARCH.start, last=MARCH.as_of, as_of=MARCH.as_of)

    assert ask("protected_renewal_revenue", account=account).value == 320
    assert page is not None
    assert [due.protected for due in page.dues] == [80, 240]
    assert ask("runoff_rate_actual", account=account).value == 20


def test_one_for_more_than_they_were_worth_protects_each_of_them_whole() -> None:
    account = AccountFactory()
    olds = [contract(account, worth) for worth in ("33.33", "66.66", "0.01")]
    join(*olds, acv=150)

    found = ask("protected_renewal_revenue", account=account)

    assert (found.value, found.n) == (100, 3)
    assert ask("runoff_rate_actual", account=account).value == 0


def test_of_several_one_of_unknown_worth_leaves_them_unknown() -> None:
    account = AccountFactory()
    join(contract(account, 100), contract(account, None, currency=""), acv=90)

    found = ask("protected_renewal_revenue", account=account)

    assert (found.value, found.status) == (None, "incomplete")
    assert found.exclusions == {"missing_amount": 2}


def test_a_renewal_said_from_both_ends_is_one() -> None:
    account = AccountFactory()
    row = contract(account, 100, renewed=60)
    row.renewed_by = Contract.objects.visible_to(SYSTEM).get(renewal_of=row)
    row.save(update_fields={"renewed_by"})

    assert ask("protected_renewal_revenue", account=account).value == 60


def test_days_of_grace_are_set() -> None:
    account = AccountFactory()
    contract(account, 100, due=date(2026, 1, 10))
    assert ask("renewal_open_value", account=account, window=HALF_YEAR_IN_MARCH).value == 100

    ParameterSetFactory(values={"renewal_grace_days": 60})

    assert ask("renewal_open_value", account=account, window=HALF_YEAR_IN_MARCH).value == 0
    page = run_off(SYSTEM, account, first=HALF_YEAR.start, last=MARCH.as_of, as_of=MARCH.as_of)
    assert page is not None
    assert [due.state for due in page.dues] == ["due_overdue"]


def test_both_sides_take_the_rate_of_the_due_day() -> None:
    account = AccountFactory()
    FxRateFactory(base="USD", quote="EUR", from_on=date(2026, 1, 1), rate="0.9")
    FxRateFactory(base="USD", quote="EUR", from_on=date(2026, 3, 16), rate="0.5")
    contract(account, 100, renewed=100, currency="USD")
    contract(account, 100, renewed=100, currency="XAU")

    found = ask("protected_renewal_revenue", account=account)

    assert (found.value, found.status) == (90, "incomplete")
    assert found.exclusions == {"missing_rate": 1}
    assert ask("runoff_rate_actual", account=account).value == 0


def test_abm_was_there_where_a_member_of_a_group_answered_in_ninety_days() -> None:
    program = ProgramFactory()
    seen, unseen, new = AccountFactory.create_batch(3, programs=[program])
    late = AccountFactory()
    for account in (seen, unseen, new, late):
        contract(account, 100, renewed=100)
        who = ContactFactory(account=account)
        if account != unseen:
            MembershipFactory(group=BuyingGroupFactory(account=account), contact=who)
        TouchFactory(
            account=account, contact=who, type="email_clicked", occurred_at=paris(2026, 2, 3)
        )

    assert ask("protected_renewal_revenue_abm").value == 200
    assert ask("protected_renewal_revenue_abm", account=late).value == 0


# ---- row 28 ------------------------------------------------------------------------------------


def test_four_of_fifty_customers_are_gone() -> None:
    program = ProgramFactory()
    for place in range(50):
        row = contract(AccountFactory(programs=[program]), 200 * THOUSAND, due=None)
        if place < 4:
            said(row, "ended", paris(2026, 2, 3))
    contract(AccountFactory(programs=[program]), 1, due=None, starts_on=date(2026, 3, 1))

    lost = ask("attrition_rate", program=program, window=HALF_YEAR)
    kept = ask("retention_rate", program=program, window=HALF_YEAR)

    assert (lost.value, lost.n) == (8, 50)
    assert (round(float(lost.low or 0), 1), round(float(lost.high or 0), 1)) == (3.2, 18.8)
    assert kept.value == 92
    assert ask("attrition_and_retention", program=program, window=HALF_YEAR).value == 8


def test_gross_and_net_revenue_retention_of_ten_million() -> None:
    program = ProgramFactory()
    for before, after in ((4_000, 3_400), (900, None), (4_100, 5_900), (1_000, 1_000)):
        row = contract(AccountFactory(programs=[program]), before * THOUSAND, due=None)
        if after is None:
            said(row, "ended", paris(2026, 4, 1))
        elif after != before:
            ContractTermsFactory(contract=row, occurred_at=paris(2026, 4, 1), acv=after * THOUSAND)

    found = {
        key: ask(key, program=program, window=HALF_YEAR).value
        for key in ("gross_revenue_retention", "net_revenue_retention", "revenue_attrition_rate")
    }

    assert {key: round(float(value or 0), 9) for key, value in found.items()} == {
        "gross_revenue_retention": 85,
        "net_revenue_retention": 103,
        "revenue_attrition_rate": 15,
    }


def test_an_account_of_its_own_has_revenue_rates_and_no_logo_rate() -> None:
    account = AccountFactory()
    row = contract(account, 100, due=None)
    ContractTermsFactory(contract=row, occurred_at=paris(2026, 3, 2), acv=80)

    assert ask("gross_revenue_retention", account=account).value == 80
    assert ask("attrition_rate", account=account).status == "not_applicable"
    assert ask("gross_revenue_retention", account=AccountFactory()).status == "no_data"


def test_whoever_waits_for_a_signature_or_comes_back_is_not_lost() -> None:
    waiting, back, gone = AccountFactory.create_batch(3)
    contract(waiting, 100, due=date(2026, 3, 1))
    row = contract(back, 100, due=None)
    said(row, "ended", paris(2026, 3, 2))
    ContractTermsFactory(
        contract=ContractFactory(account=back), occurred_at=paris(2026, 3, 20), acv=50
    )
    said(contract(gone, 100, due=date(2026, 3, 10)), "refused", paris(2026, 2, 1))

    lost = ask("attrition_rate")
    opened = records(
        SYSTEM, "attrition_rate", scope=Scope.everything(SYSTEM), window=MARCH, grain=Grain.ALL
    )

    assert (lost.numerator, lost.denominator) == (1, 3)
    assert sorted(row.detail for row in named(opened.rows)) == [
        "No longer a customer", "Still a customer", "Waits for a signature",
    ]  # fmt: skip


def test_prices_that_rise_by_contract_are_no_growth() -> None:
    account = AccountFactory()
    row = contract(account, 100, due=None)
    ContractTermsFactory(contract=row, occurred_at=paris(2026, 3, 2), acv=105, is_indexation=True)
    ContractTermsFactory(contract=row, occurred_at=paris(2026, 3, 20), acv=125)

    assert ask("net_revenue_retention", account=account).value == 120
    assert ask("gross_revenue_retention", account=account).value == 100


def test_one_that_carries_several_on_keeps_their_customer_once() -> None:
    account = AccountFactory()
    olds = [contract(account, worth, due=date(2026, 3, 20)) for worth in (100, 50)]
    join(*olds, acv=160)

    assert ask("net_revenue_retention", account=account).value == pytest.approx(320 / 3)
    assert ask("gross_revenue_retention", account=account).value == 100


def test_a_renewal_that_has_begun_carries_its_contract_on() -> None:
    account = AccountFactory()
    row = contract(account, 100, due=date(2026, 3, 31))
    new = ContractFactory(account=account, renewal_of=row)
    ContractTermsFactory(
        contract=new, occurred_at=paris(2026, 2, 1), starts_on=date(2026, 3, 15), acv=90
    )

    assert ask("net_revenue_retention", account=account).value == 90


# ---- row 1 -------------------------------------------------------------------------------------


def test_the_revenue_of_those_who_answered() -> None:
    program = ProgramFactory()
    first, second, third = AccountFactory.create_batch(3, programs=[program])
    for account, worth in ((first, 60), (second, 20)):
        contract(account, worth, due=None)
    for account in (first, third):
        ResponseFactory(account=account, score=9, responded_at=paris(2026, 3, 5))

    found = ask("nps_revenue_coverage", program=program)

    assert (found.value, found.n) == (75, 2)
    assert ask("nps_revenue_coverage", account=first).status == "not_applicable"


def test_money_is_exact_to_the_cent() -> None:
    account = AccountFactory()
    contract(account, "100.335", renewed="66.665")

    assert ask("protected_renewal_revenue", account=account).value == Decimal("66.66")


# ---- the page of deals -------------------------------------------------------------------------


def test_the_page_of_deals_says_the_same_to_the_cent() -> None:
    account = AccountFactory(programs=[ProgramFactory()])
    other = AccountFactory(merged_into=account)
    FxRateFactory(base="USD", quote="EUR", from_on=date(2026, 1, 1), rate="0.9137")
    contract(account, "100.335", renewed="66.665")
    contract(other, "333.33", renewed=500, currency="USD")
    said(contract(account, "71.11"), "refused", paris(2026, 3, 1))
    contract(account, "80.80", due=date(2026, 3, 31))
    contract(account, None, currency="")
    PlanAssumptionFactory(account=account, value="0.15")

    page = run_off(SYSTEM, account, first=MARCH.start, last=date(2026, 3, 31), as_of=MARCH.as_of)

    def value(key: str) -> Any:
        return ask(key, account=account).value

    assert page is not None
    assert quantized(page.kept, "EUR") == value("protected_renewal_revenue")
    assert quantized(page.ahead, "EUR") == value("renewal_open_value")
    assert quantized(page.room, "EUR") == value("protected_vs_accepted_best")
    assert float(page.rate or 0) == pytest.approx(value("runoff_rate_actual"))
    assert float(page.accepted or 0) == pytest.approx(value("runoff_rate_accepted"))
    assert (page.unknown, page.code) == (1, "off_track")
