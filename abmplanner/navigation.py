"""What the frame of every page needs: the main navigation, by role, and the choice of theme.

And the pages of one account, which each of them leads to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from abmplanner.policy import route_of

THEMES = frozenset({"light", "dark"})


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the frame leads to, by the name of its route.

    key is the letter that, after a G, leads there from anywhere.
    """

    label: str | Promise
    view: str
    icon: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as one person sees it now."""

    label: str | Promise
    url: str
    icon: str
    active: bool
    key: str = ""


MAIN = (  # in the order of use: a phone shows the first ones without scrolling
    Place(_("Today"), "home", "home", "t"),
    Place(_("Accounts"), "metrics:account_list", "building-skyscraper", "a"),
    Place(_("Goals"), "metrics:goal_list", "target-arrow", "g"),
    Place(_("Feedback"), "accounts:feedback_list", "message-2", "f"),
    Place(_("Indicators"), "metrics:indicator_list", "ruler-2", "i"),
    Place(_("Programs"), "accounts:program_list", "stack-2", "p"),
    Place(_("Campaigns"), "accounts:campaign_list", "mail", "c"),
    Place(_("Data"), "accounts:import_list", "database-import", "d"),
)
PERSONAL = (  # in the menu of the person
    Place(_("My views"), "accounts:view_list", "stack-2"),
    Place(_("Social Selling Index"), "accounts:ssi_list", "progress"),
    Place(_("Exchange rates"), "accounts:rate_list", "equal"),
    Place(_("Users"), "accounts:user_list", "users"),
    Place(_("Audit"), "accounts:audit_list", "history"),
    Place(_("Suppressed addresses"), "accounts:suppression_list", "ban"),
    Place(_("API keys"), "accounts:api_key_list", "key"),
)
OF_ACCOUNT = (  # on every page of an account; the address of each takes its public id
    Place(_("Plan"), "metrics:account_plan", "clipboard-list"),
    Place(_("People"), "accounts:contact_list", "users"),
    Place(_("Buying groups"), "accounts:group_list", "puzzle"),
    Place(_("Deals"), "accounts:opportunity_list", "chart-line"),
    Place(_("Indicators"), "metrics:indicator_set", "ruler-2"),
    Place(_("Touches"), "accounts:touch_list", "calendar-event"),
    Place(_("Team"), "accounts:team_list", "heart-handshake"),
    Place(_("Profile"), "accounts:account_profile", "building-skyscraper"),
    Place(_("Contracts"), "accounts:contract_list", "file-spreadsheet"),
    Place(_("Judgements"), "accounts:judgement_list", "star"),
)


def entries(
    places: Iterable[Place], request: HttpRequest, args: Iterable[Any] = ()
) -> Iterator[Entry]:
    """Yield the places that the policy opens to whoever asks."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.role:
        return
    for place in places:
        route = route_of(place.view)
        operation = route.operation("GET") if route else None
        if operation and operation.allows(actor):
            url = reverse(place.view, args=list(args))
            yield Entry(place.label, url, place.icon, is_at(request.path, url), place.key)


def is_at(path: str, url: str) -> bool:
    """Tell whether a page is the one at an address, or lies below it; below the start lies all."""
    return path == url or (url != "/" and path.startswith(url))


def account_entries(account: Any, request: HttpRequest, here: str = "") -> list[Entry]:
    """Return the pages of an account, the one that is open marked.

    here names the route of the page that an address elsewhere belongs to: a contact's is among
    the people. The plan's address begins all others, so of those that fit the longest one counts.
    """
    found = list(entries(OF_ACCOUNT, request, [account.public_id]))
    home = reverse(here, args=[account.public_id]) if here else ""
    fitting = [each.url for each in found if each.active]
    open_now = home or max(fitting, key=len, default="")
    return [replace(each, active=each.url == open_now) for each in found]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every template the navigation and the theme; no query is made for either."""
    theme = request.COOKIES.get("theme", "")
    return {
        "navigation": list(entries(MAIN, request)),
        "personal": list(entries(PERSONAL, request)),
        "theme": theme if theme in THEMES else "",
    }
