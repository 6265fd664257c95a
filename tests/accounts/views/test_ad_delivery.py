"""Days of ads that people type in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, AdDelivery, User
from tests.factories import CampaignFactory

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def typed(**changes: Any) -> dict[str, Any]:
    """Return a day as somebody types it in."""
    day = {"day": "2026-03-14", "source": "linkedin", "format": "sponsored", "account": ""}
    return {**day, "impressions": "1000", "clicks": "10", "invalid_clicks": "1", **changes}


def test_a_day_is_written_down_and_told_again_it_is_corrected(
    browser_of: BrowserOf, manager: User, account: Account, program: Any
) -> None:
    campaign = CampaignFactory(program=program)
    browser = browser_of(manager)
    address = reverse("accounts:delivery_create", args=[campaign.public_id])

    for clicks in ("10", "12", "12"):
        assert browser.post(address, typed(clicks=clicks, account=account.name)).status_code == 302
    wrong = browser.post(address, typed(invalid_clicks="11"))

    rows = AdDelivery.objects.unscoped("a test").order_by("pk")
    assert [row.clicks for row in rows] == [10, 12]
    assert rows[1].replaces == rows[0]
    assert (rows[1].account, rows[1].recorded_by) == (account, manager)
    assert (wrong.status_code, list(wrong.context_data["form"].errors)) == (422, ["invalid_clicks"])
