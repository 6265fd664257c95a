"""What one of us keeps at hand: favorites, and views of lists."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from abmplanner.kit.actor import Actor
from accounts.enums import ListPage
from accounts.models import Account, Favorite, SavedView

LISTS: dict[str, str] = {
    ListPage.ACCOUNTS: "metrics:account_list",
    ListPage.GOALS: "metrics:goal_list",
    ListPage.FEEDBACK: "accounts:feedback_list",
    ListPage.CAMPAIGNS: "accounts:campaign_list",
}
LEFT_OUT = ("page", "view")  # what is no filter: the place in the list, and the view itself


def favorite_keys(actor: Actor, accounts: Iterable[Account]) -> set[int]:
    """Return which of these accounts are the actor's own favorites."""
    own = Favorite.objects.visible_to(actor).filter(account__in=[each.pk for each in accounts])
    return set(own.values_list("account", flat=True))


def views_of(actor: Actor, page: str = "") -> QuerySet[SavedView]:
    """Return the actor's own views, of one list or of all, by name."""
    rows = SavedView.objects.visible_to(actor)
    rows = rows.filter(page=page) if page else rows
    return rows.order_by("page", "name", "pk")


def filters_in(query: Any) -> str:
    """Return what of an address narrows and orders its list, in one spelling."""
    asked = QueryDict(query, mutable=True) if isinstance(query, str) else query.copy()
    kept = [(name, value) for name in sorted(asked) for value in asked.getlist(name)]
    said = QueryDict(mutable=True)
    for name, value in kept:
        if value and name not in LEFT_OUT:
            said.appendlist(name, value)
    return said.urlencode()


def address_of(view: SavedView) -> str:
    """Return the address of the list as a view shows it."""
    page = reverse(LISTS[view.page])
    return f"{page}?{view.query}" if view.query else page


def desk_of(actor: Actor, page: ListPage, query: Any) -> dict[str, Any]:
    """Return what a list says of its views: the actor's own, and the one that is open."""
    now = filters_in(query)
    views = [(view, address_of(view), view.query == now) for view in views_of(actor, page)]
    return {"page": page, "query": now, "views": views}
