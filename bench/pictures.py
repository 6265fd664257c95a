"""Takes the pictures of the README from the demo: `make pictures`.

`make pictures ARGS="--every FOLDER"` takes one of each kind of page instead, for those who design:
by whoever keeps the plans, in both languages, wide and narrow, light and dark.
"""

import argparse
from itertools import product
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from abmplanner.demo.cast import ANA, HELENE
from bench.site import CHROMIUM, ROOT, SILENT, cookie_of, page_of, site
from tests.walking import kind_of, walk

LANGUAGES, THEMES = ("en", "fr"), ("light", "dark")
SIZES = {"wide": (1280, 860), "narrow": (390, 844)}
OF_README = (1280, 1240)  # what is asked for stands above what is shown: room for both
ACCOUNT = "Aerolys"


def main() -> None:
    """Take what the command line asks for."""
    parser = argparse.ArgumentParser(prog="make pictures", description=__doc__)
    parser.add_argument("--every", type=Path, metavar="FOLDER", help="one of each kind of page")
    asked = parser.parse_args()
    with site(measured=True) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(SILENT))
        if asked.every:
            take_every(browser, address, asked.every)
        else:
            take_those_of_the_readme(browser, address, ROOT / "docs")


def take_those_of_the_readme(browser: Browser, address: str, folder: Path) -> None:
    """Write the pictures that the README shows."""
    pictures = {
        "goals.png": (HELENE, "/goals/"),
        "plan.png": (ANA, page_of(ACCOUNT, "metrics:account_plan")),
        "people.png": (ANA, page_of(ACCOUNT, "accounts:contact_list") + "?view=chart"),
    }
    for name, (person, path) in pictures.items():
        page = opened(browser, address, person.email, OF_README)
        page.goto(path)
        settle(page)
        page.screenshot(path=folder / name)
        print(folder / name, flush=True)


def take_every(browser: Browser, address: str, folder: Path) -> None:
    """Write a picture of each kind of page that links lead to, in each way it can be seen."""

    def fetch(path: str) -> str | None:
        answer = page.context.request.get(address + path)
        text = answer.text() if "html" in answer.headers["content-type"] else ""
        return text if answer.ok and "<html" in text else None

    page = opened(browser, address, ANA.email)
    known = walk(fetch)
    for language, theme, (size, shape) in product(LANGUAGES, THEMES, SIZES.items()):
        page = opened(browser, address, ANA.email, shape, theme, language)
        place = folder / f"{language}-{theme}-{size}"
        place.mkdir(parents=True, exist_ok=True)
        for path in known.values():
            page.goto(path)
            settle(page)
            name = (kind_of(path) or "").replace(":", "-").replace(" ", "-")
            page.screenshot(path=place / f"{name}.png", full_page=True)
        print(place, len(known), flush=True)


def opened(
    browser: Browser,
    address: str,
    email: str,
    shape: tuple[int, int] = SIZES["wide"],
    theme: str = "light",
    language: str = "en",
) -> Page:
    """Return a page of a browser in which somebody is signed in."""
    width, height = shape
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
    )
    cookie = cookie_of(email)
    kept = {cookie["name"]: cookie["value"], settings.LANGUAGE_COOKIE_NAME: language}
    context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in kept.items()]
    )
    return context.new_page()


def settle(page: Page) -> None:
    """Wait until charts are drawn and nothing moves."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(300)


if __name__ == "__main__":
    main()
