"""What one of us keeps at hand: favorites, and views of lists."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.urls import reverse

from abmplanner.kit.actor import Actor
from abmplanner.kit.questions import Keys, instances, question
from accounts.enums import ListPage
from accounts.models import Account, Favorite, Notification, SavedView, Visit

LISTS: dict[str, str] = {
    ListPage.ACCOUNTS: "metrics:account_list",
    ListPage.GOALS: "metrics:goal_list",
    ListPage.FEEDBACK: "accounts:feedback_list",
    ListPage.CAMPAIGNS: "accounts:campaign_list",
}
LEFT_OUT = ("page", "view")  # what is no filter: the place in the list, and the view itself


@question(int)
def favorites_among(actor: Actor, accounts: Keys) -> Any:
    """Return which accounts are the actor's own favorites."""
    own = Favorite.objects.visible_to(actor).filter(account__among=accounts)
    return own.values_list("account")


def favorite_keys(actor: Actor, accounts: Iterable[Any]) -> set[int]:
    """Return which of these accounts are the actor's own favorites."""
    return set(favorites_among(actor, accounts=[each.pk for each in accounts]))


def is_favorite_of(actor: Actor) -> Exists:
    """Return the condition that an account, the row asked about, is the actor's own favorite."""
    return Exists(Favorite.objects.visible_to(actor).filter(account=OuterRef("pk")))


@question(instances(SavedView))
def views_on(actor: Actor, page: str) -> Any:
    """Return the actor's own views of one list, by name."""
    return views_of(actor, page)


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
    views = [(view, address_of(view), view.query == now) for view in views_on(actor, page=page)]
    return {"page": page, "query": now, "views": views}


RECENT = 8
UNREAD_FOR = 60  # seconds that the count on the bell is kept


def recent_accounts(actor: Actor) -> list[Account]:
    """Return the accounts that the actor looked at last, the latest first."""
    rows = Visit.objects.visible_to(actor).filter(account__merged_into=None)
    rows = rows.select_related("account").order_by("-visited_at", "-pk")[:RECENT]
    return [visit.account for visit in rows]


def news_of(actor: Actor) -> QuerySet[Notification]:
    """Return what the actor was told, the newest first; of comments that still stand."""
    rows = Notification.objects.visible_to(actor).filter(comment__removed_at=None)
    rows = rows.select_related("account", "comment__author")
    return rows.order_by("-recorded_at", "-pk")


def unread_key(person: int) -> str:
    """Return the key under which the count of a person's unread news is kept."""
    return f"unread:{person}"


def unread(actor: Actor) -> int:
    """Return how many notifications the actor has not read, and keep the count for a minute."""
    count = news_of(actor).filter(read_at=None).count()
    cache.set(unread_key(actor.person.pk), count, UNREAD_FOR)
    return count


def unread_kept(actor: Actor) -> int | None:
    """Return the count of unread notifications as it is kept, without asking the database."""
    if actor.person is None:
        return 0
    kept: int | None = cache.get(unread_key(actor.person.pk))
    return kept
