"""Lists on paper, several of their rows at once, and what a plan starts from, in a browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Account, Program, User
from tests.factories import (
    AccountFactory,
    GoalFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
Check = Callable[[Page], None]
SIZE = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")
GOALS = 14


@pytest.fixture
def program() -> Program:
    return ProgramFactory(name_en="Keystone")


@pytest.fixture
def manager(program: Program) -> User:
    return ProgramAssignmentFactory(user=UserFactory(name="Ada"), program=program).user


@pytest.fixture
def accounts(program: Program) -> list[Account]:
    """Accounts with a goal each."""
    rows = [AccountFactory(name=f"Account {at:02}", programs=[program]) for at in range(GOALS)]
    for row in rows:
        GoalFactory(account=row)
    return rows


def pages_of(page: Page) -> list[tuple[float, float]]:
    """Return the width and height of each sheet on which a page is printed."""
    sheet = page.pdf(prefer_css_page_size=True)
    return [(float(width), float(height)) for width, height in SIZE.findall(sheet)]


def test_goals_lie_on_their_side_on_paper_and_fill_it(
    open_as: Open, manager: User, accounts: list[Account]
) -> None:
    page = open_as(manager, "/goals/")
    expect(page.locator(".board-line")).to_have_count(GOALS)

    page.emulate_media(media="print")

    for gone in (".main-nav", ".topbar", ".filters", ".pager", ".list-tools .views"):
        assert not page.locator(gone).first.is_visible()
    sheets = pages_of(page)
    assert all(width > height for width, height in sheets)
    assert len(sheets) <= 1 + GOALS // 5  # five accounts on a sheet at the least


def test_a_page_without_a_wide_table_stands_upright(
    open_as: Open, manager: User, accounts: list[Account]
) -> None:
    page = open_as(manager, accounts[0].get_absolute_url())

    page.emulate_media(media="print")

    assert not page.locator(".places").is_visible()
    assert all(width < height for width, height in pages_of(page))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_those_ticked_are_kept_at_hand(
    open_as: Open, accessible: Check, manager: User, accounts: list[Account], size: str
) -> None:
    page = open_as(manager, "/accounts/?q=account", size)
    for row in accounts[:2]:
        page.get_by_role("checkbox", name=f"Choose {row.name}").check()

    page.get_by_role("button", name="Do something with those ticked").click()
    expect(page.locator("h1")).to_have_text("What becomes of those ticked?")
    accessible(page)
    page.get_by_label("Keep them at hand").check()
    page.get_by_role("button", name="Do it").click()

    expect(page.locator(".star-full")).to_have_count(2)
    assert page.url.endswith("/accounts/?q=account")


def test_a_goal_comes_along_with_its_target(
    open_as: Open, accessible: Check, manager: User, accounts: list[Account]
) -> None:
    account: Any = accounts[0]
    page = open_as(manager, f"{account.get_absolute_url()}start/?start=satisfaction")
    accessible(page)

    page.get_by_label("Target").fill("900")
    page.get_by_role("button", name="Put it into the plan").click()
    expect(page.locator(".field-error")).to_contain_text("lies between")
    page.get_by_label("Target").fill("45")
    page.get_by_role("button", name="Put it into the plan").click()

    expect(page.locator("h1")).to_have_text(account.name)
    expect(page.locator(".goal", has_text="Net Promoter Score").first).to_be_visible()


def test_one_tick_stands_for_all_on_the_page(
    open_as: Open, manager: User, accounts: list[Account]
) -> None:
    page = open_as(manager, "/accounts/")
    every = page.get_by_role("checkbox", name="Choose all on this page")
    ticks = page.locator("tbody .tick-cell input")

    every.check()
    expect(page.locator("tbody .tick-cell input:checked")).to_have_count(GOALS)
    ticks.first.uncheck()

    expect(every).not_to_be_checked()
    every.check()
    every.uncheck()
    expect(page.locator("tbody .tick-cell input:checked")).to_have_count(0)
