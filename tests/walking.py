"""Walks through a site by its links, as somebody would who opens each kind of page once."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import Resolver404, resolve

LEFT_OUT = {"account_logout", "styleguide", "schema"}
CHOICES = ("view", "by")  # words of an address that make another page of it

Fetch = Callable[[str], str | None]


class Links(HTMLParser):
    """Collects where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of a link that opens here."""
        attributes = dict(attrs)
        if tag == "a" and "download" not in attributes and attributes.get("href"):
            self.found.append(str(attributes["href"]))


def walk(fetch: Fetch, starts: Iterable[str] = ("/",)) -> dict[str, str]:
    """Return one address of each kind of page that links lead to; what is no page is left out.

    fetch returns the page at an address, or None where there is none to look at.
    """
    ahead, seen, found = deque(starts), set[str](), dict[str, str]()
    while ahead:
        address = ahead.popleft()
        kind = kind_of(address)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        page = fetch(address)
        if page is not None:
            found[kind] = address
            ahead.extend(links(page, address))
    return found


def kind_of(address: str) -> str | None:
    """Return what kind of page lies at an address: its route, and the choice made there."""
    parts = urlsplit(address)
    if parts.netloc:
        return None
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return None
    chosen = [value for key in CHOICES for value in parse_qs(parts.query).get(key, ())]
    return None if name in LEFT_OUT else " ".join([name, *chosen])


def links(page: str, address: str) -> Iterator[str]:
    """Yield where the links of a page lead on this site."""
    parser = Links()
    parser.feed(page)
    for href in parser.found:
        yield urljoin(address, href).partition("#")[0]


def skeleton(page: str) -> frozenset[str]:
    """Return of what a page is built, whatever it says: its tags with their classes."""
    main = page.partition("<main")[2]
    return frozenset(re.findall(r'<(\w+(?:[^>]*? class="[^"]*")?)', main))
