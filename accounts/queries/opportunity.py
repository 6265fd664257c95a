"""The deals of an account, and what each went through."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from abmplanner.kit.actor import Actor
from accounts.models import Account, AmountChange, Forecast, Opportunity, StageChange
from accounts.queries.history import in_order

HISTORIES: dict[str, Any] = {"stage": StageChange, "amount": AmountChange, "forecast": Forecast}


@dataclass(frozen=True, slots=True)
class DealEvent:
    """Something that a deal went through; place is its place in its own history, from 1."""

    kind: str
    row: Any
    place: int


def deals_at(actor: Actor, account: Account) -> QuerySet[Opportunity]:
    """Return the deals of an account, those that are to close first at the top."""
    rows = Opportunity.objects.visible_to(actor).filter(account=account, merged_into=None)
    found: QuerySet[Opportunity] = rows.select_related("stage", "owner", "account")
    return found.order_by(F("close_on").desc(nulls_first=True), "name", "pk")


def events_of(actor: Actor, deal: Opportunity, kind: str) -> QuerySet[Any]:
    """Return one of the histories of a deal."""
    rows = HISTORIES[kind].objects.visible_to(actor).filter(opportunity=deal)
    joined = ("stage",) if kind == "stage" else ()
    found: QuerySet[Any] = rows.select_related("opportunity", "recorded_by", *joined)
    return found


def history_of(actor: Actor, deal: Opportunity) -> dict[str, Sequence[DealEvent]]:
    """Return what a deal went through, the latest first, by kind; three statements."""
    return {
        kind: [
            DealEvent(kind, row, place)
            for place, row in enumerate(in_order(events_of(actor, deal, kind)), start=1)
        ][::-1]
        for kind in HISTORIES
    }
