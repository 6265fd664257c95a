"""A real browser, and what it must not complain about."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client, override_settings
from playwright.sync_api import Page, expect

from accounts.models import User

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SILENT = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MEANT = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")  # refused, overtaken
PARTS_OF_A_PAGE = {"stylesheet", "script", "image", "font"}
PATIENCE = 15_000  # ms: a busy machine is no failure
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="session", autouse=True)
def synchronous_browser() -> None:
    """Let Django's database be used in the thread where Playwright runs its loop."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's own Chromium; without one, say what to install."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"No browser at {CHROMIUM}: apt-get install chromium, or set CHROMIUM.")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": SILENT}


@pytest.fixture(scope="session")
def unhashed_files() -> Iterator[None]:
    """Serve static files from where they lie: the server starts before a test sets anything."""
    files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": files},
        WHITENOISE_USE_FINDERS=True,
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture(scope="session")
def base_url(unhashed_files: None, live_server: Any) -> str:
    """The address of the site under test."""
    return str(live_server.url)


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about so far."""
    return []


@pytest.fixture
def quiet_page(page: Page, live_server: Any, complaints: list[str]) -> Iterator[Page]:
    """A page that must not complain: no message, no error, no request to another host.

    An answer of 4xx to the page itself or to htmx is no complaint: tests ask for some. Nor is a
    request of htmx that a newer one overtook.
    """

    def hear(message: Any) -> None:
        if message.type in {"warning", "error"} and not message.text.startswith(MEANT):
            complaints.append(f"{message.type}: {message.text}")

    def look(response: Any) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS_OF_A_PAGE:
            complaints.append(f"{response.status}: {response.url}")

    def follow(request: Any) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            complaints.append(f"foreign request: {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("response", look)
    page.on("request", follow)
    page.set_default_timeout(PATIENCE)
    yield page
    assert complaints == []


@pytest.fixture
def open_as(quiet_page: Page, live_server: Any) -> Callable[..., Page]:
    """Open an address as a person, without walking through the sign-in."""

    def open_page(person: User | None, path: str, size: str = "desktop") -> Page:
        width, height = SIZES[size]
        quiet_page.set_viewport_size({"width": width, "height": height})
        if person is not None:
            client = Client()
            client.force_login(person)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            quiet_page.context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
        quiet_page.goto(path)
        return quiet_page

    return open_page


# What fades in has little contrast on its way; what turns for ever never arrives.
AT_REST = """() => Promise.all(
    document.getAnimations()
        .filter((each) => each.effect?.getComputedTiming().iterations !== Infinity)
        .map((each) => each.finished.catch(() => {}))
).then(() => true)"""


@pytest.fixture
def accessible(complaints: list[str]) -> Callable[[Page], None]:
    """Assert that axe finds nothing on the page, and that it does not scroll sideways."""

    def check(page: Page) -> None:
        page.wait_for_load_state("load")  # words may be there before the styles are
        page.evaluate(AT_REST)
        heard = len(complaints)
        found = Axe().run(page, options={"preload": False, "runOnly": RULES})
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        del complaints[heard:]  # axe writes styles of its own into the page
        assert [
            (each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]
        ] == []
        assert width <= 0

    return check
