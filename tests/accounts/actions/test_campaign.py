"""A campaign's kind and status over time, and the accounts on its list."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.history import known
from abmplanner.kit.saving import Built
from accounts.actions.ad_delivery import log_deliveries
from accounts.actions.campaign import aim, found_campaign, rewrite_period, turn, withdraw_period
from accounts.actions.dated import Changed
from accounts.enums import AdFormat
from accounts.models import AdDelivery, Campaign, CampaignPeriod, CampaignTarget
from tests.factories import AccountFactory, CampaignFactory, ContactFactory

pytestmark = pytest.mark.django_db
JANUARY, MARCH, MAY = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3, 5))


@pytest.fixture
def campaign() -> Campaign:
    """A campaign that runs since January."""
    source = Built(Campaign(name="Spring"))
    return found_campaign(SYSTEM, source, kind="general", status="active", at=JANUARY)


def periods(campaign: Campaign, **which: Any) -> Any:
    """Return the periods of a campaign that we hold for true, in order."""
    rows = CampaignPeriod.objects.unscoped("a test").filter(campaign=campaign, **which)
    return rows.filter(voided_at=None).order_by("from_at")


def standing(campaign: Campaign) -> list[tuple[Any, ...]]:
    """Return the state of a campaign over time."""
    return list(periods(campaign).values_list("kind", "status", "from_at", "to_at"))


def now(campaign: Campaign) -> tuple[str, str]:
    """Return what the columns of a campaign say."""
    row = Campaign.objects.unscoped("a test").get(pk=campaign.pk)
    return row.kind, row.status


def test_the_columns_follow_from_the_periods(campaign: Campaign) -> None:
    turn(SYSTEM, campaign, status="paused", at=MARCH)
    turn(SYSTEM, campaign, kind="personalized", status="active", at=MAY)

    assert now(campaign) == ("personalized", "active")
    assert standing(campaign) == [
        ("general", "active", JANUARY, MARCH),
        ("general", "paused", MARCH, MAY),
        ("personalized", "active", MAY, None),
    ]


def test_the_same_state_told_again_adds_nothing(campaign: Campaign) -> None:
    version = turn(SYSTEM, campaign, status="active").version

    assert len(standing(campaign)) == 1
    assert turn(SYSTEM, campaign, status="active").version == version


def test_a_state_that_begins_at_the_same_instant_takes_the_place(campaign: Campaign) -> None:
    turn(SYSTEM, campaign, status="paused", at=JANUARY)

    assert standing(campaign) == [("general", "paused", JANUARY, None)]


@pytest.mark.parametrize("at", [datetime(2025, 12, 1, tzinfo=UTC), None])
def test_a_state_begins_neither_before_the_present_one_nor_in_the_future(
    campaign: Campaign, at: datetime | None
) -> None:
    at = at or timezone.now() + timedelta(days=1)

    with pytest.raises(ValidationError):
        turn(SYSTEM, campaign, status="ended", at=at)

    assert now(campaign) == ("general", "active")


def test_a_corrected_past_is_read_by_both_clocks(campaign: Campaign) -> None:
    turn(SYSTEM, campaign, status="ended", at=MAY)
    first = periods(campaign).first()
    values = {"kind": "personalized", "status": "active", "from_at": JANUARY, "to_at": MARCH}

    rewrite_period(SYSTEM, first, seen=first.recorded_at, values=values)

    first.refresh_from_db()
    rows = CampaignPeriod.objects.unscoped("a test").filter(campaign=campaign, from_at=JANUARY)
    then, today = rows.get(known(first.voided_at)), rows.get(known())
    assert (then.kind, then.to_at) == ("general", MAY)
    assert (today.kind, today.to_at) == ("personalized", MARCH)
    assert now(campaign) == ("general", "ended")


def test_a_withdrawn_period_leaves_the_one_before(campaign: Campaign) -> None:
    turn(SYSTEM, campaign, status="ended", at=MAY)
    last = periods(campaign).last()

    withdraw_period(SYSTEM, last, seen=last.recorded_at)

    assert now(campaign) == ("general", "active")
    with pytest.raises(Changed):
        withdraw_period(SYSTEM, last, seen=last.recorded_at)


def test_a_campaign_without_any_period_is_planned(campaign: Campaign) -> None:
    only = periods(campaign).get()

    withdraw_period(SYSTEM, only, seen=only.recorded_at)

    assert now(campaign) == ("general", "planned")


def test_accounts_are_put_on_the_list_once(
    campaign: Campaign, django_assert_num_queries: Any
) -> None:
    accounts = AccountFactory.create_batch(3)

    assert aim(SYSTEM, campaign, accounts[:1], from_at=JANUARY) == 1
    with django_assert_num_queries(5):
        assert aim(SYSTEM, campaign, accounts, from_at=MARCH) == 2
    assert CampaignTarget.objects.unscoped("a test").filter(campaign=campaign).count() == 3


def test_an_account_comes_back_on_the_list_after_its_end(campaign: Campaign) -> None:
    account = AccountFactory()

    assert aim(SYSTEM, campaign, [account], from_at=JANUARY, to_at=MARCH) == 1
    assert aim(SYSTEM, campaign, [account], from_at=MARCH) == 1


def a_delivery(campaign: Campaign, impressions: int, **values: Any) -> AdDelivery:
    """Return a delivery that is not written yet."""
    given = {"day": MAY.date(), "source": "linkedin", "format": AdFormat.SPONSORED, **values}
    return AdDelivery(campaign=campaign, impressions=impressions, **given)


def test_a_platform_corrects_its_figures_and_repeats_nothing() -> None:
    campaign, account = CampaignFactory(), ContactFactory().account
    told = [a_delivery(campaign, 900), a_delivery(campaign, 70, account=account)]
    assert log_deliveries(SYSTEM, told) == 2

    again = [a_delivery(campaign, 950), a_delivery(campaign, 70, account=account)]
    assert log_deliveries(SYSTEM, again) == 1

    rows = AdDelivery.objects.unscoped("a test").filter(account=None).order_by("pk")
    old, new = rows
    assert new.replaces == old
    assert rows.get(known()).impressions == 950
    assert rows.get(known(old.voided_at)).impressions == 900
