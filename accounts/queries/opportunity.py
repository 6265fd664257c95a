"""The deals of an account, and what each went through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from abmplanner.kit.actor import Actor
from accounts.models import Account, AmountChange, Forecast, Opportunity, StageChange
from accounts.queries.history import in_order

HISTORIES: dict[str, Any] = {"stage": StageChange, "amount": AmountChange, "forecast": Forecast}


@dataclass(frozen=True, slots=True)
class DealEvent:
    """Something that a deal went through; place is its place in its own history, from 1.

    before is the row of the same history that it took the place of, None for the first.
    """

    kind: str
    row: Any
    place: int
    before: Any = None

    @property
    def days_later(self) -> int:
        """By how many days a forecast moved the close to a later day; 0 where it did not."""
        return max(0, self._days_moved)

    @property
    def days_sooner(self) -> int:
        """By how many days a forecast brought the close nearer; 0 where it did not."""
        return max(0, -self._days_moved)

    @property
    def _days_moved(self) -> int:
        if self.kind != "forecast" or self.before is None:
            return 0
        before, now = self.before.close_on, self.row.close_on
        return int((now - before).days) if before and now else 0

    @property
    def difference(self) -> Any:
        """By how much a change of amount raised the deal, None where that can't be said."""
        if self.kind != "amount" or self.before is None:
            return None
        known = self.row.tcv is not None and self.before.tcv is not None
        same = self.row.currency == self.before.currency
        return self.row.tcv - self.before.tcv if known and same else None


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
    return {kind: list(numbered(actor, deal, kind))[::-1] for kind in HISTORIES}


def numbered(actor: Actor, deal: Opportunity, kind: str) -> Iterator[DealEvent]:
    """Yield one of the histories of a deal, the oldest first, each row with the one before."""
    before = None
    for place, row in enumerate(in_order(events_of(actor, deal, kind)), start=1):
        yield DealEvent(kind, row, place, before)
        before = row


def story_of(history: dict[str, Sequence[DealEvent]]) -> list[DealEvent]:
    """Return all that a deal went through as one story, the latest first; what has no day last."""
    events = [event for kind in HISTORIES for event in history[kind]]
    dated = [event for event in events if event.row.occurred_at]
    undated = [event for event in events if not event.row.occurred_at]
    return sorted(dated, key=lambda event: event.row.occurred_at, reverse=True) + undated
