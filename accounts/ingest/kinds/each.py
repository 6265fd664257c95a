"""Rows written one by one, by the actions and rules behind the forms, and each on its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from abmplanner.kit.history import DatedRow, correct, record
from abmplanner.kit.saving import Built, save_row
from accounts.enums import Verdict
from accounts.ingest.fields import FIELDS
from accounts.ingest.kinds.changes import change
from accounts.ingest.matching import refuse_taken_keys
from accounts.ingest.records import Batch, Record
from accounts.models import ExternalId


class RefusedError(Exception):
    """A row that can't be taken, for a reason of reasons.py."""

    def __init__(self, reason: str, *, field: str = "", detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.field, self.detail = reason, field, detail


class AbsentError(Exception):
    """A row whose home is not there yet, for a reason of reasons.py."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def write_each(batch: Batch, records: Iterable[Record], write: Callable[[Record], None]) -> None:
    """Write the rows that nothing was decided about; what our rules refuse costs one row."""
    for each in records:
        if not each.is_open:
            continue
        try:
            with transaction.atomic():
                write(each)
        except RefusedError as refused:
            each.forget()
            each.reject(refused.reason, field=refused.field, detail=refused.detail)
        except AbsentError as absent:
            each.forget()
            each.wait(absent.reason, absent.detail[:400])
        except ValidationError as broken:
            each.forget()
            field, words = first_problem(broken)
            known = field if field in FIELDS[batch.run.kind] else ""
            each.reject("refused", field=known, detail=words)


def first_problem(broken: ValidationError) -> tuple[str, str]:
    """Return the field that a rule refused first, empty for the whole row, and the rule's words."""
    by_field = getattr(broken, "error_dict", {NON_FIELD_ERRORS: broken})
    field, problem = next(iter(by_field.items()))
    words = problem.messages if isinstance(problem, ValidationError) else list_of(problem)
    return ("" if field == NON_FIELD_ERRORS else field), " ".join(words)[:400]


def list_of(problems: Sequence[ValidationError]) -> list[str]:
    """Return the words of several problems."""
    return [words for each in problems for words in each.messages]


def differing(row: Any, told: Mapping[str, Any]) -> bool:
    """Tell whether a row that is stored says otherwise than what is told of it."""
    return any(getattr(row, name) != value for name, value in told.items())


def save_told(batch: Batch, line: Record, row: Any, told: Mapping[str, Any]) -> None:
    """Save a row where a line tells something new of it, by all rules of its model."""
    is_new = row.pk is None
    if not is_new:
        batch.recall([row])
        if not batch.settle(line, row, changed=differing(row, told)):
            return
    change(row, told)
    saved = save_row(batch.actor, Built(row), version=None if is_new else row.version)
    if is_new:
        batch.create(line, saved)


def said_of(record: Record, *names: str) -> dict[str, Any]:
    """Return what a row says of some fields."""
    return {name: record.values[name] for name in names if name in record.values}


def day(record: Record, name: str) -> date | None:
    """Return the day that a row names, None where it names none."""
    moment = record.values.get(name)
    return moment.day if moment else None


def days(record: Record, *names: str) -> dict[str, date]:
    """Return the days that a row names."""
    return {name: record.values[name].day for name in names if name in record.values}


def begins(batch: Batch, record: Record, name: str) -> datetime:
    """Return the instant from which something holds: now where the row does not say."""
    moment = record.values.get(name)
    if moment is None:
        return batch.now
    batch.saw([moment])
    instant: datetime = moment.begins(batch.zone)
    return instant


def ends(batch: Batch, record: Record, name: str) -> datetime | None:
    """Return the instant at which something is over, None while it lasts."""
    moment = record.values.get(name)
    return moment.ends(batch.zone) if moment else None


def tell_period(batch: Batch, line: Record, row: DatedRow, alike: Any, *names: str) -> None:
    """Write that something was so from when to when, as a line says, or correct what we held.

    alike are the rows of the same thing. The one that begins at that instant is meant, or the
    lasting one where the line names no beginning; names are its other columns.
    """
    row.from_at = begins(batch, line, "since")
    row.to_at = ends(batch, line, "until")
    told = {name: getattr(row, name) for name in names}
    if row.to_at:
        told["to_at"] = row.to_at
    alive = alike.filter(voided_at=None)
    same = alive.filter(from_at=row.from_at) if "since" in line.values else alive.filter(to_at=None)
    held = same.first()
    if held is None:
        batch.create(line, record(batch.actor, row))
        return
    batch.recall([held])
    if batch.settle(line, held, changed=differing(held, told)):
        line.target = correct(batch.actor, held, **told)
        batch.told[line.target.pk] = line.line


def unclaimed(batch: Batch, kind: str, records: Sequence[Record]) -> list[Record]:
    """Return the rows whose key belongs to no record out of the actor's reach; reject others."""
    refuse_taken_keys(batch, kind, records)
    return [record for record in records if record.is_open]


def keyed_or(batch: Batch, kind: str, key: str, rows: Any, named: Any) -> list[Any]:
    """Return the row that has a key in the file's system, else those of a name without any."""
    if key:
        keys = ExternalId.objects.visible_to(batch.actor).filter(system=batch.system, kind=kind)
        if found := list(rows.filter(pk__in=keys.filter(value=key).values(kind))):
            return found
        rows = rows.exclude(pk__in=keys.values(kind))
    return list(rows.filter(named).order_by("pk")[:2])


def keep_key(batch: Batch, kind: str, line: Record) -> None:
    """Write the key of a row that was taken, unless it is there."""
    key = line.get("key")
    if not key or line.target is None or line.verdict == Verdict.REJECTED:
        return
    said = {"system": batch.system, "kind": kind, "value": key}
    keys = ExternalId.objects.visible_to(batch.actor).filter(**said)
    if not keys.exists():
        ExternalId.objects.create(**said, **{kind: line.target})
        if line.verdict == Verdict.UNCHANGED:
            line.verdict = Verdict.UPDATED
