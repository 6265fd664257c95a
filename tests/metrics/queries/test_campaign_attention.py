"""Row 6: attention after campaigns told as records and measured."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Campaign
from metrics.queries.answer import Answer
from metrics.queries.asking import Question, answered
from tests.factories import (
    AccountFactory,
    AdDeliveryFactory,
    CampaignFactory,
    CampaignTargetFactory,
    ContactFactory,
    DataFeedFactory,
    ProgramFactory,
    TouchFactory,
)
from tests.factories.dates import LONG_AGO, paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

REACHED = paris(2026, 3, 5)
GROWN = replace(MARCH, as_of=date(2026, 5, 31))


@pytest.fixture
def visits_told() -> None:
    DataFeedFactory(record_type="web")


def campaign_of(*accounts: Account, **fields: Any) -> Campaign:
    """Make a campaign that aims at some accounts and reached them on the fifth."""
    campaign = CampaignFactory(**{"name": "Spring", "starts_at": paris(2026, 3, 1)} | fields)
    for account in accounts:
        CampaignTargetFactory(campaign=campaign, account=account, from_at=LONG_AGO)
        act(account, "email_delivered", REACHED, campaign=campaign)
    return campaign


def act(account: Account, kind: str, at: datetime, **fields: Any) -> None:
    TouchFactory(account=account, type=kind, occurred_at=at, **fields)


def after(days: float) -> datetime:
    return REACHED + timedelta(days=days)


def of(key: str, scope: str = "campaign:Spring", window: Any = GROWN) -> Answer:
    days = {"start": window.start, "end": window.end, "as_of": window.as_of}
    return answered(SYSTEM, Question(indicator=key, scope=scope, **days)).answer


@pytest.mark.usefixtures("visits_told")
def test_engaged_is_neither_answered_nor_reached() -> None:
    program = ProgramFactory()
    a, b, c = AccountFactory.create_batch(3, programs=[program])
    campaign = campaign_of(a, b, c, program=program)
    act(a, "download", after(3), quantity=2)
    act(a, "form_submitted", after(4))
    act(b, "download", after(-3))
    act(b, "email_replied", after(-3))
    act(b, "download", after(5))
    act(b, "email_replied", after(5), quantity=2)
    act(c, "email_clicked", after(1), campaign=campaign)

    rate = of("campaign_engagement_rate")

    assert of("campaign_engaged_accounts").value == 1
    assert (rate.numerator, rate.denominator, rate.status) == (1, 3, "ok")
    assert round(float(rate.value or 0), 1) == 33.3
    assert of("campaign_responded_accounts").value == 1
    assert ask("campaign_engagement_rate", program=program, window=GROWN).numerator == 1
    assert of("campaign_engaged_attributed_accounts").value == 0
    assert of("campaign_newly_engaged_accounts").value == 1


@pytest.mark.usefixtures("visits_told")
def test_attention_is_counted_by_person_and_day_up_to_a_cap() -> None:
    account = AccountFactory()
    person = ContactFactory(account=account)
    campaign_of(account)
    act(account, "page_view", after(-1), contact=person, quantity=40)  # twenty minutes
    act(account, "page_view", after(1), contact=person, quantity=40)
    act(account, "page_view", after(2), contact=person, quantity=19)

    assert of("campaign_engaged_accounts").value == 0
    act(account, "email_clicked", after(2), contact=person)
    assert of("campaign_engaged_accounts").value == 1
    people = of("campaign_engaged_contacts")
    assert people.value == 1
    act(account, "download", after(29))
    act(account, "download", after(30.1), contact=ContactFactory(account=account))
    again = of("campaign_engaged_contacts")
    assert (again.value, again.exclusions) == (1, {"no_person": 1})
    assert ask("campaign_engaged_contacts", account=account, window=GROWN).value == 1


@pytest.mark.usefixtures("visits_told")
def test_who_was_reached_just_now_waits() -> None:
    early, late = AccountFactory.create_batch(2)
    campaign = campaign_of(early)
    CampaignTargetFactory(campaign=campaign, account=late, from_at=LONG_AGO)
    AdDeliveryFactory(campaign=campaign, account=late, day=date(2026, 3, 20), impressions=5)
    act(early, "webinar_attended", after(1), campaign=campaign)
    act(late, "webinar_attended", paris(2026, 3, 21))
    window = replace(MARCH, as_of=date(2026, 4, 10))

    rate = of("campaign_engagement_rate", window=window)

    assert (rate.value, rate.n, rate.exclusions) == (100, 1, {"too_early": 1})
    assert of("campaign_engaged_accounts", window=window).value == 1
    assert of("campaign_engaged_attributed_accounts", window=window).value == 1
    at_once = replace(MARCH, as_of=date(2026, 3, 25))
    assert of("campaign_engagement_rate", window=at_once).status == "immature"
    assert of("campaign_engagement_rate").denominator == 2


def test_without_visits_told_only_what_suffices_without_is_known() -> None:
    by_mail, quiet = AccountFactory.create_batch(2)
    campaign_of(by_mail, quiet)
    assert of("campaign_engaged_accounts").status == "not_measured"
    act(by_mail, "webinar_attended", after(1))

    number, rate = of("campaign_engaged_accounts"), of("campaign_engagement_rate")

    assert (number.value, number.status) == (1, "incomplete")
    assert (rate.value, rate.n, rate.exclusions) == (100, 1, {"visits_not_told": 1})
    DataFeedFactory(record_type="web", account=quiet)
    assert of("campaign_engagement_rate").value == 50
    assert of("campaign_engaged_accounts").status == "ok"


@pytest.mark.usefixtures("visits_told")
def test_newly_engaged_is_engaged_now_and_not_in_the_ninety_days_before() -> None:
    before, now, gone = AccountFactory.create_batch(3)
    campaign_of(before, now, gone)
    act(before, "webinar_attended", after(-80))
    for account in (before, now):
        act(account, "webinar_attended", after(40))
    act(gone, "webinar_attended", after(1))
    later = replace(GROWN, as_of=date(2026, 6, 10))

    assert of("campaign_newly_engaged_accounts", window=later).value == 1


def test_of_nobody_reached_nothing_is_said() -> None:
    campaign = CampaignFactory(name="Spring")
    assert of("campaign_engagement_rate").status == "not_measured"
    CampaignTargetFactory(campaign=campaign)
    assert of("campaign_engagement_rate").status == "not_measured"
    DataFeedFactory(record_type="email")
    assert of("campaign_engagement_rate").status == "no_data"
    assert of("campaign_engaged_accounts").status == "no_data"
