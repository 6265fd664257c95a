"""What changes of rows of history share: finding the row, correcting it, writing the first."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import DatedRow, Recorded, correct, record, void
from abmplanner.kit.saving import in_hand

Row = TypeVar("Row", bound=Recorded)
Period = TypeVar("Period", bound=DatedRow)


class Changed(Exception):  # noqa: N818 -- it is what happened, not a fault
    """Somebody corrected the dated row since the person looked at it; row is what holds now."""

    def __init__(self, row: Any) -> None:
        super().__init__(f"{type(row).__name__} {row.pk} was corrected by somebody else.")
        self.row = row


def newest(rows: Any) -> Any:
    """Return the dated row that lasts, else the one that ended last, None where there is none."""
    alive = rows.filter(voided_at=None)
    return alive.order_by(F("to_at").desc(nulls_first=True), "-from_at", "-pk").first()


@transaction.atomic
def write(actor: Actor, row: Period, rows: Any) -> Period:
    """Write a dated row, unless the very same one stands among rows: sent twice, it is one."""
    same = rows.filter(voided_at=None, from_at=row.from_at, to_at=row.to_at)
    return same.first() or record(actor, row)


@transaction.atomic
def rewrite(actor: Actor, row: Row, *, seen: datetime, values: dict[str, Any]) -> Row:
    """Correct a dated row that the person saw as it was recorded at an instant.

    Raises Changed when it was corrected or withdrawn since: nothing is written.
    """
    held = held_as_seen(row, seen)
    if all(getattr(held, name) == value for name, value in values.items()):
        return held
    return correct(actor, held, **values)


@transaction.atomic
def withdraw(_actor: Actor, row: Row, *, seen: datetime) -> None:
    """Say that a dated row was never so, unless it was corrected since: then raise Changed."""
    void(held_as_seen(row, seen))


def held_as_seen(row: Row, seen: datetime) -> Row:
    """Return the row, locked until the transaction ends, or raise Changed."""
    if row.recorded_at != seen:
        raise Changed(row)
    held: Row = in_hand(row).select_for_update().get()
    if held.voided_at is not None:
        raise Changed(held)
    return held
