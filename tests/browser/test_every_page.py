"""Every page that links lead to, as the demo fills it: for axe, in both languages, on each size.

Whoever keeps the plans sees each page four times; the others see those that differ for them once.
"""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page

from abmplanner.demo.cast import ADMIN, ANA, HELENE, MARC
from accounts.models import User
from tests.browser.conftest import AT_REST, RULES, SIZES
from tests.walking import skeleton, walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OTHERS = {HELENE: "desktop", ADMIN: "desktop", MARC: "phone"}
ZOOMED = {"200 %": 640, "400 %": 320}  # of a window of 1280 pixels
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
ENOUGH = 60  # kinds of pages: fewer, and the walk went astray


@pytest.fixture
def told(transactional_db: Any) -> None:
    """The demo, measured as of yesterday; how it came to that is not."""
    call_command("demo_data", weeks=0, verbosity=0)


def test_every_page_can_be_used_by_everyone(
    told: None,
    base_url: str,
    open_as: Callable[..., Page],
    quiet_page: Page,
    complaints: list[str],
) -> None:
    pages, problems = Pages(open_as, complaints), []
    keeper = User.objects.get(email=ANA.email)
    known = pages.of(keeper)
    assert len(known) > ENOUGH

    for language in ("en", "fr"):
        speak(quiet_page, base_url, language)
        for address in known:
            problems += pages.look(keeper, address, *SIZES)
        assert quiet_page.locator("html").get_attribute("lang") == language
    for one, size in OTHERS.items():
        person = User.objects.get(email=one.email)
        for address, built in pages.of(person).items():
            if known.get(address) != built:
                problems += pages.look(person, address, size)

    assert not problems, "\n".join(problems)


def speak(page: Page, site: str, language: str) -> None:
    """Let the browser keep a language, as it does once somebody chose one."""
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language}
    page.context.add_cookies([{**cookie, "url": site}])


class Pages:
    """What is on the site for somebody, and what is wrong with it."""

    def __init__(self, open_as: Callable[..., Page], complaints: list[str]) -> None:
        self.open_as, self.complaints = open_as, complaints

    def of(self, person: User) -> dict[str, frozenset[str]]:
        """Return the address of each kind of page for somebody, with what it is built of."""
        client, built = Client(), {}
        client.force_login(person)

        def fetch(address: str) -> str | None:
            answer = client.get(address)
            page = answer.content.decode() if not answer.streaming else ""
            if answer.status_code != 200 or "<html" not in page:
                return None
            built[address] = skeleton(page)
            return page

        walk(fetch)
        return built

    def look(self, person: User, address: str, *sizes: str) -> list[str]:
        """Return what axe, the console and the width say of a page."""
        page, said = self.open_as(person, address, sizes[0]), []
        for size in sizes:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_load_state("load")
            page.evaluate(AT_REST)
            said += [f"{address} for {person.name}, {size}: {each}" for each in self.faults(page)]
        for magnified, width in ZOOMED.items():
            page.set_viewport_size({"width": width, "height": 512})
            if page.evaluate(TOO_WIDE):
                said.append(f"{address} for {person.name} scrolls sideways at {magnified}")
        return said

    def faults(self, page: Page) -> list[str]:
        """Return the rules that the page breaks as it stands."""
        found = [f"the browser says {each}" for each in self.complaints]
        answer = Axe().run(page, options={"preload": False, "runOnly": RULES})
        self.complaints.clear()  # axe writes styles of its own into the page
        broken = answer.response["violations"]
        found += [f"{rule['id']} in {rule['nodes'][0]['html']}" for rule in broken]
        if page.evaluate(TOO_WIDE):
            found.append("it scrolls sideways")
        return found
