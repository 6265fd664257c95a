"""The health of an account on its pages: its parts, its change, what is held against it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, User
from metrics.models import HealthOverride
from tests.factories import (
    AccountHealthFactory,
    AccountJudgementFactory,
    HealthOverrideFactory,
    OpportunityFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def page(browser: Client, account: Account) -> Any:
    return browser.get(reverse("metrics:account_health", args=[account.public_id]))


def override_at(account: Account, *place: int) -> str:
    route = "health_override_edit" if place else "health_override"
    return reverse(f"metrics:{route}", args=[account.public_id, *place])


def said(**changes: str) -> dict[str, str]:
    today = timezone.localdate()
    sent = {"band": "red", "reason": "Their board changed", "day": str(today)}
    return {**sent, "expires_on": str(today + timedelta(days=30)), **changes}


def test_the_page_shows_each_part_with_its_weight_and_what_is_missing(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    OpportunityFactory(account=account)
    now = timezone.now() - timedelta(days=2)
    AccountJudgementFactory(account=account, rating=4, occurred_at=now, recorded_at=now)

    answer = page(browser_of(manager), account)

    parts = {each.key: each for each in answer.context_data["health"].parts}
    body = answer.content.decode()
    assert (parts["judgement"].points, parts["judgement"].weight) == (75, 10)
    assert parts["nps"].points is None
    assert "not known: its weight drops out" in body
    assert "Too little is known" in body
    assert body.count("<meter") == sum(each.points is not None for each in parts.values())


def test_a_manager_holds_the_health_for_another_and_it_is_shown_beside_the_number(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    AccountHealthFactory(account=account, score=82.0)
    browser = browser_of(manager)

    for _twice in range(2):
        browser.post(override_at(account), said())

    row = HealthOverride.objects.visible_to(SYSTEM).get()
    assert (row.recorded_by, row.band) == (manager, "red")
    plan = browser.get(reverse("metrics:account_plan", args=[account.public_id])).content.decode()
    assert "In danger" in plan
    assert "as we hold it" in plan
    assert "Healthy" in plan
    assert "Their board changed" in page(browser, account).content.decode()


def test_an_override_is_corrected_by_a_new_row_and_withdrawn(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    first = HealthOverrideFactory(account=account)
    browser, edit = browser_of(manager), override_at(account, 1)
    seen = browser.get(edit).context_data["form"].initial["seen"]

    browser.post(edit, said(band="amber", day="2020-01-01", seen=seen))

    second = HealthOverride.objects.visible_to(SYSTEM).get(replaces=first)
    first.refresh_from_db()
    assert (second.band, first.band, first.voided_at is None) == ("amber", "red", False)
    seen = browser.get(edit).context_data["form"].initial["seen"]
    browser.post(edit, said(seen=seen, withdraw="yes"))
    assert not HealthOverride.objects.visible_to(SYSTEM).filter(voided_at=None).exists()


@pytest.mark.parametrize("field", ["reason", "expires_on", "band"])
def test_an_override_needs_a_reason_and_an_end(
    browser_of: BrowserOf, manager: User, account: Account, field: str
) -> None:
    answer = browser_of(manager).post(override_at(account), said(**{field: ""}))

    assert answer.status_code == 422
    assert not HealthOverride.objects.visible_to(SYSTEM).exists()


def test_sales_reads_health_and_holds_nothing_against_it(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    browser = browser_of(seller)

    assert page(browser, account).status_code == 200
    assert browser.post(override_at(account), said()).status_code == 403


def test_the_list_shows_health_and_narrows_by_it(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    AccountHealthFactory(account=account, score=55.0, change=-7.0, as_of=date(2026, 3, 1))
    browser, address = browser_of(manager), reverse("metrics:account_list")

    def shown(**asked: str) -> list[Any]:
        rows = browser.get(address, asked).context_data["rows"]
        return [row.account.pk for row in rows]

    body = browser.get(address).content.decode()
    assert "To watch" in body
    assert "Worse" in body
    assert shown(health="amber") == [account.pk]
    assert shown(health="green") == shown(health="red") == []
    assert account.pk not in shown(health="unknown")


def test_what_ended_is_marked_and_holds_no_more(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    HealthOverrideFactory(account=account, expires_on=date(2021, 1, 1))

    answer = page(browser_of(manager), account)

    assert answer.context_data["health"].line.override is None
    assert "Expired" in answer.content.decode()
