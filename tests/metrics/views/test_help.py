"""Pages of help: reached from numbers, catalogue, frame and search; what holds here is on them."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from accounts.enums import RecordType
from accounts.models import Account, User
from metrics.catalogue.help.pages import PAGES
from metrics.phrases import sentence
from metrics.queries.parameters import DELIVERED
from metrics.queries.worked import worked
from metrics.views.help import filled
from tests.factories import DataFeedFactory, ParameterSetFactory

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str) -> str:
    """Return a page that is there."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("key", PAGES)
def test_each_page_says_what_it_takes_does_and_promises(
    browser_of: BrowserOf, seller: User, key: str, language: str
) -> None:
    page, client = PAGES[key], browser_of(seller)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    text = text_of(client, f"/help/{key}/")

    with translation.override(language):
        for words in (page.title, page.lead, *page.guarantees):
            assert escape(filled(words, DELIVERED)) in text
        for each in page.examples:
            found = worked(each)
            assert escape(found.told.to(language)) in text
            assert not found.answer or escape(sentence(found.answer)) in text
    assert "{" not in text.partition('<article class="manual-text">')[2].partition("</article>")[0]


def test_a_page_that_does_not_exist_is_not_found(browser_of: BrowserOf, seller: User) -> None:
    assert browser_of(seller).get("/help/nothing/").status_code == 404


def test_settings_that_hold_are_in_the_steps_and_below(browser_of: BrowserOf, leader: User) -> None:
    ParameterSetFactory(values={"influence_days": 77, "attribution_model": "linear"})
    text = text_of(browser_of(leader), "/help/overall/")

    assert "in the 77 days before it began" in text
    assert "by the model that is set: Linear." in text
    assert "As delivered 180 days" in " ".join(text.split())


def test_records_say_what_brings_them_here_or_that_nothing_does(
    browser_of: BrowserOf, leader: User
) -> None:
    DataFeedFactory(record_type=RecordType.RESPONSE, source="our survey")
    text = text_of(browser_of(leader), "/help/awareness/")

    assert "our survey, live since" in text
    assert "No feed" in text


def test_an_opened_number_and_its_indicator_lead_to_the_help(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    client, where = browser_of(seller), 'href="/help/finance/#close_rate"'

    assert where in text_of(client, f"/measures/close_rate/?scope=account:{account.public_id}")
    assert where in text_of(client, "/catalogue/close_rate/")
    assert 'id="close_rate"' in text_of(client, "/help/finance/")
    assert 'href="/help/finance/"' in text_of(client, "/catalogue/")


def test_the_frame_and_the_search_lead_to_the_help(browser_of: BrowserOf, seller: User) -> None:
    client = browser_of(seller)

    assert 'href="/help/"' in text_of(client, "/goals/")
    assert 'href="/help/attribution/"' in text_of(client, "/search/?q=attribution")
    assert 'href="/help/goals/"' in text_of(client, "/help/")
