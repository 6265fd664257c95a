"""Contracts, accepted rates and forecasts told late: what was kept of them is measured again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import work
from accounts.models import Account, Contract, Opportunity
from metrics.actions.measurement import keep_accounts
from metrics.actions.restatement import ask_to_restate
from metrics.models import DirtyMark, Measurement
from metrics.queries.kept import kept_answers
from tests.factories import (
    AccountFactory,
    ContractFactory,
    ContractTermsFactory,
    DataFeedFactory,
    ForecastFactory,
    IndicatorSetFactory,
    OpportunityFactory,
    PlanAssumptionFactory,
    ProgramFactory,
)
from tests.factories.dates import paris

pytestmark = pytest.mark.django_db(transaction=True)

THE_DAY = date(2026, 3, 20)
LATE: dict[str, Callable[[Contract, Opportunity], Any]] = {
    "terms": lambda row, _deal: ContractTermsFactory(
        contract=row, status="refused", acv=None, currency="", occurred_at=paris(2026, 3, 2)
    ),
    "an accepted rate from later on": lambda row, _deal: PlanAssumptionFactory(
        account=row.account, from_at=paris(2026, 3, 25)
    ),
    "a forecast": lambda _row, deal: ForecastFactory(
        opportunity=deal, close_on=date(2026, 4, 1), occurred_at=paris(2026, 3, 2)
    ),
    "another account": lambda row, _deal: (
        Contract.objects.unscoped("a test").filter(pk=row.pk).update(account=AccountFactory())
    ),
}


@pytest.fixture
def account() -> Account:
    DataFeedFactory(record_type="contract")
    made: Account = AccountFactory(programs=[ProgramFactory(kind="high_touch")])
    IndicatorSetFactory(account=made, indicator_key="protected_renewal_revenue")
    return made


@pytest.mark.parametrize("what", LATE)
def test_what_is_told_late_marks_its_account(account: Account, what: str) -> None:
    row, deal = ContractFactory(account=account), OpportunityFactory(account=account)
    keep_accounts([account.pk], as_of=THE_DAY)
    DirtyMark.objects.visible_to(SYSTEM).delete()

    LATE[what](row, deal)

    marked = DirtyMark.objects.visible_to(SYSTEM).filter(account=account.pk)
    assert [mark.earliest_at.date() <= THE_DAY for mark in marked] == [True]


def test_a_renewal_told_late_restates_what_was_protected(account: Account) -> None:
    row = ContractFactory(account=account)
    ContractTermsFactory(
        contract=row, occurred_at=paris(2025, 3, 1), due_on=date(2026, 3, 10), acv=100
    )
    keep_accounts([account.pk], as_of=THE_DAY)
    key = "protected_renewal_revenue"
    before = kept_answers(SYSTEM, [account.pk], [key], window="trailing_90d").one(account.pk, key)
    rows = Measurement.objects.visible_to(SYSTEM).count()

    renewal = ContractFactory(account=account, renewal_of=row)
    ContractTermsFactory(contract=renewal, occurred_at=paris(2026, 3, 9), acv=90)
    job = ask_to_restate(SYSTEM)
    assert job is not None
    work(job.pk)

    after = kept_answers(SYSTEM, [account.pk], [key], window="trailing_90d").one(account.pk, key)
    assert before is not None
    assert after is not None
    assert (before.value, after.value) == (0, 90)
    assert Measurement.objects.visible_to(SYSTEM).count() > rows
