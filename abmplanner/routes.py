"""Every route of the router, flat: the checks, the tests and the policy speak of these."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the site: the name of its view, how it is written, and what answers there."""

    name: str
    pattern: str
    view: Any
    parameters: tuple[str, ...]

    @property
    def serializer(self) -> bool:
        """Tell whether REST framework answers here."""
        return hasattr(self.view, "cls") and hasattr(self.view.cls, "authentication_classes")


def addresses() -> list[Address]:
    """Return every address that the router knows, in the order in which it looks."""
    return list(_below(get_resolver(), (), "", ()))


def _below(
    resolver: URLResolver, spaces: tuple[str, ...], above: str, given: tuple[str, ...]
) -> Iterator[Address]:
    """Yield the addresses below a resolver, with what stands before them."""
    for entry in resolver.url_patterns:
        written = f"{above}{entry.pattern}"
        named = (*given, *parameters_of(entry))
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _below(entry, inner, written, named)
        else:
            name = ":".join((*spaces, entry.name or ""))
            yield Address(name, written, entry.callback, named)


def parameters_of(entry: URLPattern | URLResolver) -> tuple[str, ...]:
    """Return the names of the parts of an address that vary."""
    pattern: Any = entry.pattern
    return (*getattr(pattern, "converters", ()), *pattern.regex.groupindex)
