"""The search page, and the part that opens below the field of every page."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Account, User

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SEEK = {"HX-Request": "true", "HX-Target": "seek-found"}


def test_a_page_without_a_script_shows_what_was_found(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    page = browser_of(seller).get("/search/", {"q": "airb"}).content.decode()
    assert account.get_absolute_url() in page
    assert 'value="airb"' in page


def test_the_field_of_every_page_takes_the_part_alone(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    page = browser_of(seller).get("/search/", {"q": "airb"}, headers=SEEK).content.decode()
    assert page.strip().startswith('<div class="found" id="seek-found" data-said="1 found">')
    assert account.get_absolute_url() in page


def test_nothing_found_says_so_and_keeps_the_words(browser_of: BrowserOf, seller: User) -> None:
    page = browser_of(seller).get("/search/", {"q": "<b>nobody"}).content.decode()
    assert "Nothing that you may see matches “&lt;b&gt;nobody”." in page


def test_one_letter_is_too_short(browser_of: BrowserOf, seller: User) -> None:
    page = browser_of(seller).get("/search/", {"q": "a"}).content.decode()
    assert "Two letters at least." in page
