"""The keys of the API in a real browser: made behind the password, shown once, revoked."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.callers import with_secret
from tests.factories import UserFactory
from tests.factories.user import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page, where SHOTS says so."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"key-{name}.png", full_page=True)


@pytest.mark.parametrize(("size", "language"), [("desktop", "en"), ("phone", "fr")])
def test_a_key_is_made_shown_once_and_revoked(
    open_as: Callable[..., Page],
    accessible: Any,
    transactional_db: Any,
    size: str,
    language: str,
) -> None:
    person = UserFactory(sales=True, language=language)
    page = open_as(person, "/keys/", size)
    accessible(page)
    page.locator("main a[href='/keys/new/']").click()
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")

    page.locator("#id_name").fill("Nightly export")
    accessible(page)
    keep(page, f"new-{size}-{language}")
    page.locator("main form button[type=submit]").last.click()

    field = page.locator("#secret")
    expect(field).to_have_value(re.compile(r"abm_[0-9a-f]{12}_[0-9a-f]{64}"))
    accessible(page)
    keep(page, f"made-{size}-{language}")
    secret = field.input_value()
    assert with_secret(secret).get("accounts/").status_code == 200

    page.locator("main a.btn-primary").click()
    expect(page.locator("main")).to_contain_text("Nightly export")
    assert secret not in page.content()
    accessible(page)
    keep(page, f"list-{size}-{language}")
    page.locator("main tbody a").first.click()
    accessible(page)
    page.locator("main form button[type=submit]").last.click()

    expect(page.locator("main tbody a")).to_have_count(0)
    assert with_secret(secret).get("accounts/").status_code == 401
