"""Rows that are exchange rates, which administrators keep."""

from collections.abc import Sequence

from accounts.ingest.kinds.each import RefusedError, save_told, write_each
from accounts.ingest.records import Batch, Record
from accounts.models import FxRate
from accounts.models.reach import sees_everything


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Write the rates of days, or change those that we hold."""

    def save(record: Record) -> None:
        if not sees_everything(batch.actor):
            raise RefusedError("for_administrators")
        named = {"base": record.get("base"), "quote": record.get("quote")}
        named["from_on"] = record.values["from_on"].day
        row = FxRate.objects.filter(**named).first() or FxRate()
        save_told(batch, record, row, {**named, "rate": record.get("rate")})

    write_each(batch, records, save)
