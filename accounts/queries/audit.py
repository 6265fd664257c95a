"""The audit as one list: who changed what, when, from what to what, why, in which request.

Every audited model has its own table of events, written by triggers. They are read here alone, for
administrators and for proofs; what was so at a date is read from dated rows, never from here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import DecimalField, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields import TextField
from django.db.models.functions import Cast, JSONObject
from django.utils.text import capfirst

from abmplanner.kit.saving import AuditRow
from accounts.models import User

ACTS = {"insert": "added", "update": "changed", "delete": "deleted"}
OF_THE_SAVING = {"version", "saved_at", "saved_by"}  # said by who and when already


@dataclass(frozen=True, slots=True)
class Place:
    """Where one page of the audit ends, so that the next begins after it."""

    at: datetime
    table: str
    key: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asks for: tables, a row, a person, a period. Empty is everything."""

    tables: frozenset[str] = frozenset()
    row: int | None = None
    person: int | None = None
    request: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, and what it held before and after."""

    field: str
    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One write to one row. before is empty for a row that was added, after for one deleted.

    actor says what kind of actor it was and which; both are empty where somebody wrote to the
    database directly. why is the reason that an action gave.
    """

    key: int
    at: datetime
    act: str
    model: type[Model]
    row: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    actor: str = ""
    person: int | None = None
    who: str = ""
    why: str = ""
    request: str = ""

    @property
    def table(self) -> str:
        """The name of the kind of row, with its app."""
        return str(self.model._meta.label)  # noqa: SLF001 -- Django's own name

    @property
    def place(self) -> Place:
        """Where this event stands in the list."""
        return Place(self.at, self.table, self.key)

    @property
    def differences(self) -> list[Difference]:
        """The fields that the write changed, without what every save changes."""
        return list(_differences(self))


def audited_models() -> dict[str, type[AuditRow]]:
    """Return the table of events of each audited model, by the model's name."""
    tables = [model for model in apps.get_models() if issubclass(model, AuditRow)]
    return {told(table)._meta.label: table for table in tables}  # noqa: SLF001 -- Django's own name


def told(table: type[Model]) -> Any:
    """Return the model whose rows a table of events tells of."""
    model: Any = table
    return model.pgh_tracked_model


def audit_events(wanted: Wanted, most: int = 50) -> list[AuditEvent]:
    """Return the newest events that are wanted, the newest first, in two queries."""
    tables = audited_models()
    named = wanted.tables & tables.keys() or tables.keys()
    newest = [_newest(tables[label], label, wanted)[:most] for label in sorted(named)]
    found = list(_together(newest)[:most])
    people = _people(row["context"] for row in found)
    return [_told(row, tables, people) for row in found]


def _together(newest: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """Return the newest events of several tables as one list."""
    first, *others = newest
    if not others:
        return first
    return first.union(*others, all=True).order_by("-pgh_created_at", "table", "-pgh_id")


def _newest(table: Any, label: str, wanted: Wanted) -> QuerySet[Any, dict[str, Any]]:
    """Return the newest events of one table, with the row after each and before it."""
    rows = table.objects.unscoped("the audit is for administrators, and for proofs")
    held = JSONObject(**{field.name: _value(field) for field in _fields(table)})
    earlier = rows.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
    found: QuerySet[Any, dict[str, Any]] = (
        rows.filter(_wanted(label, wanted))
        .annotate(
            table=Value(label, output_field=TextField()),
            context=F("pgh_context__metadata"),
            held=held,
            earlier=Subquery(earlier.order_by("-pgh_id").values(held=held)[:1]),
        )
        .order_by("-pgh_created_at", "-pgh_id")
        .values(
            "table", "pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "context", "held",
            "earlier",
        )
    )  # fmt: skip
    return found


def _fields(table: Any) -> list[Any]:
    """Return the fields of a table of events that hold what the row held."""
    return [f for f in table._meta.concrete_fields if not f.name.startswith("pgh_")]  # noqa: SLF001


def _value(field: Any) -> Any:
    """Return a field as it stands in JSON; a number of money as text, so that nothing is lost."""
    exact = isinstance(field, DecimalField)
    return Cast(field.attname, TextField()) if exact else F(field.attname)


def _wanted(label: str, wanted: Wanted) -> Q:
    """Return the condition on the events of one table."""
    asked = {
        "pgh_obj_id": wanted.row,
        "pgh_context__metadata__person": wanted.person,
        "pgh_context__metadata__request": wanted.request or None,
        "pgh_created_at__gte": wanted.since,
        "pgh_created_at__lt": wanted.until,
    }
    condition = Q(**{name: value for name, value in asked.items() if value is not None})
    return condition & _after(label, wanted.after) if wanted.after else condition


def _after(label: str, place: Place) -> Q:
    """Return the condition on the events that stand after a place in the list."""
    if label < place.table:
        return Q(pgh_created_at__lt=place.at)
    same = Q(pgh_created_at=place.at)
    if label == place.table:
        same &= Q(pgh_id__lt=place.key)
    return Q(pgh_created_at__lt=place.at) | same


def _people(contexts: Iterator[Any]) -> dict[int, str]:
    """Return the names of the people behind some events."""
    keys = {context["person"] for context in contexts if context and context.get("person")}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))


def _told(
    row: Mapping[str, Any], tables: Mapping[str, Any], people: Mapping[int, str]
) -> AuditEvent:
    """Return an event from what the database gave."""
    context = row["context"] or {}
    deleted, added = row["pgh_label"] == "delete", row["pgh_label"] == "insert"
    return AuditEvent(
        key=row["pgh_id"],
        at=row["pgh_created_at"],
        act=ACTS.get(row["pgh_label"], row["pgh_label"]),
        model=told(tables[row["table"]]),
        row=row["pgh_obj_id"],
        before=row["held"] if deleted else None if added else row["earlier"],
        after=None if deleted else row["held"],
        actor=context.get("actor", ""),
        person=context.get("person"),
        who=people.get(context.get("person") or 0, ""),
        why=context.get("why", ""),
        request=context.get("request", ""),
    )


def _differences(event: AuditEvent) -> Iterator[Difference]:
    """Yield the fields that differ, in the order of the model."""
    before, after = event.before or {}, event.after or {}
    fields: Sequence[Any] = event.model._meta.concrete_fields  # noqa: SLF001 -- Django's own name
    for field in fields:
        was, now = before.get(field.name), after.get(field.name)
        if was != now and field.name not in OF_THE_SAVING and not field.primary_key:
            yield Difference(field.name, capfirst(str(field.verbose_name)), was, now)
