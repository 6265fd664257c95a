"""Pages of goals, numbers and indicators in a real browser."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from metrics.actions.measurement import keep_accounts
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
        "past board": reverse("metrics:goal_list") + "?group=program&as_of=2019-12-31",
        "nonsense": reverse("metrics:goal_list") + "?period=custom&as_of=2090-01-01",
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
    ["board", "families", "past board", "nonsense", "goal", "new goal", "delete", "number",
     "formula", "set", "add", "catalogue", "indicator", "builder"],
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


def test_time_is_chosen_by_keyboard_and_goes_along(
    open_as: Callable[..., Page], account: Any, manager: Any
) -> None:
    page = open_as(manager, reverse("metrics:goal_list") + "?group=family")
    chooser = page.locator(".period > summary")
    yesterday = timezone.localdate() - timedelta(days=1)

    chooser.press("Enter")
    expect(page.get_by_label("As of")).to_be_visible()
    expect(page.get_by_label("First day")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_label("As of")).to_be_hidden()
    expect(chooser).to_be_focused()

    chooser.press("Enter")
    page.get_by_label("As of").fill(str(yesterday))
    page.get_by_label("As of").press("Enter")
    expect(page).to_have_url(re.compile(rf"as_of={yesterday}&group=family$"))
    page.get_by_role("link", name="Net Promoter Score").click()
    expect(page).to_have_url(re.compile(rf"/goals/[^/]*/\?as_of={yesterday}$"))
    page.get_by_role("link", name="Back to today").click()
    expect(page.locator(".period > summary")).to_contain_text("as of today")


def test_point_of_a_trend_opens_from_the_table_below_it_and_leads_back(
    open_as: Callable[..., Page], account: Any, manager: Any
) -> None:
    goal = account.goals.unscoped("a test looks for the goal").get()
    for days in (1, 3):
        keep_accounts([account.pk], as_of=timezone.localdate() - timedelta(days=days))
    here = reverse("metrics:goal_detail", args=[goal.public_id])
    page = open_as(manager, here)

    page.locator("#goal-trend summary").press("Enter")
    page.locator("#goal-trend-table a").last.press("Enter")
    expect(page.locator(".opened-sentence")).to_contain_text("customers answered")
    page.get_by_role("link", name="Back", exact=True).press("Enter")
    expect(page).to_have_url(re.compile(rf"{here}$"))


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
    page.get_by_label("From other indicators").check()
    formula = page.get_by_label("Formula")

    formula.fill("nps_promoters + ")
    formula.blur()
    expect(page.locator(".field-error")).to_contain_text("character")
    formula.fill("nps_promoters + nps_detractors")
    formula.blur()

    expect(page.locator(".sample")).to_contain_text("5")


def test_keys_of_a_formula_are_offered_and_taken_by_keyboard(
    open_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    account: Any,
    manager: Any,
) -> None:
    page = open_as(manager, reverse("metrics:indicator_create") + "?kind=formula")
    field = page.locator("#id_formula")
    field.focus()

    page.keyboard.type("ratio(nps_prom")
    listed = page.get_by_role("listbox")
    expect(listed.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(field).to_have_value("ratio(nps_promoters")
    page.keyboard.type(", nps_")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("mentions-.*-1"))
    page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    page.keyboard.press("Control+Space")
    expect(listed).to_be_visible()
    accessible(page)


@pytest.mark.parametrize("kind", ["survey", "conversion", "aggregate"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_each_way_of_making_an_indicator_can_be_used_by_all(
    open_as: Callable[..., Page],
    accessible: Callable[[Page], None],
    account: Any,
    manager: Any,
    kind: str,
    size: str,
) -> None:
    page = open_as(manager, reverse("metrics:indicator_create") + f"?kind={kind}", size=size)

    expect(page.get_by_role("heading", name="What is good")).to_be_visible()
    accessible(page)


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
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("details.parts summary").focus()
    page.keyboard.press("Enter")
    expect(found).to_be_hidden()
    assert not asked, "leaving the field of a search asks nothing again"
