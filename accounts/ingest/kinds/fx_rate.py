"""Rows that are exchange rates, which administrators keep."""

from collections.abc import Sequence

from accounts.actions.bulk import locked
from accounts.ingest.held import Held
from accounts.ingest.kinds.each import RefusedError, save_told, write_each
from accounts.ingest.records import Batch, Record
from accounts.models import FxRate
from accounts.models.reach import sees_everything


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Write the rates of days, or change those that we hold."""
    told = [record for record in records if record.is_open]
    rows = FxRate.objects.filter(
        base__in={record.get("base") for record in told},
        from_on__in={record.values["from_on"].day for record in told},
    )
    held = Held(locked(rows), lambda row: (row.base, row.quote, row.from_on))
    batch.recall(row for rows in held.rows.values() for row in rows)

    def save(record: Record) -> None:
        if not sees_everything(batch.actor):
            raise RefusedError("for_administrators")
        named = {"base": record.get("base"), "quote": record.get("quote")}
        named["from_on"] = record.values["from_on"].day
        row = held.first(*named.values())
        save_told(batch, record, row or FxRate(), {**named, "rate": record.get("rate")})
        if row is None:
            held.add(record.target)

    write_each(batch, records, save)
