"""Pages of what a program brings, how fast its deals go, and on whom its media spend falls."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account, Program, User
from metrics.queries.economics import CLAIMS, SIDES
from tests.factories import (
    AccountFactory,
    AdDeliveryFactory,
    CampaignFactory,
    DataFeedFactory,
    PlanAssumptionFactory,
    SpendFactory,
    TouchFactory,
    UserFactory,
)
from tests.metrics.queries.stories import Pipe

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def page_of(name: str, program: Program, *more: str) -> str:
    return reverse(f"metrics:program_{name}", args=[program.public_id, *more])


@pytest.fixture
def won(program: Program, account: Account) -> None:
    """A deal that marketing touched and that was won, and what was spent on it."""
    now = timezone.now()
    for record_type in ("opportunity", "email"):
        DataFeedFactory(record_type=record_type)
    PlanAssumptionFactory(account=None, program=program, key="margin", value="0.5")
    Pipe().deal(
        account, ("accepted", now - timedelta(days=60)), ("won", now - timedelta(days=20)),
        worth=80_000,
    )  # fmt: skip
    TouchFactory(account=account, type="form_submitted", occurred_at=now - timedelta(days=70))
    SpendFactory(
        program=program, amount=5_000, category="content", spent_on=now.date() - timedelta(days=90)
    )


@pytest.mark.usefixtures("won")
def test_returns_are_three_claims_each_with_how_strong_it_is(
    browser_of: BrowserOf, manager: User, program: Program
) -> None:
    response = browser_of(manager).get(page_of("returns", program), {"period": "year"})

    claims = {
        answer.indicator.key: (answer.value, words)
        for answer, words in response.context_data["claims"]
    }
    page = response.content.decode()
    assert list(claims) == list(CLAIMS)
    assert claims["abm_roi_attributed"][0] == 300  # 40,000 a year at 50% are 20,000, for 5,000
    assert claims["abm_revenue_to_cost"][0] == 8
    assert claims["abm_roi_incremental"][0] is None
    assert [words.split(":")[0].split(",")[0] for _value, words in claims.values()] == [
        "Credited", "A multiple", "Caused",
    ]  # fmt: skip
    for key in CLAIMS:
        assert f"/measures/{key}/?" in page


@pytest.mark.usefixtures("won")
def test_speeds_stand_side_by_side_and_open(
    browser_of: BrowserOf, manager: User, program: Program
) -> None:
    response = browser_of(manager).get(page_of("speed", program), {"period": "year"})

    sides = {name: pair for name, *pair in response.context_data["sides"]}
    page = response.content.decode()
    assert len(sides) == len(SIDES)
    influenced, other = sides["Opportunities open"]
    assert (influenced.value, other.value) == (1, 0)
    assert sides["Win rate"][0].value == 100
    assert response.context_data["ratio"].value is None
    assert response.context_data["levers"] == []
    assert "before their speeds are compared" in page
    for pair in SIDES.values():
        assert all(f"/measures/{key}/?" in page for key in pair)


def ads(program: Program, *accounts: Any) -> None:
    """Show ads to accounts, and to somebody whose account nobody knows, and pay for them."""
    campaign, day = CampaignFactory(program=program), timezone.localdate() - timedelta(days=5)
    for account in accounts:
        AdDeliveryFactory(account=account, campaign=campaign, day=day, impressions=100, clicks=2)
    AdDeliveryFactory(account=None, campaign=campaign, day=day, impressions=50, clicks=0)
    SpendFactory(campaign=campaign, amount=Decimal("100.01"), source="linkedin", spent_on=day)


def test_media_spend_falls_on_accounts_to_the_cent(
    browser_of: BrowserOf, manager: User, program: Program, account: Account
) -> None:
    ads(program, account, *AccountFactory.create_batch(2, programs=[program]))
    browser = browser_of(manager)

    response = browser.get(page_of("allocation", program))
    sheet = browser.get(page_of("allocation_export", program, "csv"))

    found = response.context_data["found"]
    rows = list(csv.reader(io.StringIO(b"".join(sheet.streaming_content).decode("utf-8-sig"))))
    assert (found.total, len(found.shares)) == (Decimal("100.01"), 3)
    assert found.spent + found.unallocated == found.total
    assert found.unallocated == Decimal("14.29")
    assert found.adds_up
    assert "add up to the whole, to the cent" in response.content.decode()
    told = {row[0]: row[1] for row in rows if len(row) > 1}
    assert (told["On no account"], told["All"]) == ("14.29", "100.01")


def test_pages_lead_to_one_another_and_strangers_see_none(
    browser_of: BrowserOf, manager: User, program: Program
) -> None:
    names = ("detail", "journey", "qualified", "credit", "speed", "returns", "settings")
    places = [page_of(name, program) for name in names]
    ledger = reverse("accounts:program_spend", args=[program.public_id])
    browser, stranger = browser_of(manager), browser_of(UserFactory())

    for place in (*places, ledger, page_of("allocation", program)):
        page = browser.get(place).content.decode()
        assert all(f'href="{each}' in page for each in (*places, ledger)), place
        assert stranger.get(place).status_code == 404


def test_managers_read_exchange_rates_and_do_not_write_them(
    browser_of: BrowserOf, manager: User, program: Program
) -> None:
    browser, rates = browser_of(manager), reverse("accounts:rate_list")
    ledger = browser.get(reverse("accounts:program_spend", args=[program.public_id]))

    assert rates in ledger.content.decode()
    page = browser.get(rates)
    assert page.status_code == 200
    assert reverse("accounts:rate_create") not in page.content.decode()
    assert browser.get(reverse("accounts:rate_create")).status_code == 403
