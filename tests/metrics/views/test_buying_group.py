"""The page of one buying group: who decides on a day, how complete it is, what it went through."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, BuyingGroup, User
from tests.factories import (
    BuyingGroupFactory,
    ContactFactory,
    GroupPeriodFactory,
    MembershipFactory,
    RoleNeedFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
MARCH, JUNE = datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 6, 5, tzinfo=UTC)


def page_of(group: BuyingGroup) -> str:
    """Return the address of a group's page."""
    return reverse("metrics:group_detail", args=[group.public_id])


@pytest.fixture
def group(account: Account, program: Any) -> BuyingGroup:
    """A group that was found in March and is a target since June; its champion came in June."""
    for role in ("decision_maker", "champion"):
        RoleNeedFactory(program=program, role=role)
    found: BuyingGroup = BuyingGroupFactory(account=account, name="Factory")
    GroupPeriodFactory(group=found, is_target=False, from_at=MARCH, to_at=JUNE)
    GroupPeriodFactory(group=found, from_at=JUNE)
    ines = ContactFactory(account=account, name="Inès")
    MembershipFactory(group=found, contact=ines, role="champion", from_at=JUNE)
    return found


def test_the_page_tells_what_holds_and_what_changed(
    browser_of: BrowserOf, manager: User, group: BuyingGroup
) -> None:
    page = browser_of(manager).get(page_of(group)).content.decode()

    for words in ("1 of 2 roles held", "It became a target of ours.", "Inès came in: Champion"):
        assert words in page
    assert "The group was found, and is no target." in page


def test_every_period_leads_to_its_correction(
    browser_of: BrowserOf, manager: User, group: BuyingGroup
) -> None:
    first = group.periods.unscoped("a test").order_by("from_at").first()
    address = reverse("accounts:group_period", args=[group.public_id])
    browser = browser_of(manager)

    assert f"{address}?row={first.pk}" in browser.get(page_of(group)).content.decode()
    form = browser.get(address, {"row": first.pk}).context_data["form"]
    assert form.initial["is_target"] is False


def test_a_day_that_is_over_shows_the_group_of_then(
    browser_of: BrowserOf, manager: User, group: BuyingGroup
) -> None:
    page = browser_of(manager).get(page_of(group), {"as_of": "2026-04-30"})
    early = browser_of(manager).get(page_of(group), {"as_of": "2026-01-31"})

    text = page.content.decode()
    assert "0 of 2 roles held" in text
    assert "It became a target of ours." not in text
    assert not early.context_data["outline"].is_open
    assert early.context_data["measured"] is None


def test_completeness_is_measured_and_opens(
    browser_of: BrowserOf, manager: User, group: BuyingGroup
) -> None:
    page = browser_of(manager).get(page_of(group))

    answers = page.context_data["measured"].answers
    assert answers["buying_group_completeness"].value == 50
    assert answers["decision_ready_groups"].value == 0
    scope = f"scope=group%3A{group.public_id}"
    assert scope in page.content.decode() or scope.replace("%3A", ":") in page.content.decode()


def test_leadership_reads_and_is_offered_no_change(
    browser_of: BrowserOf, leader: User, group: BuyingGroup
) -> None:
    page = browser_of(leader).get(page_of(group)).content.decode()

    assert "Inès" in page
    assert "members/new" not in page
    assert "/time/" not in page


def test_a_group_of_others_is_not_there(browser_of: BrowserOf, group: BuyingGroup) -> None:
    assert browser_of(UserFactory(sales=True)).get(page_of(group)).status_code == 404
