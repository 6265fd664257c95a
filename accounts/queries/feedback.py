"""What sales said of the marketing for accounts."""

from django.db.models import Max, OuterRef, QuerySet, Subquery

from abmplanner.kit.actor import Actor
from abmplanner.kit.words import fold
from accounts.models import Account, Feedback

SHOWN = 12


def feedback_of(actor: Actor, account: Account | None = None) -> QuerySet[Feedback]:
    """Return the feedback within the actor's reach, or on one account, newest first."""
    rows = Feedback.objects.visible_to(actor).select_related("account", "author", "marketer")
    rows = rows.filter(account=account) if account else rows
    return rows.order_by("-given_at", "-pk")


def my_accounts(actor: Actor, query: str = "") -> QuerySet[Account]:
    """Return some accounts a person may speak about, with when they last did, by name."""
    own = Feedback.objects.visible_to(actor).filter(account=OuterRef("pk"), author=actor.person)
    last = own.order_by().values("account").annotate(last=Max("given_at")).values("last")
    rows = Account.objects.visible_to(actor).filter(merged_into=None)
    rows = rows.filter(search_key__contains=fold(query)) if query else rows
    return rows.annotate(last_given_at=Subquery(last)).order_by("search_key", "pk")[:SHOWN]
