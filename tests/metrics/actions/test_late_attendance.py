"""Attendance told late: everybody registered for the event is measured again."""

from datetime import date

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import work
from accounts.models import Account
from metrics.actions.measurement import keep_accounts
from metrics.actions.restatement import ask_to_restate
from metrics.models import DirtyMark
from metrics.queries.kept import kept_answers
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    ContactFactory,
    IndicatorSetFactory,
    ProgramFactory,
    TouchFactory,
)
from tests.factories.dates import paris

pytestmark = pytest.mark.django_db(transaction=True)

THE_DAY = date(2026, 3, 20)
KEY = "event_attendance_rate"


def registered(account: Account, **fields: object) -> None:
    TouchFactory(
        account=account,
        contact=ContactFactory(account=account),
        type="event_registered",
        occurred_at=paris(2026, 3, 2),
        **fields,
    )


@pytest.mark.parametrize("by", ["link", "campaign"])
def test_who_came_elsewhere_changes_the_rate_of_those_registered(by: str) -> None:
    mine, other, stranger = AccountFactory.create_batch(3, programs=[ProgramFactory()])
    event = {"link": "talk"} if by == "link" else {"campaign": CampaignFactory(channel="event")}
    registered(mine, **event)
    registered(other, **event)
    registered(stranger, link="another talk")
    for account in (mine, other, stranger):
        IndicatorSetFactory(account=account, indicator_key=KEY)
    keep_accounts([mine.pk, other.pk, stranger.pk], as_of=THE_DAY)

    TouchFactory(account=other, type="webinar_attended", occurred_at=paris(2026, 3, 10), **event)
    marked = set(DirtyMark.objects.visible_to(SYSTEM).values_list("account", flat=True))
    job = ask_to_restate(SYSTEM)
    assert job is not None
    work(job.pk)

    kept = kept_answers(SYSTEM, [mine.pk], [KEY], window="trailing_90d")
    assert marked == {mine.pk, other.pk}
    assert (kept.one(mine.pk, KEY).value, kept.one(mine.pk, KEY).n) == (0, 1)


def test_a_campaign_that_turns_out_to_be_an_event_is_measured_again() -> None:
    account, campaign = AccountFactory(programs=[ProgramFactory()]), CampaignFactory()
    IndicatorSetFactory(account=account, indicator_key=KEY)
    keep_accounts([account.pk], as_of=THE_DAY)

    campaign.channel = "content"
    campaign.save()
    assert not DirtyMark.objects.visible_to(SYSTEM).exists()
    campaign.channel = "webinar"
    campaign.save()

    assert list(DirtyMark.objects.visible_to(SYSTEM).values_list("account", flat=True)) == [None]
