"""The worked examples of the indicators, told as records and measured by the engine."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import (
    AccountFactory,
    ContactFactory,
    DataFeedFactory,
    EnrolmentFactory,
    FxRateFactory,
    InvitationFactory,
    ProgramFactory,
    ResponseFactory,
    SurveyFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, Pipe, ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def feeds() -> None:
    for record_type in ("opportunity", "response", "invitation"):
        DataFeedFactory(record_type=record_type)


# ---- row 1 -------------------------------------------------------------------------------------


def test_nps_pools_the_answers_of_two_accounts() -> None:
    program = ProgramFactory()
    first, second = AccountFactory.create_batch(2, programs=[program])
    for score in (10, 9, 9, 8, 7, 6, 3, 10, 0, 9):
        ResponseFactory(account=first, score=score, responded_at=paris(2026, 3, 5))
    for score in (10, 9):
        ResponseFactory(account=second, score=score, responded_at=paris(2026, 3, 6))

    alone, few, pooled = (
        ask("nps", account=first),
        ask("nps", account=second),
        ask("nps", program=program),
    )

    assert (alone.value, alone.n) == (20, 10)
    assert (round(float(alone.low or 0), 1), round(float(alone.high or 0), 1)) == (-30.3, 61.1)
    assert (few.value, few.n, few.status) == (None, 2, "suppressed")
    assert ask("nps_promoters", account=second).value == 2
    assert (round(float(pooled.value or 0), 1), pooled.n) == (33.3, 12)
    assert (round(float(pooled.low or 0), 1), round(float(pooled.high or 0), 1)) == (-15.5, 68.9)
    assert ask("nps_account_weighted", program=program).value == 60
    assert [ask(f"nps_{kind}").value for kind in ("promoters", "passives", "detractors")] == [
        7,
        2,
        3,
    ]


def test_one_person_counts_once_with_the_latest_answer() -> None:
    account = AccountFactory()
    person = ContactFactory(account=account)
    twin = ContactFactory(account=account, merged_into=person)
    for day, score, contact in ((2, 0, person), (9, 10, twin), (3, 0, person)):
        ResponseFactory(
            account=account, contact=contact, score=score, responded_at=paris(2026, 3, day)
        )
    ResponseFactory(
        account=account, score=10, responded_at=paris(2026, 3, 5), respondent_kind="test"
    )

    promoters = ask("nps_promoters", account=account)

    assert promoters.value == 1
    assert ask("nps_detractors", account=account).value == 0
    assert ask("nps", account=account).exclusions == {"superseded": 2, "not_a_customer": 1}


def test_response_rate_matures_after_three_weeks() -> None:
    account, survey = AccountFactory(), SurveyFactory()
    for answered in (True, True, False, False, False):
        invitation = InvitationFactory(
            survey=survey,
            contact=ContactFactory(account=account),
            sent_at=paris(2026, 3, 1),
            delivered_at=paris(2026, 3, 1),
        )
        if answered:
            ResponseFactory(
                invitation=invitation,
                account=account,
                contact=invitation.contact,
                responded_at=paris(2026, 3, 20),
            )

    mature = ask("nps_response_rate", account=account)
    early = ask(
        "nps_response_rate", account=account, window=replace(MARCH, as_of=date(2026, 3, 18))
    )

    assert (mature.value, mature.numerator, mature.denominator, mature.status) == (40, 2, 5, "ok")
    assert (early.value, early.status, early.flags) == (0, "immature", ("partial",))
    assert ask("nps_account_coverage").value == 100
    assert ask("nps_account_coverage", account=account).status == "not_applicable"


# ---- row 2 -------------------------------------------------------------------------------------


def test_new_target_accounts_of_march() -> None:
    program = ProgramFactory()
    a, b, c, d = AccountFactory.create_batch(4)
    e = AccountFactory(merged_into=a)
    EnrolmentFactory(account=a, program=program, from_at=paris(2026, 3, 5))
    EnrolmentFactory(account=b, program=program, from_at=paris(2026, 1, 1), to_at=paris(2026, 2, 1))
    EnrolmentFactory(account=b, program=program, from_at=paris(2026, 3, 10))
    EnrolmentFactory(account=c, program=program, from_at=paris(2026, 3, 31, 23, 30))
    EnrolmentFactory(account=d, program=program, from_at=paris(2026, 4, 1))
    EnrolmentFactory(account=e, program=program, from_at=paris(2026, 3, 20))
    later = replace(MARCH, as_of=date(2026, 4, 30))

    new = ask("new_target_accounts", program=program, window=later)

    assert new.value == 2
    assert new.exclusions == {"re_enrolled": 1}
    assert ask("new_target_accounts_net", program=program, window=later).value == 2
    assert ask("new_target_accounts", account=a).value == 1
    assert ask("new_target_accounts", account=b).value == 0


def test_an_account_is_first_ever_in_one_program_alone() -> None:
    first, second = ProgramFactory.create_batch(2)
    account = AccountFactory()
    EnrolmentFactory(account=account, program=first, from_at=paris(2026, 2, 1))
    EnrolmentFactory(
        account=account, program=second, from_at=paris(2026, 3, 2), to_at=paris(2026, 3, 9)
    )

    assert ask("new_target_accounts", program=second).value == 1
    assert ask("new_target_accounts_first_ever", program=second).value == 0
    assert ask("new_target_accounts_net", program=second).value == 0
    assert ask("new_target_accounts").value == 1


def test_before_the_program_there_is_nothing_to_count() -> None:
    program = ProgramFactory()
    EnrolmentFactory(program=program, from_at=paris(2026, 4, 5))

    before = ask(
        "new_target_accounts", program=program, window=replace(MARCH, as_of=date(2026, 6, 1))
    )

    assert (before.value, before.status) == (None, "not_measured")


# ---- rows 22 and 23 ----------------------------------------------------------------------------


def test_two_opportunities_are_new_in_march() -> None:
    account, pipe = AccountFactory(), Pipe()
    new = pipe.deal(account, ("contacted", paris(2026, 3, 3)))
    pipe.deal(account, ("accepted", paris(2026, 3, 4)), type="expansion")
    pipe.deal(account, ("contacted", paris(2026, 3, 5)), type="renewal")
    pipe.deal(account, ("contacted", paris(2026, 3, 3)), merged_into=new)
    pipe.deal(
        account,
        ("contacted", paris(2025, 5, 1)),
        ("lost", paris(2025, 9, 1)),
        ("contacted", paris(2026, 3, 9)),
    )

    count = ask("new_opportunities_count", account=account)

    assert count.value == 2
    assert count.exclusions == {"renewal": 1, "duplicate": 1}
    assert ask("new_opportunities_count", account=account, where={"type": "expansion"}).value == 1
    assert ask("new_qualified_opportunities", account=account).value == 1


def test_new_pipeline_is_converted_at_dated_rates() -> None:
    account, pipe = AccountFactory(), Pipe()
    FxRateFactory(from_on=date(2026, 3, 1), rate=Decimal("0.90"))
    FxRateFactory(from_on=date(2026, 3, 20), rate=Decimal("0.92"))
    pipe.deal(
        account,
        ("contacted", paris(2026, 3, 3)),
        worth=[(paris(2026, 3, 3), 100_000), (paris(2026, 3, 15), 120_000)],
    )
    pipe.deal(account, ("contacted", paris(2026, 3, 4)), worth=(50_000, "USD"))
    pipe.deal(account, ("contacted", paris(2026, 3, 5)))

    now = ask("new_pipeline_value", account=account)
    then = ask("new_pipeline_value_at_creation", account=account)

    assert (now.value, now.status) == (Decimal("166000.00"), "incomplete")
    assert (now.n, now.exclusions, now.currency) == (2, {"missing_amount": 1}, "EUR")
    assert (then.value, then.status) == (Decimal("145000.00"), "incomplete")
    assert ask("new_pipeline_value_acv", account=account).value == Decimal("83000.00")
    assert ask("open_pipeline_value", account=account).value == Decimal("166000.00")


def test_an_amount_without_a_rate_is_left_out_and_said() -> None:
    account, pipe = AccountFactory(), Pipe()
    pipe.deal(account, ("contacted", paris(2026, 3, 4)), worth=(50_000, "USD"))

    found = ask("new_pipeline_value", account=account)

    assert (found.value, found.status, found.exclusions) == (
        None,
        "incomplete",
        {"missing_rate": 1},
    )


def test_open_pipeline_is_weighted_with_experience() -> None:
    account, pipe = AccountFactory(), Pipe()
    steps = {"won": ("contacted", "offer", "won"), "late": ("contacted", "offer", "lost")}
    steps["soon"] = ("contacted", "lost")
    for way in ("won", "won", "late", "soon"):
        days = [paris(2025, month, 1) for month in range(1, 4)]
        pipe.deal(account, *zip(steps[way], days, strict=False), worth=10)
    pipe.deal(account, ("contacted", paris(2026, 3, 1)), worth=100)
    pipe.deal(account, ("contacted", paris(2026, 3, 1)), ("offer", paris(2026, 3, 2)), worth=300)

    # contacted: 2 of 4 were won; offer: 2 of 3
    assert ask("weighted_pipeline_value", account=account).value == Decimal("250.00")


# ---- row 25 ------------------------------------------------------------------------------------


def test_contract_sizes_of_two_accounts() -> None:
    program, pipe = ProgramFactory(), Pipe()
    first, second = AccountFactory.create_batch(2, programs=[program])
    for amount in (40_000, 60_000, 500_000, None):
        pipe.deal(first, ("contacted", paris(2026, 1, 5)), ("won", paris(2026, 3, 5)), worth=amount)
    for amount in (20_000, 30_000):
        pipe.deal(
            second, ("contacted", paris(2026, 1, 5)), ("won", paris(2026, 3, 5)), worth=amount
        )

    average = ask("average_contract_size", account=first)

    assert (average.value, average.n) == (Decimal("200000.00"), 3)
    assert average.exclusions == {"missing_amount": 1}
    assert ask("median_contract_size", account=first).value == Decimal("60000.00")
    assert round(float(ask("largest_contract_share", account=first).value or 0)) == 83
    assert ask("average_contract_size", program=program).value == Decimal("130000.00")
    assert ask("average_contract_size_acv", program=program).value == Decimal("65000.00")


def test_parts_of_a_split_deal_keep_its_date_and_are_one_contract() -> None:
    account, pipe = AccountFactory(), Pipe()
    whole = pipe.deal(
        account, ("contacted", paris(2026, 1, 5)), ("won", paris(2026, 3, 5)), worth=100
    )
    pipe.deal(
        account,
        ("accepted", paris(2026, 3, 2)),
        ("won", paris(2026, 3, 5)),
        worth=300,
        split_from=whole,
    )

    assert ask("average_contract_size", account=account).value == Decimal("400.00")
    assert ask("new_opportunities_count", account=account).value == 0


def test_renewals_are_sized_when_asked_for() -> None:
    account, pipe = AccountFactory(), Pipe()
    pipe.deal(
        account,
        ("contacted", paris(2026, 1, 5)),
        ("won", paris(2026, 3, 5)),
        worth=9,
        type="renewal",
    )

    left = ask("average_contract_size", account=account)
    asked = ask("average_contract_size", account=account, where={"type": "renewal"})

    assert (left.value, left.status, left.exclusions) == (None, "no_data", {"renewal": 1})
    assert asked.value == Decimal("9.00")


# ---- row 27 ------------------------------------------------------------------------------------


def test_close_rate_leaves_duplicates_out_of_both_sides() -> None:
    account, pipe = AccountFactory(), Pipe()
    began, ended = paris(2026, 1, 5), paris(2026, 3, 5)
    for amount in (100, 100, 100, 200):
        pipe.deal(account, ("contacted", began), ("won", ended), worth=amount)
    for amount, reason in ((150, "decided"),) * 5 + ((150, "no_decision"),):
        pipe.deal(account, ("contacted", began), ("lost", ended), worth=amount, reason=reason)
    pipe.deal(account, ("contacted", began), ("lost", ended), worth=9, reason="duplicate")
    pipe.deal(account, ("contacted", began), ("lost", ended), worth=9, type="renewal")

    rate = ask("close_rate", account=account)

    assert (rate.value, rate.numerator, rate.denominator) == (40, 4, 10)
    assert (round(float(rate.low or 0), 1), round(float(rate.high or 0), 1)) == (16.8, 68.7)
    assert rate.exclusions == {"duplicate": 1, "renewal": 1}
    assert round(float(ask("close_rate_value", account=account).value or 0), 1) == 35.7
    assert ask("no_decision_rate", account=account).value == 10


def test_a_reopened_deal_counts_by_its_last_closure_known() -> None:
    account, pipe = AccountFactory(), Pipe()
    pipe.deal(
        account,
        ("contacted", paris(2026, 1, 5)),
        ("lost", paris(2026, 2, 5)),
        ("offer", paris(2026, 3, 1)),
        ("won", paris(2026, 3, 9)),
        ("lost", paris(2026, 4, 2)),
    )
    february = replace(MARCH, start=date(2026, 2, 1), end=date(2026, 3, 1), as_of=date(2026, 2, 28))

    assert ask("close_rate", account=account, window=february).denominator == 1
    assert (
        ask("close_rate", account=account, window=replace(february, as_of=date(2026, 3, 2))).n == 0
    )
    assert ask("close_rate", account=account).value == 100
    assert ask("close_rate", account=account, window=replace(MARCH, as_of=date(2026, 4, 2))).n == 0


def test_created_deals_have_half_a_year_to_be_won() -> None:
    account, pipe = AccountFactory(), Pipe()
    for _time in range(3):
        pipe.deal(account, ("contacted", paris(2026, 3, 2)), ("won", paris(2026, 4, 2)))
    pipe.deal(account, ("contacted", paris(2026, 3, 2)), ("lost", paris(2026, 4, 2)))
    pipe.deal(account, ("contacted", paris(2026, 3, 2)))

    early = ask("opportunity_to_won_rate", window=replace(MARCH, as_of=date(2026, 5, 1)))
    mature = ask("opportunity_to_won_rate", window=replace(MARCH, as_of=date(2026, 10, 1)))

    assert (early.value, early.status) == (60, "immature")
    assert (mature.value, mature.status) == (60, "ok")


def test_steps_from_stage_to_stage_need_both_named() -> None:
    account, pipe = AccountFactory(), Pipe()
    pipe.deal(account, ("contacted", paris(2026, 3, 2)), ("offer", paris(2026, 4, 2)))
    pipe.deal(
        account,
        ("contacted", paris(2026, 3, 2)),
        ("accepted", paris(2026, 3, 9)),
        ("contacted", paris(2026, 3, 12)),
    )
    pipe.deal(account, ("contacted", paris(2026, 3, 2)), ("lost", paris(2026, 4, 2)))
    pipe.deal(account, ("contacted", paris(2026, 3, 2)), ("accepted", paris(2026, 12, 1)))
    late = replace(MARCH, as_of=date(2026, 12, 31))

    def rate(start: str, end: str) -> tuple[object, ...]:
        where = {"stage_from": start, "stage_to": end}
        answer = ask("stage_conversion_rate", account=account, window=late, where=where)
        return answer.numerator, answer.denominator, answer.status

    assert rate("contacted", "accepted") == (2, 4, "ok")
    assert rate("contacted", "lost") == (1, 4, "ok")
    assert ask("stage_conversion_rate", account=account).status == "not_applicable"
    assert ask("conversion_rate", account=account).status == "not_measured"
