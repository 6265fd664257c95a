"""Deals by hand: written down, told of, and put right; the deal follows its histories."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Opportunity, StageChange, User
from tests.factories import OpportunityFactory, StageFactory
from tests.factories.dates import paris

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def at(name: str, row: Any, *more: Any) -> str:
    """Return the address of a page about a row."""
    return reverse(f"accounts:{name}", args=[row.public_id, *more])


def test_a_deal_is_written_down_with_its_stage_and_worth(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    stage = StageFactory()
    typed = {"name": "Retrofit", "type": "new", "stage": str(stage.public_id)}
    typed |= {"since": "2026-01-15", "tcv": "1200.50", "currency": "EUR", "close_on": "2026-06-30"}
    browser = browser_of(manager)

    answer = browser.post(at("opportunity_create", account), typed)

    deal = Opportunity.objects.unscoped("a test").get()
    assert answer.url == at("opportunity_detail", deal)
    assert (deal.stage, deal.pipeline, deal.tcv) == (stage, stage.pipeline, Decimal("1200.50"))
    assert (deal.created_at, str(deal.close_on)) == (paris(2026, 1, 15), "2026-06-30")
    story = browser.get(answer.url).context_data["story"]
    assert sorted(event.kind for event in story) == ["amount", "forecast", "stage"]


def test_an_amount_needs_its_currency(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    typed = {"name": "Retrofit", "type": "new", "stage": str(StageFactory().public_id), "tcv": "5"}

    answer = browser_of(manager).post(at("opportunity_create", account), typed)

    assert (answer.status_code, list(answer.context_data["form"].errors)) == (422, ["currency"])


def test_what_a_deal_went_through_is_told_corrected_and_withdrawn(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    first = StageFactory(position=1)
    second = StageFactory(pipeline=first.pipeline, position=2)
    deal = OpportunityFactory(account=account, pipeline=first.pipeline, stage=None)
    browser = browser_of(manager)
    for stage, day in ((first, "2026-01-10"), (second, "2026-02-10")):
        said = {"stage": str(stage.public_id), "day": day, "reason": "decided"}
        assert browser.post(at("deal_event_add", deal, "stage"), said).status_code == 302
    deal.refresh_from_db()
    assert (deal.stage, deal.created_at) == (second, paris(2026, 1, 10))

    edit = at("deal_event_edit", deal, "stage", 1)
    seen = browser.get(edit).context_data["form"].initial["seen"]
    said = {"stage": str(first.public_id), "day": "2026-01-05", "reason": "decided", "seen": seen}
    browser.post(edit, said)
    deal.refresh_from_db()
    assert (deal.stage, deal.created_at) == (second, paris(2026, 1, 5))

    edit = at("deal_event_edit", deal, "stage", 2)
    seen = browser.get(edit).context_data["form"].initial["seen"]
    said = {"stage": str(second.public_id), "day": "2026-02-10", "reason": "decided"}
    browser.post(edit, {**said, "seen": seen, "withdraw": "yes"})
    deal.refresh_from_db()
    assert deal.stage == first
    assert StageChange.objects.unscoped("a test").filter(voided_at=None).count() == 1


def test_a_stage_of_another_pipeline_is_refused(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    deal = OpportunityFactory(account=account)
    said = {"stage": str(StageFactory().public_id), "day": "2026-01-10", "reason": "decided"}

    answer = browser_of(manager).post(at("deal_event_add", deal, "stage"), said)

    assert answer.status_code == 422
    assert not StageChange.objects.unscoped("a test").filter(opportunity=deal).exists()
