"""Addresses of pages about one thing each, for lists that lead to many of them."""

from functools import cache
from typing import Any
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

NOBODY = UUID(int=0)


def address_of(view: str, public_id: Any) -> str:
    """Return the address of a page that takes a public id, by the name of its route."""
    return pattern(view, get_urlconf(), get_script_prefix()).replace(str(NOBODY), str(public_id))


@cache
def pattern(view: str, urlconf: Any, _prefix: str) -> str:
    """Return what the addresses of a route look like: looked up once, not once a row."""
    return reverse(view, urlconf, args=[NOBODY])
