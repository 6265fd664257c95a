"""What the frame of every page needs: the main navigation, by role, and the choice of theme.

And the pages of one account, which each of them leads to.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.routes import NOBODY, address_of
from abmplanner.policy import Operation, route_of

THEMES = frozenset({"light", "dark"})
UNREAD = "accounts.queries.desk.unread_kept"  # by name: it is read once the models are there


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the frame leads to, by the name of its route.

    key is the letter that, after a G, leads there from anywhere. shows_time tells that its numbers
    are of a time that the address says.
    """

    label: str | Promise
    view: str
    icon: str
    key: str = ""
    shows_time: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as one person sees it now."""

    label: str
    url: str
    icon: str
    active: bool = False
    key: str = ""
    shows_time: bool = False


MAIN = (  # in the order of use: a phone shows the first ones without scrolling
    Place(_("Today"), "home", "home", "t"),
    Place(_("Accounts"), "metrics:account_list", "building-skyscraper", "a"),
    Place(_("Goals"), "metrics:goal_list", "target-arrow", "g"),
    Place(_("Feedback"), "accounts:feedback_list", "message-2", "f"),
    Place(_("Voices"), "metrics:voices", "chart-line", "v"),
    Place(_("Indicators"), "metrics:indicator_list", "ruler-2", "i"),
    Place(_("Programs"), "metrics:program_list", "stack-2", "p"),
    Place(_("Campaigns"), "accounts:campaign_list", "mail", "c"),
    Place(_("Data"), "accounts:import_list", "database-import", "d"),
    Place(_("Help"), "metrics:help_list", "help", "h"),
)
PERSONAL = (  # in the menu of the person
    Place(_("Notifications"), "accounts:news_list", "bell"),
    Place(_("My views"), "accounts:view_list", "stack-2"),
    Place(_("Plan templates"), "accounts:template_list", "copy"),
    Place(_("Social Selling Index"), "accounts:ssi_list", "progress"),
    Place(_("Jobs"), "accounts:job_list", "loader-2"),
    Place(_("Administration"), "accounts:administration", "settings"),
)
ACTION = (Place(_("New action"), "accounts:action_quick", "plus"),)  # the plus in the top bar
OF_ACCOUNT = (  # on every page of an account; the address of each takes its public id
    Place(_("Plan"), "metrics:account_plan", "clipboard-list", shows_time=True),
    Place(_("People"), "accounts:contact_list", "users", shows_time=True),
    Place(_("Buying groups"), "metrics:group_list", "puzzle", shows_time=True),
    Place(_("Deals"), "accounts:opportunity_list", "chart-line"),
    Place(_("Indicators"), "metrics:indicator_set", "ruler-2", shows_time=True),
    Place(_("Touches"), "accounts:touch_list", "calendar-event"),
    Place(_("Voices"), "metrics:account_voices", "message-2"),
    Place(_("Team"), "accounts:team_list", "heart-handshake"),
    Place(_("Profile"), "accounts:account_profile", "building-skyscraper"),
    Place(_("Contracts"), "accounts:contract_list", "file-spreadsheet"),
    Place(_("Judgements"), "accounts:judgement_list", "star"),
)
OF_PROGRAM = (  # on every page of a program; the address of each takes its public id
    Place(_("Program"), "metrics:program_detail", "stack-2", shows_time=True),
    Place(_("Journey"), "metrics:program_journey", "progress"),
    Place(_("Qualified accounts"), "metrics:program_qualified", "target-arrow"),
    Place(_("Attribution"), "metrics:program_credit", "equal", shows_time=True),
    Place(_("Speed"), "metrics:program_speed", "chart-line", shows_time=True),
    Place(_("Returns"), "metrics:program_returns", "chart-line", shows_time=True),
    Place(_("Spend"), "accounts:program_spend", "file-spreadsheet"),
    Place(_("Settings"), "metrics:program_settings", "adjustments-horizontal"),
)


def entries(
    places: tuple[Place, ...], request: HttpRequest, of: UUID | None = None
) -> tuple[Entry, ...]:
    """Return the places that the policy opens to whoever asks, the one where they are marked.

    of is the public id in their addresses, where these take one.
    """
    actor = getattr(request, "actor", None)
    if actor is None or not actor.role:
        return ()
    said = get_language(), get_urlconf(), get_script_prefix()
    known = listed(places, NOBODY if of else None, *said)
    found = (entry for entry, operation in known if operation.allows(actor))
    if of:
        found = (replace(entry, url=entry.url.replace(str(NOBODY), str(of))) for entry in found)
    return tuple(
        replace(entry, active=True) if is_at(request.path, entry.url) else entry for entry in found
    )


@cache
def listed(
    places: tuple[Place, ...], of: UUID | None, _language: str | None, urlconf: Any, _prefix: str
) -> list[tuple[Entry, Operation]]:
    """Return places with what the policy says of them: looked up once, in each language."""
    args = [of] if of else []
    found = []
    for place in places:
        route = route_of(place.view)
        operation = route.operation("GET") if route else None
        if operation:
            url = reverse(place.view, urlconf, args)
            entry = Entry(
                str(place.label), url, place.icon, key=place.key, shows_time=place.shows_time
            )
            found.append((entry, operation))
    return found


def is_at(path: str, url: str) -> bool:
    """Tell whether a page is the one at an address, or lies below it; below the start lies all."""
    return path == url or (url != "/" and path.startswith(url))


def marked(places: tuple[Entry, ...], root: str) -> tuple[Entry, ...]:
    """Return places with the one marked where the way back from a page begins, if it is of them.

    The page of a contact lies below the accounts, whatever its own address is.
    """
    begins = root.partition("?")[0]
    if begins not in {entry.url for entry in places}:
        return places
    return tuple(
        entry if entry.active is (entry.url == begins) else replace(entry, active=not entry.active)
        for entry in places
    )


def account_entries(account: Any, request: HttpRequest, here: str = "") -> list[Entry]:
    """Return the pages of an account, the one that is open marked."""
    return tabs_of(OF_ACCOUNT, account, request, here)


def program_entries(program: Any, request: HttpRequest, here: str = "") -> list[Entry]:
    """Return the pages of a program, the one that is open marked."""
    return tabs_of(OF_PROGRAM, program, request, here)


def tabs_of(
    places: tuple[Place, ...], row: Any, request: HttpRequest, here: str = ""
) -> list[Entry]:
    """Return the pages of an account or a program, the one that is open marked.

    here names the route of the page that an address elsewhere belongs to: a contact's is among
    the people. The first address begins all others, so of those that fit the longest one counts.
    """
    found = entries(places, request, row.public_id)
    home = address_of(here, row.public_id) if here else ""
    fitting = [each.url for each in found if each.active]
    open_now = home or max(fitting, key=len, default="")
    return [
        each if each.active is (each.url == open_now) else replace(each, active=not each.active)
        for each in found
    ]


def unread(request: HttpRequest) -> int:
    """Return how many notifications wait for whoever asks; below zero where that is to be asked."""
    actor = getattr(request, "actor", None)
    count = import_string(UNREAD)(actor) if actor is not None else 0
    return -1 if count is None else int(count)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every template the navigation, the theme, and what the person has not read.

    No query is made: where the count of the latter is not kept, the bell asks for it by itself.
    """
    theme = request.COOKIES.get("theme", "")
    return {
        "navigation": entries(MAIN, request),
        "can_act": bool(entries(ACTION, request)),
        "unread": SimpleLazyObject(lambda: unread(request)),
        "personal": entries(PERSONAL, request),
        "theme": theme if theme in THEMES else "",
    }
