"""Work on a plan in a real browser: typing in place, undo, places, mentions, keys."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Account, Action, Comment, Notification, Objective, User
from tests.factories import (
    AccountFactory,
    ActionFactory,
    GoalFactory,
    ObjectiveFactory,
    PlanFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    ReviewFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenAs = Callable[..., Page]


def rows(model: Any) -> Any:
    """Return the rows of a model that nobody removed."""
    return model.objects.unscoped("a test").filter(removed_at=None)


@pytest.fixture
def manager(transactional_db: Any) -> User:
    """An ABM manager."""
    return UserFactory(name="Ada")


@pytest.fixture
def account(manager: User) -> Account:
    """An account with two objectives and three actions."""
    program = ProgramFactory()
    ProgramAssignmentFactory(user=manager, program=program)
    seller = UserFactory(name="Sam Weller", sales=True)
    account = AccountFactory(name="Airbus", team=[seller], programs=[program])
    PlanFactory(account=account, ambition="Two of four plants")
    first = ObjectiveFactory(account=account, title="Win the retrofit", position=0)
    ObjectiveFactory(account=account, title="Be recommended", position=1)
    for place, title in enumerate(("Invite", "Call", "Write")):
        ActionFactory(objective=first, title=title, position=place)
    GoalFactory(account=account, objective=first)
    ReviewFactory(account=account)
    return account


def title_of(page: Page, objective: Objective) -> Any:
    """Return the field of an objective's title."""
    return page.locator(f"#typed-title-{objective.public_id}")


def objective(title: str) -> Objective:
    """Return an objective by its title."""
    found: Objective = rows(Objective).get(title=title)
    return found


def test_a_title_is_saved_as_it_is_typed_and_says_so(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())
    row = objective("Win the retrofit")

    title_of(page, row).fill("Win the retrofit of Toulouse")
    title_of(page, row).blur()

    expect(page.get_by_text("Saved at")).to_be_visible()
    assert rows(Objective).get(pk=row.pk).title == "Win the retrofit of Toulouse"


def test_two_people_on_one_field_both_keep_their_words(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())
    row = objective("Win the retrofit")
    Objective.objects.unscoped("a test").filter(pk=row.pk).update(title="Theirs", version=2)

    title_of(page, row).fill("Mine")
    title_of(page, row).blur()

    conflict = page.locator(".typed-conflict")
    expect(conflict).to_contain_text("Theirs")
    expect(title_of(page, row)).to_have_value("Mine")
    conflict.get_by_role("button", name="Keep mine").click()
    expect(page.get_by_text("Saved at")).to_be_visible()
    assert rows(Objective).get(pk=row.pk).title == "Mine"


def test_another_field_of_the_row_is_no_conflict(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())
    row = objective("Win the retrofit")
    Objective.objects.unscoped("a test").filter(pk=row.pk).update(why="They said so", version=2)

    title_of(page, row).fill("Mine")
    title_of(page, row).blur()

    expect(page.get_by_text("Saved at")).to_be_visible()
    after = rows(Objective).get(pk=row.pk)
    assert (after.title, after.why) == ("Mine", "They said so")


def test_an_action_that_was_removed_comes_back_by_a_key(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())
    action = rows(Action).get(title="Call")

    page.locator(f"#menu-{action.public_id} > summary").click()
    page.locator(f"#menu-{action.public_id}").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The action is removed.")).to_be_visible()
    expect(page.locator(f"#action-{action.public_id}")).to_have_count(0)
    page.keyboard.press("u")

    expect(page.locator(f"#action-{action.public_id}")).to_be_visible()
    assert rows(Action).filter(pk=action.pk).exists()


def test_rows_move_by_keyboard_and_keep_focus(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())
    action = rows(Action).get(title="Write")
    up = page.locator(f"#up-{action.public_id}")

    up.focus()
    with page.expect_response("**/move/"):
        page.keyboard.press("Enter")

    expect(up).to_be_focused()
    expect(page.locator("#typed-said")).to_have_text("Place 2 of 3")
    titles = rows(Action).order_by("position").values_list("title", flat=True)
    assert list(titles) == ["Invite", "Write", "Call"]


def test_rows_are_dragged_by_their_handle(open_as: OpenAs, manager: User, account: Account) -> None:
    page = open_as(manager, account.get_absolute_url())
    last, first = (rows(Action).get(title=title) for title in ("Write", "Invite"))
    handle = page.locator(f"#action-{last.public_id} [data-handle]")
    target = page.locator(f"#action-{first.public_id}")
    target.scroll_into_view_if_needed()
    page.locator(f"#action-{last.public_id}").hover()
    start, end = handle.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None

    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"] + 2, steps=6)
    with page.expect_response("**/move/"):
        page.mouse.up()

    titles = rows(Action).order_by("position").values_list("title", flat=True)
    assert list(titles) == ["Write", "Invite", "Call"]


def test_a_colleague_is_named_by_keyboard(open_as: OpenAs, manager: User, account: Account) -> None:
    page = open_as(manager, account.get_absolute_url())
    row = objective("Win the retrofit")
    page.locator(f"#comments-{row.public_id} > summary").click()
    say = page.locator(f"#say-{row.public_id}")

    say.press_sequentially("@wel")
    expect(page.get_by_role("option", name="Sam Weller")).to_be_visible()
    page.keyboard.press("Enter")
    expect(say).to_have_value("@Sam Weller ")
    say.press_sequentially("can you?")
    page.locator(f"#comments-{row.public_id}").get_by_role("button", name="Say it").click()

    expect(page.locator(".mention")).to_have_text("@Sam Weller")
    assert rows(Comment).count() == 1
    assert Notification.objects.unscoped("a test").get().user.name == "Sam Weller"


def test_an_action_is_two_clicks_away_from_anywhere(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    open_as(manager, account.get_absolute_url())
    page = open_as(manager, "/goals/")

    page.keyboard.press("c")
    page.locator("#drawer").get_by_role("link", name="Airbus").click()
    page.get_by_label("Action", exact=True).fill("Send the offer")
    page.get_by_role("button", name="Add the action").click()

    expect(page.get_by_text("The action is planned.")).to_be_visible()
    assert rows(Action).filter(title="Send the offer").exists()


def test_on_an_account_s_page_the_account_is_chosen_already(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    page = open_as(manager, account.get_absolute_url())

    page.locator("#quick-action").click()

    expect(page.locator("#drawer").get_by_label("Objective")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_of_plan_work_are_accessible_and_fit(
    open_as: OpenAs,
    accessible: Callable[[Page], None],
    manager: User,
    account: Account,
    size: str,
    language: str,
) -> None:
    User.objects.filter(pk=manager.pk).update(language=language)
    plan = account.get_absolute_url()
    for path in (
        plan,
        f"{plan}changes/",
        f"{plan}timeline/",
        f"{plan}start/",
        f"{plan}template/",
        "/templates/",
        "/notifications/",
        "/actions/new/",
        f"/actions/new/?account={account.public_id}",
    ):
        accessible(open_as(manager, path, size))


def test_the_field_of_search_recalls_what_was_looked_at(
    open_as: OpenAs, manager: User, account: Account
) -> None:
    open_as(manager, account.get_absolute_url())
    page = open_as(manager, reverse("metrics:goal_list"))

    page.keyboard.press("/")

    expect(page.locator("#seek-found").get_by_role("link", name="Airbus")).to_be_visible()
