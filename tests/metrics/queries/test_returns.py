"""Row 30: the worked example, told as records and measured by the engine."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Program
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    EnrolmentFactory,
    ParameterSetFactory,
    PlanAssumptionFactory,
    ProgramFactory,
    SpendFactory,
    TouchFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, Pipe, ask

pytestmark = pytest.mark.django_db

WON_AT = paris(2026, 3, 20, 12)


@pytest.fixture(autouse=True)
def feeds() -> None:
    for record_type in ("opportunity", "email", "spend"):
        DataFeedFactory(record_type=record_type)


@pytest.fixture
def program() -> Program:
    """Return a program that has cost 80,000 and whose one deal, all marketing's, is won."""
    program: Program = ProgramFactory()
    account: Account = AccountFactory()
    EnrolmentFactory(account=account, program=program, from_at=paris(2025, 12, 1))
    for amount, category, day in ((50_000, "media", 1), (30_000, "people", 15)):
        SpendFactory(
            campaign=None, program=program, amount=amount, category=category,
            spent_on=date(2025, 12, day),
        )  # fmt: skip
    TouchFactory(account=account, type="form_submitted", occurred_at=paris(2026, 1, 5))
    Pipe().deal(account, ("accepted", paris(2026, 1, 10)), ("won", WON_AT), worth=800_000)
    return program


def test_return_is_of_the_margin_and_the_multiple_of_the_revenue(program: Program) -> None:
    PlanAssumptionFactory(
        key="margin", program=program, account=None, value="0.6", from_at=paris(2025, 1, 1)
    )

    roi = ask("abm_roi_attributed", program=program)

    assert (roi.value, roi.status, roi.n) == (200, "ok", 1)
    assert ask("abm_roi", program=program).value == 200
    assert ask("abm_revenue_to_cost", program=program).value == 5
    assert ask("pipeline_to_cost", program=program).value == 10
    assert ask("cost_total", program=program).value == 80_000
    assert ask("cost_total", program=program, where={"category": "people"}).value == 30_000
    assert ask("payback_days", program=program).value == (WON_AT - paris(2025, 12, 1, 12)).days


def test_without_a_margin_in_the_plan_there_is_only_the_multiple(program: Program) -> None:
    roi = ask("abm_roi_attributed", program=program)

    assert (roi.value, roi.status, roi.exclusions) == (None, "incomplete", {"no_margin": 1})
    assert ask("payback_days", program=program).value is None
    assert ask("abm_revenue_to_cost", program=program).value == 5


@pytest.mark.parametrize(("of", "margin"), [("all", "0.3"), ("account", "0.9")])
def test_the_margin_nearest_to_the_deal_counts(program: Program, of: str, margin: str) -> None:
    PlanAssumptionFactory(key="margin", account=None, value="0.3", from_at=paris(2025, 1, 1))
    if of == "account":
        account = Account.objects.visible_to(SYSTEM).get()
        PlanAssumptionFactory(
            key="margin", account=account, value=margin, from_at=paris(2025, 1, 1)
        )

    roi = ask("abm_roi_attributed", program=program)

    assert round(float(roi.value or 0), 6) == round(100 * (400 * float(margin) - 80) / 80, 6)


def test_nothing_won_yet_is_too_early_and_nothing_spent_no_return() -> None:
    program = ProgramFactory()
    EnrolmentFactory(account=AccountFactory(), program=program, from_at=paris(2025, 12, 1))

    assert ask("abm_roi_attributed", program=program).status == "no_data"
    SpendFactory(campaign=None, program=program, spent_on=date(2026, 1, 9))
    roi = ask("abm_roi_attributed", program=program)
    assert (roi.value, roi.status) == (-100, "immature")


def test_what_was_spent_and_won_after_the_day_does_not_count(program: Program) -> None:
    PlanAssumptionFactory(key="margin", account=None, value="0.5", from_at=paris(2025, 1, 1))
    before = replace(MARCH, as_of=date(2026, 3, 19))

    roi = ask("abm_roi_attributed", program=program, window=before)

    assert (roi.value, roi.status) == (-100, "immature")
    SpendFactory(campaign=None, program=program, spent_on=date(2026, 3, 25), amount=20_000)
    assert ask("cost_total", program=program, window=before).value == 80_000
    assert ask("cost_total", program=program).value == 100_000


def test_total_value_counts_where_it_is_set(program: Program) -> None:
    ParameterSetFactory(values={"return_value": "tcv"})

    assert ask("abm_revenue_to_cost", program=program).value == 10


def test_a_return_of_ten_accounts_tells_how_sure_it_is(program: Program) -> None:
    PlanAssumptionFactory(key="margin", account=None, value="0.5", from_at=paris(2025, 1, 1))
    pipe = Pipe()
    for place in range(10):
        account = AccountFactory()
        EnrolmentFactory(account=account, program=program, from_at=paris(2025, 12, 1))
        at = paris(2026, 1, 10) + timedelta(days=place)
        TouchFactory(account=account, type="form_submitted", occurred_at=at - timedelta(days=1))
        pipe.deal(account, ("accepted", at), ("won", WON_AT), worth=10_000 * (place + 1))

    roi = ask("abm_roi_attributed", program=program)

    assert roi.method == "bootstrap"
    assert roi.low < roi.value < roi.high  # type: ignore[operator]
