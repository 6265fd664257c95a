"""Ads told late that nobody in particular was shown: programs are measured again, no account."""

from datetime import date

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import work
from metrics.actions.measurement import keep_accounts, keep_programs
from metrics.actions.restatement import ask_to_restate
from metrics.models import DirtyMark, Measurement
from tests.factories import (
    AccountFactory,
    AdDeliveryFactory,
    CampaignFactory,
    IndicatorSetFactory,
    ProgramFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

THE_DAY = date(2026, 3, 20)


def test_a_late_day_of_ads_of_no_account_restates_its_program_alone() -> None:
    mine, other = ProgramFactory(kind="automated"), ProgramFactory(kind="automated")
    account = AccountFactory(programs=[mine, other])
    IndicatorSetFactory(account=account, indicator_key="ad_impressions")
    keep_accounts([account.pk], as_of=THE_DAY)
    keep_programs(as_of=THE_DAY)
    before = set(Measurement.objects.visible_to(SYSTEM).values_list("pk", flat=True))

    AdDeliveryFactory(
        account=None,
        campaign=CampaignFactory(program=mine),
        day=date(2026, 3, 5),
        impressions=700,
    )
    marks = list(DirtyMark.objects.visible_to(SYSTEM).values_list("account", "program"))
    job = ask_to_restate(SYSTEM)
    assert job is not None
    work(job.pk)

    written = Measurement.objects.visible_to(SYSTEM).exclude(pk__in=before)
    assert marks == [(None, mine.pk)]
    assert {row.account_id for row in written} == {None}
    assert {row.program_id for row in written} == {mine.pk, None}  # None: all programs together
