"""What the database held before, and whether the audit tells all that changed since."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.queries.audit import AuditEvent, Wanted, audit_events, audited_models
from tests.authz.world import Performer

REQUEST_ID = "matrix-0001"
Rows = dict[int, dict[str, Any]]


@dataclass
class Snapshot:
    """The rows of every audited table at one moment, by table and key."""

    models: dict[str, Any]
    rows: dict[str, Rows]

    @classmethod
    def taken(cls) -> "Snapshot":
        """Return the rows as they are now."""
        told = {
            table.pgh_tracked_model._meta.db_table: table for table in audited_models().values()
        }
        return cls(told, {name: rows_of(table) for name, table in told.items()})

    def problems(self, wrote: dict[str, int], who: Performer | None = None) -> list[str]:
        """Return what the audit lacks or tells wrongly of what changed since."""
        tables = self.models.keys() & wrote.keys()
        if not tables:
            return []
        labels = frozenset(self.models[name].pgh_tracked_model._meta.label for name in tables)
        events = audit_events(Wanted(tables=labels, request=REQUEST_ID), most=500)
        return [
            *(said for name in sorted(tables) for said in self.differences(name, events)),
            *(said for event in events for said in who_when(event, who)),
        ]

    def differences(self, name: str, events: list[AuditEvent]) -> Iterator[str]:
        """Yield each row that changed otherwise than the audit tells."""
        before, after = self.rows[name], rows_of(self.models[name])
        told = told_of(events, self.models[name])
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key), after.get(key)
            if was != now and key not in told:
                yield f"{name} {key} changed and the audit tells nothing"
            elif key in told and told[key] != (was, now):
                yield f"{name} {key}: the audit tells another change"


def told_of(events: list[AuditEvent], table: Any) -> dict[int, tuple[Any, Any]]:
    """Return what each row of a table was before and is after, by what the audit tells."""
    model = table.pgh_tracked_model
    mine = [event for event in reversed(events) if event.model is model]
    firsts = {event.row: event.before for event in reversed(mine)}
    lasts = {event.row: event.after for event in mine}
    return {key: (firsts[key], lasts[key]) for key in firsts}


def who_when(event: AuditEvent, who: Performer | None) -> Iterator[str]:
    """Yield what an event does not say of who wrote and when."""
    if who is None:
        return
    if who.user is not None and event.person != who.user.pk:
        yield f"{event.table} {event.row}: by person {event.person}, not {who.user.pk}"
    kind = "key:" if who.is_key else "person:"
    if who.user is not None and not event.actor.startswith(kind):
        yield f"{event.table} {event.row}: by actor {event.actor!r}"
    if not (timezone.now() - event.at).total_seconds() < 3600:
        yield f"{event.table} {event.row}: at {event.at}"


def rows_of(table: Any) -> Rows:
    """Return what an audited table holds now, field by field, as the audit would tell it."""
    model = table.pgh_tracked_model
    fields = {
        f.column: f.name for f in table._meta.concrete_fields if not f.name.startswith("pgh_")
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {model._meta.pk.column}, to_jsonb(t)::text FROM {model._meta.db_table} t"
        )
        found = cursor.fetchall()
    return {
        key: {fields[c]: v for c, v in json.loads(row, parse_float=str).items() if c in fields}
        for key, row in found
    }
