"""Rows of files that tell values of indicators of our own."""

from collections.abc import Mapping, Sequence
from typing import Any

from abmplanner.kit.words import fold
from accounts.enums import ImportKind
from accounts.ingest.kinds.each import (
    RefusedError,
    differing,
    held_alive,
    said_of,
    tell_once,
    write_each,
)
from accounts.ingest.kinds.registry import Kind
from accounts.ingest.matching import homes
from accounts.ingest.records import Batch, Record
from metrics.models import CustomIndicator, IndicatorReading
from metrics.queries.reading import told_indicators

SAID = ("value", "weight", "currency", "note", "evidence")


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Write what indicators were in accounts since when, or correct what was told otherwise.

    One value of an account and an indicator is meant on a day; it says which file told it.
    """
    accounts = homes(batch, records)
    at_home = {id(line): accounts.home(line) for line in records}
    indicators = by_word(told_indicators(batch.actor))
    rows = IndicatorReading.objects.visible_to(batch.actor).filter(
        account__in=accounts.by_id,
        effective_on__in={line.values["effective_on"].day for line in records if line.is_open},
    )
    rows = rows.select_related("indicator")
    held = held_alive(batch, rows, "account_id", "indicator_id", "effective_on")

    def tell(line: Record) -> None:
        word = line.values["indicator"]
        indicator = indicators.get(fold(word))
        if indicator is None:
            raise RefusedError("indicator_unknown", field="indicator", detail=word)
        row = IndicatorReading(
            account=at_home[id(line)],
            indicator=indicator,
            effective_on=line.values["effective_on"].day,
            source=batch.run.file_name,
        )
        told: dict[str, Any] = said_of(line, *SAID) | {"indicator": indicator}
        for name, value in told.items():
            setattr(row, name, value)
        same = held.first(*held.key(row))
        if same is not None and differing(same, told):
            told["source"] = row.source
        tell_once(batch, line, row, held, same, told)

    write_each(batch, records, tell)


def by_word(indicators: Mapping[str, CustomIndicator]) -> dict[str, CustomIndicator]:
    """Return indicators by what a file may call them: their key, or a name that only one has."""
    named: dict[str, set[str]] = {}
    for key, row in indicators.items():
        for name in {fold(row.name_en), fold(row.name_fr)} - {""}:
            named.setdefault(name, set()).add(key)
    by_name = {name: indicators[min(keys)] for name, keys in named.items() if len(keys) == 1}
    return by_name | {fold(key): row for key, row in indicators.items()}


KINDS = {ImportKind.READINGS.value: Kind(write, IndicatorReading)}
