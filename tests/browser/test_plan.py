"""The plan in a real browser: the drawer, one click, lost races, no script, phone, keyboard."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import Account, Action, Feedback, Objective, User
from tests.factories import (
    AccountFactory,
    ActionFactory,
    FeedbackFactory,
    GoalFactory,
    ObjectiveFactory,
    OpportunityFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenAs = Callable[..., Page]


@pytest.fixture
def seller(transactional_db: Any) -> User:
    """A salesperson."""
    return UserFactory(name="Sam", sales=True)


@pytest.fixture
def manager(transactional_db: Any) -> User:
    """An ABM manager."""
    return UserFactory(name="Ada")


@pytest.fixture
def account(seller: User, manager: User) -> Account:
    """An account with a plan in all its states."""
    program = ProgramFactory()
    ProgramAssignmentFactory(user=manager, program=program)
    account = AccountFactory(name="Airbus", team=[seller], programs=[program], owner=manager)
    objective = ObjectiveFactory(account=account, title="Win the retrofit", owner=manager)
    late = timezone.localdate() - timedelta(days=3)
    ActionFactory(objective=objective, title="Invite the CIO", due_on=late, owner=manager)
    ActionFactory(objective=objective, title="Send the paper", state="done", outcome="Read")
    ObjectiveFactory(account=account, title="Be recommended")
    GoalFactory(account=account, objective=objective)
    OpportunityFactory(account=account, tcv=1_200_000, currency="EUR")
    FeedbackFactory(account=account, author=seller, comment="The event opened the door.")
    AccountFactory(name="Bosch", programs=[program])
    return account


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_pages_of_a_manager_are_accessible_and_fit(
    open_as: OpenAs, accessible: Callable[[Page], None], manager: User, account: Account, size: str
) -> None:
    objective = Objective.objects.unscoped("a test").order_by("pk").first()
    plan = account.get_absolute_url()
    for path in (
        "/accounts/",
        "/accounts/?q=nothing",
        "/accounts/new/",
        plan,
        f"{plan}contacts/",
        f"{plan}team/",
        f"{plan}team/new/",
        f"/objectives/{objective.public_id}/edit/",
        f"/objectives/{objective.public_id}/delete/",
        "/programs/",
    ):
        accessible(open_as(manager, path, size))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_pages_of_a_salesperson_are_accessible_and_fit(
    open_as: OpenAs, accessible: Callable[[Page], None], seller: User, account: Account, size: str
) -> None:
    for path in ("/feedback/", f"{account.get_absolute_url()}feedback/new/"):
        accessible(open_as(seller, path, size))


def test_an_objective_is_added_in_the_drawer_over_the_plan(
    open_as: OpenAs, accessible: Callable[[Page], None], manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())

    page.get_by_role("link", name="Add an objective").click()
    drawer = page.get_by_role("dialog", name="New objective")
    expect(drawer.get_by_label("Objective", exact=True)).to_be_focused()
    accessible(page)
    drawer.get_by_label("Objective", exact=True).fill("Grow in the south")
    drawer.get_by_label("Kind").select_option("grow")
    drawer.get_by_label("From").fill("2026-05-02")
    drawer.get_by_label("Due").fill("2026-05-01")
    drawer.get_by_role("button", name="Add the objective").click()
    expect(drawer.get_by_text("An objective is due after it starts.")).to_be_visible()
    expect(drawer.get_by_label("Objective", exact=True)).to_have_value("Grow in the south")
    drawer.get_by_label("Due").fill("2026-12-01")
    drawer.get_by_role("button", name="Add the objective").click()

    expect(page.get_by_role("heading", name="Grow in the south")).to_be_visible()
    expect(page.get_by_text("The objective stands.")).to_be_visible()
    expect(drawer).to_be_hidden()


def in_its_menu(page: Page, title: str) -> Locator:
    """Open the menu of a row of the plan and return its link to change the row."""
    page.locator("#objectives summary", has_text=f"More for {title}").click()
    return page.locator("#objectives").get_by_role("link", name="Change", exact=True)


def test_leaving_the_drawer_leaves_the_plan_as_it_was(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())
    title = page.locator("#objectives .action-row").get_by_label("Action", exact=True)

    in_its_menu(page, "Invite the CIO").click()
    drawer = page.get_by_role("dialog", name="Change the action")
    expect(drawer).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    in_its_menu(page, "Invite the CIO").click()
    drawer.get_by_role("link", name="Cancel").click()

    expect(drawer).to_be_hidden()
    expect(title).to_have_value("Invite the CIO")


def test_an_action_is_done_and_undone_by_keyboard_in_place(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())
    tick = page.get_by_role("button", name="Done: Invite the CIO")

    tick.focus()
    page.keyboard.press("Enter")
    undo = page.get_by_role("button", name="Undo, not over yet: Invite the CIO")
    expect(undo).to_be_focused()
    done = Action.objects.unscoped("a test").get(title="Invite the CIO").state
    page.keyboard.press("Enter")
    expect(tick).to_be_focused()

    assert done == "done"
    assert Action.objects.unscoped("a test").get(title="Invite the CIO").state == "planned"


def test_what_htmx_brings_is_alive_the_moment_it_is_seen(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())
    page.evaluate(
        """() => {
            window.samePage = true;
            const pressed = new MutationObserver(() => {
                const undo = document.querySelector(".tick-done[id='" + window.tickId + "']");
                if (!undo) return;
                pressed.disconnect();
                undo.click();
            });
            window.tickId = document.querySelector(".tick:not(.tick-done)").id;
            pressed.observe(document.body, { childList: true, subtree: true });
        }"""
    )

    with page.expect_response("**/state/"), page.expect_response("**/state/"):
        page.get_by_role("button", name="Done: Invite the CIO").click()
    expect(page.get_by_role("button", name="Done: Invite the CIO")).to_be_focused()

    assert page.evaluate("window.samePage") is True


def test_who_saves_second_sees_both_versions_and_loses_no_word(
    open_as: OpenAs, accessible: Callable[[Page], None], manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())
    in_its_menu(page, "Invite the CIO").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Action", exact=True).fill("Mine")
    rows = Action.objects.unscoped("a test").filter(title="Invite the CIO")
    rows.update(title="Theirs", version=2, saved_by=UserFactory(name="Grace"))

    drawer.get_by_role("button", name="Save").click()

    expect(drawer.get_by_text("Somebody saved this while you were writing")).to_be_visible()
    expect(drawer.get_by_text("Theirs")).to_be_visible()
    expect(drawer.get_by_label("Action", exact=True)).to_have_value("Mine")
    accessible(page)
    drawer.get_by_role("button", name="Save mine anyway").click()
    title = page.locator("#objectives .action-row").get_by_label("Action", exact=True)
    expect(title).to_have_value("Mine")


def test_an_objective_moves_up_by_the_button_beside_it(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())

    page.get_by_role("button", name="Move up: Be recommended", exact=True).click()

    expect(page.locator(".objective h2").first).to_have_text("Be recommended")


def test_the_portfolio_narrows_as_one_types_and_keeps_it_in_the_address(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    page = open_as(manager, "/accounts/")

    name = page.get_by_role("searchbox", name="Name")
    name.fill("bos")
    expect(page.get_by_role("link", name="Airbus")).to_be_hidden()
    expect(page.get_by_role("link", name="Bosch")).to_be_visible()
    page.reload()

    expect(name).to_have_value("bos")
    expect(page.get_by_role("link", name="Airbus")).to_be_hidden()


def test_feedback_is_given_on_a_phone_from_the_plan(
    open_as: OpenAs, seller: User, account: Account
) -> None:
    page = open_as(seller, "/feedback/", "phone")

    page.get_by_role("link", name="Airbus you spoke").click()
    page.get_by_label("5 excellent").first.check()
    page.get_by_label("What worked, what is missing?").fill("Keep going")
    send = page.get_by_role("button", name="Send")
    fits = page.evaluate("document.querySelector('.form-buttons').getBoundingClientRect().bottom")
    send.click()

    expect(page.get_by_role("heading", name="Thank you", level=1)).to_be_visible()
    assert fits <= 844
    assert Feedback.objects.unscoped("a test").filter(comment="Keep going").exists()


def test_the_plan_is_written_without_a_script(
    browser: Browser, open_as: OpenAs, manager: User, account: Account, live_server: Any
) -> None:
    cookies = open_as(manager, account.get_absolute_url()).context.cookies()
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(account.get_absolute_url())

    page.get_by_role("button", name="Done: Invite the CIO").click()
    expect(page.get_by_text("“Invite the CIO” is now: Done.")).to_be_visible()
    page.get_by_role("link", name="Add an action").first.click()
    page.get_by_label("Action", exact=True).fill("Without a script")
    page.get_by_role("button", name="Add the action").click()

    row = page.locator("#objectives .action-row", has_text="Without a script")
    title = row.get_by_label("Action", exact=True)
    expect(title).to_have_value("Without a script")
    title.fill("By a button alone")
    title.locator("xpath=..").get_by_role("button", name="Save").click()
    expect(page.locator("#objectives .action-row", has_text="By a button alone")).to_be_visible()
    context.close()
