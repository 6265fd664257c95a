"""The events of a history in their order, and the one at a place of it."""

from datetime import datetime
from typing import Any

from django.db.models import F

from abmplanner.kit.history import known


def in_order(rows: Any, at: datetime | None = None) -> Any:
    """Return the events that we hold for true, or held then, oldest first.

    The order of those that we hold for true now numbers them.
    """
    return rows.filter(known(at)).order_by(F("occurred_at").asc(nulls_first=True), "pk")


def at_place(rows: Any, place: int) -> Any:
    """Return the event at a place of its history, the oldest being 1; None where there is none.

    Events have no id of their own. Where another one came between since the person looked, the
    instant that they saw tells it: then rewrite raises Changed.
    """
    return in_order(rows)[place - 1 : place].first() if place else None


def holding_for(row: Any) -> Any:
    """Return the row that stands in the place of one in hand, None if that was withdrawn."""
    while row is not None and row.voided_at is not None:
        rows = type(row).objects.unscoped("what replaced a row in hand")
        row = rows.filter(replaces=row).select_related("recorded_by").first()
    return row
