"""The frame of every page: signing in, language, theme, menus, errors; by keyboard, unscripted."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from tests.factories.user import PASSWORD, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
Check = Callable[[Page], None]
OUTSIDE = ["/login/", "/password/reset/", "/password/reset/done/", "/inactive/"]
OWN = ["/sessions/", "/2fa/", "/email/", "/logout/", "/nowhere/"]


@pytest.fixture
def person() -> User:
    return UserFactory(email="ana@example.org", name="Ana Ruiz")


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_of_the_frame_are_accessible(
    open_as: Open, accessible: Check, person: User, size: str, language: str
) -> None:
    page = open_as(None, "/login/", size)
    page.get_by_role("button", name=language.upper()).click()

    for path in OUTSIDE:
        accessible(open_as(None, path, size))
    for path in OWN:
        accessible(open_as(person, path, size))
    page.locator("#person-menu summary").click()
    accessible(page)
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_one_signs_in_by_keyboard_alone(open_as: Open, person: User) -> None:
    page = open_as(None, "/login/?next=/sessions/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Sessions")


def test_a_wrong_password_says_so_beside_what_was_typed(open_as: Open, person: User) -> None:
    page = open_as(None, "/login/")

    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(page.get_by_label("E-mail")).to_have_value(person.email)


def test_the_language_chosen_is_kept_for_the_person(open_as: Open, person: User) -> None:
    page = open_as(person, "/sessions/")

    page.locator("#person-menu summary").click()
    page.get_by_role("button", name="FR").click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    person.refresh_from_db()
    assert person.language == "fr"


def test_a_person_is_spoken_to_in_their_language_on_a_new_machine(
    open_as: Open, person: User
) -> None:
    UserFactory(email="bruno@example.org", language="fr")
    page = open_as(None, "/login/?next=/sessions/")
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.get_by_label("E-mail").fill("bruno@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_the_theme_chosen_is_there_before_any_script_runs(open_as: Open, person: User) -> None:
    page = open_as(person, "/sessions/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)

    page.locator("#person-menu summary").click()
    page.get_by_role("button", name="Dark").click()

    dark = page.evaluate(ground)
    assert dark != light
    answer = page.request.get(page.url)
    assert '<html lang="en" data-theme="dark">' in answer.text()
    page.get_by_role("button", name="As the system").click()
    assert page.evaluate(ground) == light


def test_a_menu_closes_by_escape_and_gives_focus_back(open_as: Open, person: User) -> None:
    page = open_as(person, "/sessions/")
    summary = page.locator("#person-menu summary")

    summary.press("Enter")
    expect(page.get_by_role("link", name="Second factor")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Second factor")).to_be_hidden()
    expect(summary).to_be_focused()


def test_an_error_in_a_part_is_a_toast_that_can_be_closed(
    open_as: Open, person: User, complaints: list[str]
) -> None:
    page = open_as(person, "/sessions/")

    page.evaluate("htmx.ajax('GET', '/nowhere/', '#main')")

    toast = page.locator("#toasts .alert-box")
    expect(toast).to_contain_text("There is nothing here for you")
    expect(page.locator("h1")).to_contain_text("Sessions")
    toast.get_by_role("button", name="Close").click()
    expect(toast).to_have_count(0)
    assert len(complaints) == 1  # htmx writes each refused answer to the console
    complaints.clear()


def test_without_a_script_one_signs_in_and_changes_the_language(
    browser: Browser, live_server: Any, person: User
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/login/?next=/sessions/")

    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("#person-menu summary").click()
    page.get_by_role("button", name="FR").click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    context.close()


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_component_is_accessible_in_both_themes(
    open_as: Open, accessible: Check, person: User, theme: str, size: str
) -> None:
    accessible(open_as(person, f"/styleguide/?theme={theme}", size))
