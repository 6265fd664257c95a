"""Pages of goals, numbers and indicators in a real browser."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories import (
    AccountFactory,
    CustomIndicatorFactory,
    DataFeedFactory,
    GoalFactory,
    IndicatorSetFactory,
    ObjectiveFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    ResponseFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def account() -> Any:
    """An account with answers, a goal, a set, and an indicator of its own."""
    account = AccountFactory(name="Aerolys", programs=[ProgramFactory(name_en="Key accounts")])
    DataFeedFactory(record_type="response")
    for days, score in enumerate((10, 10, 10, 9, 0), start=1):
        at = timezone.now() - timedelta(days=days)
        ResponseFactory(account=account, score=score, responded_at=at)
    today = timezone.localdate()
    GoalFactory(
        account=account,
        objective=ObjectiveFactory(account=account, title="Win their trust"),
        starts_on=today - timedelta(days=90),
        due_on=today + timedelta(days=90),
    )
    IndicatorSetFactory(account=account)
    CustomIndicatorFactory(key="loudness", name_en="Loudness", state="active")
    return account


@pytest.fixture
def manager(account: Any) -> Any:
    """A manager of the account's program."""
    person = UserFactory(name="Ana")
    enrolment = account.enrolments.unscoped("a test looks for the program").get()
    ProgramAssignmentFactory(user=person, program=enrolment.program)
    return person


def pages(account: Any) -> dict[str, str]:
    """Return the addresses of the pages under test."""
    goal = account.goals.unscoped("a test looks for the goal").get()
    own = {"args": [account.public_id]}
    scope = f"?scope=account:{account.public_id}"
    return {
        "board": reverse("metrics:goal_list"),
        "families": reverse("metrics:goal_list") + "?group=family",
        "goal": reverse("metrics:goal_detail", args=[goal.public_id]),
        "new goal": reverse("metrics:goal_create", **own) + "?indicator_key=nps",
        "delete": reverse("metrics:goal_delete", args=[goal.public_id]),
        "number": reverse("metrics:answer_detail", args=["nps"]) + scope,
        "formula": reverse("metrics:answer_detail", args=["loudness"]) + scope,
        "set": reverse("metrics:indicator_set", **own),
        "add": reverse("metrics:indicator_set_add", **own),
        "catalogue": reverse("metrics:indicator_list"),
        "indicator": reverse("metrics:indicator_detail", args=["loudness"]),
        "builder": reverse("metrics:indicator_create"),
    }


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize(
    "name",
    ["board", "families", "goal", "new goal", "delete", "number", "formula", "set", "add",
     "catalogue", "indicator", "builder"],
)  # fmt: skip
def test_page_is_quiet_and_accessible(
    open_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    account: Any,
    manager: Any,
    name: str,
    size: str,
) -> None:
    page = open_as(manager, pages(account)[name], size)

    accessible(page)


def test_goal_is_set_on_what_is_measured_and_its_number_opens_and_closes(
    open_as: Callable[..., Page], account: Any, manager: Any
) -> None:
    page = open_as(manager, reverse("metrics:goal_create", args=[account.public_id]))

    page.get_by_label("Indicator").select_option("nps")
    expect(page.locator(".measured")).to_contain_text("+60")
    page.get_by_label("Target").fill("80")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Net Promoter Score")
    expect(page.locator(".bullet")).to_contain_text("target +80")

    page.goto(reverse("metrics:goal_list") + "?group=family")
    page.get_by_role("link", name="+60").first.click()
    expect(page.locator(".opened-sentence")).to_contain_text("5 customers answered")
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page).to_have_url(re.compile(r"/goals/\?group=family$"))


def test_choosing_a_type_changes_the_fields_and_keeps_the_rest(
    open_as: Callable[..., Page], account: Any, manager: Any
) -> None:
    page = open_as(manager, reverse("metrics:goal_create", args=[account.public_id]))
    page.get_by_label("Weight").fill("3")

    page.get_by_label("Type of goal").select_option("range")

    expect(page.get_by_label("Upper end of the range")).to_be_visible()
    expect(page.get_by_label("Starting value")).to_have_count(0)
    expect(page.get_by_label("Weight")).to_have_value("3")


def test_builder_says_where_a_formula_is_wrong_before_it_is_saved(
    open_as: Callable[..., Page], account: Any, manager: Any
) -> None:
    page = open_as(manager, reverse("metrics:indicator_create"))
    page.get_by_label("Made").select_option("formula")
    formula = page.get_by_label("Formula")

    formula.fill("nps_promoters + ")
    formula.blur()
    expect(page.locator(".field-error")).to_contain_text("character")
    formula.fill("nps_promoters + nps_detractors")
    formula.blur()

    expect(page.locator(".sample")).to_contain_text("5")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_filters_are_folded_on_a_phone_alone_and_say_how_many_narrow(
    open_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    account: Any,
    manager: Any,
    size: str,
) -> None:
    page = open_as(manager, reverse("metrics:goal_list"), size)
    fold, status = page.locator(".filters-fold summary"), page.locator("#id_status")
    count = page.locator(".filters-count")

    if size == "desktop":
        expect(fold).to_be_hidden()
    else:
        expect(status).to_be_hidden()
        fold.focus()
        page.keyboard.press("Enter")
    expect(status).to_be_visible()
    accessible(page)
    status.select_option("at_risk")
    expect(page).to_have_url(re.compile("status=at_risk"))
    expect(count.locator("b")).to_have_text("1")
    page.reload()
    expect(count.locator("b")).to_have_text("1")


def test_a_search_of_the_catalogue_opens_what_it_finds(
    open_as: Callable[..., Page], accessible: Callable[[Page], None], manager: Any
) -> None:
    page = open_as(manager, reverse("metrics:indicator_list"), "phone")
    found = page.get_by_role("link", name="Close rate by value")

    expect(found).to_be_hidden()
    page.get_by_label("Name").fill("rate by value")
    expect(found).to_be_visible()
    accessible(page)
    page.locator("details.parts summary").focus()
    page.keyboard.press("Enter")
    expect(found).to_be_hidden()
