"""Values told late: what was kept of them is measured again."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.history import void
from accounts.actions.job import work
from accounts.models import Account
from metrics.actions.measurement import keep_accounts
from metrics.actions.restatement import ask_to_restate
from metrics.models import CustomIndicator, DirtyMark
from metrics.queries.kept import kept_answers
from tests.factories import (
    AccountFactory,
    CustomIndicatorFactory,
    IndicatorReadingFactory,
    IndicatorSetFactory,
    ProgramFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

THE_DAY = date(2026, 3, 20)


@pytest.fixture
def own() -> CustomIndicator:
    made: CustomIndicator = CustomIndicatorFactory(manual=True, key="own")
    return made


@pytest.fixture
def account(own: CustomIndicator) -> Account:
    made: Account = AccountFactory(programs=[ProgramFactory(kind="high_touch")])
    IndicatorSetFactory(account=made, indicator_key=own.key)
    return made


def marks(account: Account) -> list[Any]:
    found = DirtyMark.objects.visible_to(SYSTEM).filter(account=account.pk, dataset="readings")
    return list(found)


def kept(account: Account) -> Any:
    return kept_answers(SYSTEM, [account.pk], ["own"], window="trailing_90d").one(account.pk, "own")


def test_a_value_told_late_marks_its_account_from_its_day_on(
    account: Account, own: CustomIndicator
) -> None:
    keep_accounts([account.pk], as_of=THE_DAY)

    row = IndicatorReadingFactory(indicator=own, account=account, effective_on=date(2026, 3, 2))
    (mark,) = marks(account)
    assert mark.earliest_at.date() <= date(2026, 3, 2)
    DirtyMark.objects.visible_to(SYSTEM).delete()
    void(row)

    assert len(marks(account)) == 1


def test_a_value_told_late_restates_what_was_kept(account: Account, own: CustomIndicator) -> None:
    IndicatorReadingFactory(
        indicator=own, account=account, value=Decimal(40), effective_on=date(2026, 3, 1)
    )
    keep_accounts([account.pk], as_of=THE_DAY)
    assert kept(account).value == 40

    IndicatorReadingFactory(
        indicator=own, account=account, value=Decimal(70), effective_on=date(2026, 3, 5)
    )
    job = ask_to_restate(SYSTEM)
    assert job is not None
    work(job.pk)

    assert kept(account).value == 70
