"""The start page, and what the keyboard reaches from anywhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Account, User
from tests.factories import (
    AccountFactory,
    ActionFactory,
    CommentFactory,
    FavoriteFactory,
    ObjectiveFactory,
    PlanFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def seller() -> User:
    """A salesperson."""
    return UserFactory(name="Sam", sales=True)


@pytest.fixture
def account(seller: User) -> Account:
    """An account of theirs, with something of everything on their day."""
    account = AccountFactory(name="Aerolys", team=[seller])
    today = timezone.localdate()
    PlanFactory(account=account, starts_on=today, ends_on=today + timedelta(days=300))
    objective = ObjectiveFactory(account=account)
    for days in (-3, 0, 5, 20):
        due_on = today + timedelta(days=days)
        ActionFactory(objective=objective, owner=seller, title=f"in {days}", due_on=due_on)
    ActionFactory.create_batch(10, objective=objective, owner=seller)
    CommentFactory(account=account, on="plan")
    FavoriteFactory(user=seller, account=account)
    return account


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_day_is_accessible(
    open_as: Open, accessible: Check, seller: User, account: Account, size: str, language: str
) -> None:
    User.objects.filter(pk=seller.pk).update(language=language)
    page = open_as(seller, "/", size)
    expect(page.locator(".agenda-band")).to_have_count(5)
    accessible(page)
    page.locator(".agenda-more summary").click()
    expect(page.locator(".agenda-sometime .task:visible")).to_have_count(10)
    accessible(page)


def test_a_day_with_nothing_in_it_is_accessible(open_as: Open, accessible: Check) -> None:
    accessible(open_as(UserFactory(leader=True), "/"))


def test_a_task_leads_to_where_it_is_done(open_as: Open, seller: User, account: Account) -> None:
    page = open_as(seller, "/")
    page.get_by_role("link", name="Plan to sign").click()
    expect(page).to_have_url(f"{account.get_absolute_url()}#agreement")


def test_search_goes_by_keyboard_alone(
    open_as: Open, accessible: Check, seller: User, account: Account
) -> None:
    page = open_as(seller, "/sessions/")
    page.keyboard.press("/")
    expect(page.locator("#seek-words")).to_be_focused()
    page.keyboard.type("aero")
    hit = page.get_by_role("link", name="Aerolys")
    expect(hit).to_be_visible()
    accessible(page)
    page.keyboard.press("ArrowDown")
    expect(hit).to_be_focused()
    page.keyboard.press("Escape")
    expect(hit).to_be_hidden()
    expect(page.locator("#seek-words")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("aerol")
    expect(hit).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(account.get_absolute_url())


def test_search_on_a_phone_is_a_page(
    open_as: Open, accessible: Check, seller: User, account: Account
) -> None:
    page = open_as(seller, "/", "phone")
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Words").fill("aerolys")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Aerolys")).to_be_visible()
    accessible(page)


def test_keys_lead_to_pages_and_can_be_turned_off(
    open_as: Open, accessible: Check, seller: User
) -> None:
    page = open_as(seller, "/sessions/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(page.locator("h1")).to_have_text("Accounts")
    page.wait_for_load_state()  # a key is heard once the scripts have run
    page.keyboard.press("?")
    page.get_by_label("Single keys act").uncheck()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("g")
    page.keyboard.press("g")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("h1")).to_have_text("Accounts")
    page.keyboard.press("Control+k")
    expect(page.locator("#seek-words")).to_be_focused()


def test_a_letter_that_is_typed_is_a_letter(open_as: Open, seller: User) -> None:
    page = open_as(seller, "/accounts/")
    page.locator("#main input[name=q]").click()
    page.keyboard.type("g/g?a")
    expect(page.locator("#main input[name=q]")).to_have_value("g/g?a")
    expect(page.locator("h1")).to_have_text("Accounts")
