"""Spend told late, and ads that share it out: whom it falls to is measured again."""

from datetime import date
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import work
from metrics.actions.measurement import keep_accounts, keep_programs
from metrics.actions.restatement import ask_to_restate
from metrics.models import DirtyMark
from metrics.queries.kept import kept_answers
from tests.factories import (
    AccountFactory,
    AdDeliveryFactory,
    CampaignFactory,
    IndicatorSetFactory,
    ProgramFactory,
    SpendFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

THE_DAY, FIFTH = date(2026, 3, 20), date(2026, 3, 5)


def restate() -> None:
    job = ask_to_restate(SYSTEM)
    assert job is not None
    work(job.pk)


def marks() -> set[tuple[Any, ...]]:
    return set(DirtyMark.objects.visible_to(SYSTEM).values_list("account", "program", "dataset"))


def kept(account: Any) -> Any:
    found = kept_answers(SYSTEM, [account.pk], ["cost_per_click"], window="trailing_90d")
    answer = found.one(account.pk, "cost_per_click")
    return answer.value if answer else None


def test_late_spend_and_late_ads_of_its_day_restate_all_who_share_it() -> None:
    program = ProgramFactory(kind="hybrid")
    first, second = AccountFactory.create_batch(2, programs=[program])
    spring = CampaignFactory(program=program)
    for account in (first, second):
        IndicatorSetFactory(account=account, indicator_key="cost_per_click")
    AdDeliveryFactory(account=first, campaign=spring, day=FIFTH, impressions=100, clicks=10)
    AdDeliveryFactory(account=second, campaign=spring, day=FIFTH, impressions=100, clicks=1)
    keep_accounts([first.pk, second.pk], as_of=THE_DAY)
    keep_programs(as_of=THE_DAY)

    SpendFactory(campaign=spring, source="linkedin", spent_on=FIFTH, amount=100)
    assert marks() == {
        (first.pk, None, "spend"),
        (second.pk, None, "spend"),
        (None, program.pk, "ads_of_programs"),
    }
    restate()
    assert (kept(first), kept(second)) == (5, 50)

    AdDeliveryFactory(account=None, campaign=spring, day=FIFTH, impressions=200, clicks=0)
    restate()
    assert (kept(first), kept(second)) == (2.5, 25)
