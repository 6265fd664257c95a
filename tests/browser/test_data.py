"""The Data pages in a real browser: a file comes in, is looked at, and becomes records."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from abmplanner.kit.actor import SYSTEM
from accounts.models import Opportunity, User
from tests.factories import AccountFactory, DataFeedFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenAs = Callable[..., Page]
DEALS = """Opportunity;Account;Stage;Created;Close date;Amount;Currency
Retrofit;Airbus;Gagné;03/04/2026;05/06/2026;1.234,50;EUR
Cabin;Airbus;Négociation;07/04/2026;;;EUR
Engine;;Négociation;07/04/2026;;800,00;EUR
Door;Airbus;Négociation;never;;800,00;EUR
"""


@pytest.fixture
def manager(transactional_db: Any) -> User:
    """An ABM manager with one account and one source."""
    person = UserFactory(name="Ada")
    account = AccountFactory(name="Airbus", team=[person])
    DataFeedFactory(account=account)
    return person


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page, where SHOTS says so."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"data-{name}.png", full_page=True)


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_becomes_deals(
    open_as: OpenAs, accessible: Any, manager: User, size: str, language: str, tmp_path: Path
) -> None:
    User.objects.filter(pk=manager.pk).update(language=language)
    file = tmp_path / "deals.csv"
    file.write_text(DEALS, encoding="cp1252")
    page = open_as(manager, "/data/", size)
    accessible(page)
    keep(page, f"list-empty-{size}-{language}")
    page.locator("a[href='/data/new/']").first.click()
    accessible(page)
    keep(page, f"new-{size}-{language}")

    page.locator("#id_file").set_input_files(file)
    page.locator("#id_kind").select_option("opportunities")
    page.locator("main form button[type=submit]").last.click()

    expect(page.locator("#id_encoding")).to_have_value("cp1252")
    expect(page.locator("#id_separator")).to_have_value(";")
    expect(page.locator("#id_decimal")).to_have_value(",")
    expect(page.locator("main .alert-box")).to_have_count(1)
    accessible(page)
    keep(page, f"preview-{size}-{language}")

    page.locator("#id_date_order").select_option("dmy")
    page.locator("button[name=start]").click()

    expect(page.locator(".tile-figure")).to_have_text(["2", "0", "0", "1", "1"])
    accessible(page)
    keep(page, f"result-{size}-{language}")
    page.locator(".tile a").last.click()
    expect(page.locator("#row-list tbody tr")).to_have_count(1)
    page.goto("/data/waiting/")
    accessible(page)
    keep(page, f"waiting-{size}-{language}")
    page.goto("/data/")
    accessible(page)
    keep(page, f"list-{size}-{language}")
    won = Opportunity.objects.visible_to(SYSTEM).get(name="Retrofit")
    assert (won.stage.outcome, str(won.tcv), str(won.created_at.date())) == (
        "won", "1234.5000", "2026-04-02"
    )  # fmt: skip
