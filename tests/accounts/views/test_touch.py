"""What passed between us and an account, on its page; meetings and calls noted and withdrawn."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account, Touch, User
from tests.factories import (
    CampaignFactory,
    CampaignTargetFactory,
    ContactFactory,
    TouchFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def at(route: str, account: Account) -> str:
    """Return the address of a page of the account."""
    return reverse(f"accounts:{route}", args=[account.public_id])


def touches(**which: Any) -> Any:
    """Return every touch there is."""
    return Touch.objects.unscoped("a test looks at everything").filter(**which)


def a_meeting(browser: Client, account: Account) -> dict[str, Any]:
    """Return what somebody types who notes a meeting."""
    form = browser.get(at("touch_create", account)).context_data["form"]
    return {
        "type": "meeting_held",
        "day": "2026-03-14",
        "time": "14:30",
        "direction": "outbound",
        "once": form.initial["once"],
    }


def test_touches_are_told_month_by_month_of_our_clock(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    instants = [
        datetime(2026, 2, 28, 23, 30, tzinfo=UTC),  # the first of March in Paris
        datetime(2026, 2, 28, 22, 30, tzinfo=UTC),
        datetime(2026, 3, 9, tzinfo=UTC),
    ]
    for instant in instants:
        TouchFactory(account=account, occurred_at=instant)

    months = browser_of(seller).get(at("touch_list", account)).context_data["months"]

    told = [(month.first_day.isoformat(), len(month.lines)) for month in months]
    assert told == [("2026-03-01", 2), ("2026-02-01", 1)]


def test_touches_are_narrowed_by_type_person_campaign_and_human_or_machine(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    contact = ContactFactory(account=account)
    campaign = CampaignFactory()
    CampaignTargetFactory(campaign=campaign, account=account)
    TouchFactory(account=account, type="meeting_held")
    TouchFactory(account=account, contact=contact)
    TouchFactory(account=account, campaign=campaign)
    TouchFactory(account=account, automation="machine")
    browser = browser_of(manager)

    def count(**asked: Any) -> int:
        return browser.get(at("touch_list", account), asked).context_data["page"].paginator.count

    assert count() == 4
    assert count(type="meeting_held") == 1
    assert count(contact=str(contact.public_id)) == 1
    assert count(campaign=str(campaign.public_id)) == 1
    assert count(automation="machine") == 1
    assert count(type="download") == 0


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_page_takes_the_same_queries_for_any_number_of_touches(
    client: Client, django_assert_num_queries: Any, account: Account, rows: int
) -> None:
    contact = ContactFactory(account=account)
    for _ in range(rows):
        TouchFactory(account=account, contact=contact, campaign=CampaignFactory())
    client.force_login(UserFactory(administrator=True))

    with django_assert_num_queries(7):
        client.get(at("touch_list", account))


def test_a_salesperson_of_the_team_notes_a_meeting_once(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    contact = ContactFactory(account=account)
    browser = browser_of(seller)
    typed = {**a_meeting(browser, account), "contact": str(contact.public_id)}

    answers = [browser.post(at("touch_create", account), typed).status_code for _ in range(2)]

    touch = touches().get()
    assert answers == [302, 302]
    assert touch.occurred_at == datetime(2026, 3, 14, 13, 30, tzinfo=UTC)
    assert (touch.user, touch.contact, touch.owner, touch.automation) == (
        seller,
        contact,
        "sales",
        "human",
    )


def test_a_meeting_has_taken_place_with_somebody_of_the_account(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    browser = browser_of(seller)
    typed = a_meeting(browser, account)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()

    codes = {
        browser.post(at("touch_create", account), typed | wrong).status_code
        for wrong in (
            {"day": tomorrow},
            {"day": "1815-06-18"},
            {"contact": str(ContactFactory().public_id)},
            {"type": "page_view"},
        )
    }

    assert codes == {422}
    assert not touches().exists()


def test_who_noted_a_touch_withdraws_it_and_who_plans_withdraws_any(
    browser_of: BrowserOf, seller: User, manager: User, account: Account, foreign: Account
) -> None:
    noted = TouchFactory(account=account, user=seller)
    sent_by_mail = TouchFactory(account=account)
    elsewhere = TouchFactory(account=foreign)

    def withdraw(person: User, touch: Any) -> int:
        browser, url = browser_of(person), at("touch_withdraw", account)
        return browser.post(url, {"touch": getattr(touch, "pk", touch)}).status_code

    assert withdraw(seller, sent_by_mail) == 403
    assert withdraw(seller, noted) == 302
    assert withdraw(manager, sent_by_mail) == 302
    assert withdraw(manager, noted) == 302
    assert [withdraw(manager, each) for each in (elsewhere, "nonsense", "")] == [404] * 3
    assert list(touches(voided_at=None)) == [elsewhere]


def test_touches_are_noted_by_the_team_and_read_by_leadership(
    browser_of: BrowserOf, leader: User, account: Account, foreign: Account
) -> None:
    browser = browser_of(leader)

    assert browser.get(at("touch_list", account)).status_code == 200
    assert browser.get(at("touch_create", account)).status_code == 403
    assert browser.get(at("touch_list", foreign)).status_code == 404
