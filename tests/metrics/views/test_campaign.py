"""The numbers of a campaign: on a page of their own, and as a part of the campaign's page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import RecordType
from accounts.models import Account, Campaign, User
from tests.factories import (
    AdDeliveryFactory,
    CampaignFactory,
    CampaignTargetFactory,
    ContactFactory,
    DataFeedFactory,
    SpendFactory,
    TouchFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(account: Account, program: Any) -> Campaign:
    """A campaign that began forty days ago, was delivered to one person and clicked by them."""
    now = timezone.now()
    found: Campaign = CampaignFactory(
        name="Spring", program=program, starts_at=now - timedelta(days=40)
    )
    CampaignTargetFactory(campaign=found, account=account)
    person = ContactFactory(account=account)
    for number, kind in enumerate(("email_delivered", "email_clicked", "webinar_attended")):
        TouchFactory(
            account=account,
            campaign=found,
            contact=person,
            message="spring",
            type=kind,
            occurred_at=now - timedelta(days=35 - number),
        )
    return found


def test_the_page_shows_reach_answers_and_engagement_each_of_which_opens(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    browser = browser_of(manager)
    address = reverse("metrics:campaign_numbers", args=[campaign.public_id])

    page = browser.get(address).content.decode()

    for words in (
        "Accounts reached by the campaign",
        "Accounts that responded to the campaign",
        "Accounts engaged following the campaign",
    ):
        assert words in page
    assert "Adjusted open rate" in page
    assert "Cost per click" not in page
    opened = reverse("metrics:answer_detail", args=["campaign_response_rate"])
    assert f"{opened}?scope=campaign%3A{campaign.public_id}" in page
    assert browser.get(f"{opened}?scope=campaign%3A{campaign.public_id}").status_code == 200


def test_another_channel_is_shown_where_something_of_it_is_measured(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    AdDeliveryFactory(campaign=campaign, day=timezone.localdate() - timedelta(days=3))
    DataFeedFactory(record_type=RecordType.AD)
    address = reverse("metrics:campaign_numbers", args=[campaign.public_id])

    page = browser_of(manager).get(address).content.decode()

    assert "Cost per click" in page


def test_the_page_of_the_campaign_takes_a_part_of_it(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    browser = browser_of(manager)
    address = reverse("metrics:campaign_numbers", args=[campaign.public_id])

    page = browser.get(reverse("accounts:campaign_detail", args=[campaign.public_id]))
    part = browser.get(
        address, headers={"HX-Request": "true", "HX-Target": "campaign-numbers"}
    ).content.decode()

    assert f'hx-get="{address}"' in page.content.decode()
    assert part.lstrip().startswith('<div class="stack" id="campaign-numbers">')
    assert "<html" not in part


def test_who_does_not_see_the_campaign_sees_no_numbers(
    browser_of: BrowserOf, campaign: Campaign
) -> None:
    address = reverse("metrics:campaign_numbers", args=[campaign.public_id])

    assert browser_of(UserFactory(sales=True)).get(address).status_code == 404


def test_a_campaign_is_seen_in_the_time_that_the_address_names(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    today = timezone.localdate()
    SpendFactory(campaign=campaign, amount=5, spent_on=today - timedelta(days=35))
    SpendFactory(campaign=campaign, amount=7, spent_on=today - timedelta(days=2))
    page = reverse("accounts:campaign_detail", args=[campaign.public_id])
    numbers = reverse("metrics:campaign_numbers", args=[campaign.public_id])
    browser, then = browser_of(manager), today - timedelta(days=34)
    asked = {"as_of": then}
    recent = {"period": "custom", "start": today - timedelta(days=9), "end": today}

    whole, past = browser.get(page).context_data, browser.get(page, asked)
    late = browser.get(page, recent).context_data

    assert (dict(whole["costs"]), whole["reached"].count) == ({"EUR": 12}, 3)
    assert (dict(past.context_data["costs"]), past.context_data["reached"].count) == ({"EUR": 5}, 2)
    assert (dict(late["costs"]), late["reached"].count) == ({"EUR": 7}, 0)
    assert f'hx-get="{numbers}?as_of={then}"' in past.content.decode()
    window = browser.get(numbers, recent).context_data["measured"].window
    assert (window.start, window.end) == (recent["start"], today + timedelta(days=1))
