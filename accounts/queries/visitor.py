"""Visitors to our site: how often they came, and whose they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import known
from accounts.models import Account, Contact, Visitor, VisitorLink, WebSession
from accounts.queries.account import accounts_called


@dataclass(frozen=True, slots=True)
class VisitorLine:
    """A visitor, how often they visited us, and when they did last."""

    row: Visitor
    visits: int
    last_at: datetime | None


def visitors_of(actor: Actor) -> QuerySet[Visitor]:
    """Return the visitors within reach, the newest first."""
    rows: QuerySet[Visitor] = Visitor.objects.visible_to(actor)
    return rows.select_related("account", "contact").order_by("-pk")


def visitor_lines(visitors: Iterable[Visitor]) -> list[VisitorLine]:
    """Return visitors in hand with their visits, in one statement for all.

    The visits of a visitor of nobody hang on no account; whoever sees the visitor may count them.
    """
    shown = list(visitors)
    rows = WebSession.objects.visible_to(SYSTEM).filter(known(), visitor__in=shown)
    told = rows.order_by().values("visitor").annotate(visits=Count("pk"), last=Max("started_at"))
    found: dict[int, Any] = {each["visitor"]: each for each in told}
    none = {"visits": 0, "last": None}
    counted = [(row, found.get(row.pk, none)) for row in shown]
    return [VisitorLine(row, each["visits"], each["last"]) for row, each in counted]


def link_of(visitor: Visitor) -> VisitorLink | None:
    """Return what holds of whose a visitor in hand is, None where nobody knows."""
    rows = VisitorLink.objects.visible_to(SYSTEM).filter(known(), visitor=visitor)
    found: VisitorLink | None = rows.select_related("account", "contact", "visitor").first()
    return found


def whose(actor: Actor, text: str) -> list[Account | Contact]:
    """Return the people of that e-mail address, else the accounts of that domain."""
    people = Contact.objects.visible_to(actor).filter(merged_into=None, erased_at=None)
    people = people.filter(email__iexact=text.strip()).select_related("account")
    found: list[Account | Contact] = list(people.order_by("pk"))
    return found if found or "@" in text else [*accounts_called(actor, text)]
