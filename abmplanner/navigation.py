"""What the frame of every page needs: the main navigation, by role, and the choice of theme."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from abmplanner.policy import route_of

THEMES = frozenset({"light", "dark"})


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the main navigation leads to, by the name of its route."""

    label: str | Promise
    view: str
    icon: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as one person sees it now."""

    label: str | Promise
    url: str
    icon: str
    active: bool


PLACES = (
    Place(_("Accounts"), "metrics:account_list", "building-skyscraper"),
    Place(_("Goals"), "metrics:goal_list", "target-arrow"),
    Place(_("Indicators"), "metrics:indicator_list", "ruler-2"),
    Place(_("Feedback"), "accounts:feedback_list", "message-2"),
    Place(_("Data"), "accounts:import_list", "database-import"),
)


def entries(request: HttpRequest) -> Iterator[Entry]:
    """Yield the places that the policy opens to whoever asks."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.role:
        return
    for place in PLACES:
        route = route_of(place.view)
        operation = route.operation("GET") if route else None
        if operation and operation.allows(actor):
            url = reverse(place.view)
            yield Entry(place.label, url, place.icon, request.path.startswith(url))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every template the navigation and the theme; no query is made for either."""
    theme = request.COOKIES.get("theme", "")
    return {"navigation": list(entries(request)), "theme": theme if theme in THEMES else ""}
