"""What somebody typed is never lost: not by a reload, a stale save, or a session that ran out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Account, Objective, User
from tests.factories.account import AccountFactory
from tests.factories.plan import ObjectiveFactory
from tests.factories.user import PASSWORD, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
TITLE = "#id_title"
KEPT = "What you typed last time was kept"


@pytest.fixture
def person() -> User:
    return UserFactory(email="ana@example.org", administrator=True)


@pytest.fixture
def account() -> Account:
    return AccountFactory(name="Airbus")


@pytest.fixture
def objective(account: Account) -> Objective:
    return ObjectiveFactory(account=account, title="Meet the new COO")


def new_objective(account: Account) -> str:
    return f"{account.get_absolute_url()}objectives/new/"


def edit(objective: Objective) -> str:
    return f"/objectives/{objective.public_id}/edit/"


def drafts(page: Page) -> int:
    return page.evaluate(
        "Object.keys(sessionStorage).filter((key) => key.startsWith('draft:')).length"
    )


def test_typing_survives_a_reload_and_can_be_let_go(
    open_as: Open, person: User, objective: Objective
) -> None:
    page = open_as(person, edit(objective))
    page.locator(TITLE).fill("Meet the new COO in May")

    page.reload()

    expect(page.locator(TITLE)).to_have_value("Meet the new COO in May")
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.get_by_role("button", name="Let it go").click()
    expect(page.locator(TITLE)).to_have_value("Meet the new COO")
    page.reload()
    expect(page.get_by_text(KEPT)).to_have_count(0)


def test_typing_ends_with_saving_it(open_as: Open, person: User, objective: Objective) -> None:
    page = open_as(person, edit(objective))
    page.locator(TITLE).fill("Meet the new COO in May")

    page.get_by_role("button", name="Save").click()

    expect(page.locator("h1")).to_have_text("Airbus", timeout=15_000)
    assert drafts(page) == 0
    objective.refresh_from_db()
    assert objective.title == "Meet the new COO in May"


def test_typing_survives_a_session_that_ran_out(
    open_as: Open, person: User, objective: Objective
) -> None:
    page = open_as(person, edit(objective))
    page.locator(TITLE).fill("Meet the new COO in May")
    page.context.clear_cookies(name="sessionid")

    page.reload()
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.locator(TITLE)).to_have_value("Meet the new COO in May")


def test_typing_ends_with_signing_out(open_as: Open, person: User, objective: Objective) -> None:
    page = open_as(person, edit(objective))
    page.locator(TITLE).fill("Meet the new COO in May")

    page.locator("#person-menu summary").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page.locator("h1")).to_have_text("Sign in")
    assert drafts(page) == 0


def test_a_stale_save_shows_both_versions_and_keeps_the_typing(
    open_as: Open, person: User, objective: Objective, complaints: list[str]
) -> None:
    page = open_as(person, edit(objective))
    page.locator(TITLE).fill("Meet the new COO in May")
    Objective.objects.unscoped("somebody else saves").filter(pk=objective.pk).update(
        title="Meet the COO and the CFO", version=objective.version + 1
    )

    page.get_by_role("button", name="Save").click()

    expect(page.locator(".conflict-saved").first).to_have_text("Meet the COO and the CFO")
    expect(page.locator(".conflict-typed").first).to_have_text("Meet the new COO in May")
    expect(page.locator(TITLE)).to_have_value("Meet the new COO in May")
    page.get_by_role("button", name="Save mine anyway").click()
    expect(page.locator("h1")).to_contain_text("Airbus")
    objective.refresh_from_db()
    assert objective.title == "Meet the new COO in May"
    complaints.clear()  # htmx writes each refused answer to the console
