"""Rows built and checked one by one, by the rules behind the forms, and written together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from abmplanner.kit.history import DatedRow
from accounts.ingest.fields import FIELDS
from accounts.ingest.held import Held
from accounts.ingest.kinds.changes import change
from accounts.ingest.matching import refuse_taken_keys
from accounts.ingest.records import Batch, Record
from accounts.ingest.writes import AloneError, Together


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
    """Write the rows that nothing was decided about; what our rules refuse costs one row.

    Rows are built and checked one by one and written together. A row that has to see another one
    written goes by itself after those.
    """
    rows = [record for record in records if record.is_open]
    aside = rows if batch.is_apart else write_at_once(batch, rows, write)
    for each in aside:
        mark = batch.writes.mark
        try:
            with transaction.atomic():
                write(each)
        except (RefusedError, AbsentError, ValidationError) as problem:
            batch.writes.back_to(mark)
            settle(batch, each, problem)


def write_at_once(
    batch: Batch, records: Sequence[Record], write: Callable[[Record], None]
) -> list[Record]:
    """Write what rows come to in few statements; return the rows that have to go by themselves."""
    aside = []
    together = Together(batch.actor, batch.now)
    apart, batch.writes = batch.writes, together
    for each in records:
        mark = together.mark
        try:
            write(each)
        except AloneError:
            together.back_to(mark)
            each.forget()
            aside.append(each)
        except (RefusedError, AbsentError, ValidationError) as problem:
            together.back_to(mark)
            settle(batch, each, problem)
    together.send()
    batch.writes = apart
    return aside


def settle(batch: Batch, record: Record, problem: Exception) -> None:
    """Decide about a row that was refused, or whose home is not there."""
    record.forget()
    if isinstance(problem, RefusedError):
        record.reject(problem.reason, field=problem.field, detail=problem.detail)
    elif isinstance(problem, AbsentError):
        record.wait(problem.reason, problem.detail[:400])
    elif isinstance(problem, ValidationError):
        field, words = first_problem(problem)
        known = field if field in FIELDS[batch.run.kind] else ""
        record.reject("refused", field=known, detail=words)


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
    if row.pk is None:
        change(row, told)
        batch.create(line, batch.writes.add(row))
    elif batch.settle(line, row, changed=differing(row, told)):
        before = {name: getattr(row, name) for name in told}
        change(row, told)
        try:
            batch.writes.change(row)
        except (ValidationError, AloneError):
            change(row, before)
            raise


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


def tell_period(batch: Batch, line: Record, row: DatedRow, held: Held[Any], *names: str) -> None:
    """Write that something was so from when to when, as a line says, or correct what we held.

    held are the rows of the same things. The one that begins at that instant is meant, or the
    lasting one where the line names no beginning; names are its other columns.
    """
    row.from_at = begins(batch, line, "since")
    row.to_at = ends(batch, line, "until")
    told = {name: getattr(row, name) for name in names}
    if row.to_at:
        told["to_at"] = row.to_at
    same = [
        each
        for each in held.of(*held.key(row))
        if (each.from_at == row.from_at if "since" in line.values else each.to_at is None)
    ]
    tell_once(batch, line, row, held, same[0] if same else None, told)


def tell_once(
    batch: Batch, line: Record, row: Any, held: Held[Any], same: Any, told: Mapping[str, Any]
) -> None:
    """Write a row of history, or correct the same one that a line tells anew."""
    if same is None:
        batch.create(line, batch.writes.add(row))
        held.add(row)
    elif batch.settle(line, same, changed=differing(same, told)):
        line.target = batch.writes.correct(same, **told)
        batch.told[line.target.pk] = line.line
        held.add(line.target)


def held_alive(batch: Batch, rows: Any, *names: str) -> Held[Any]:
    """Return the rows of history that we hold for true, by what these columns say."""
    alive = list(rows.filter(voided_at=None).order_by("pk"))
    batch.recall(alive)
    return Held(alive, lambda row: tuple(getattr(row, name) for name in names))


def unclaimed(batch: Batch, kind: str, records: Sequence[Record]) -> list[Record]:
    """Return the rows whose key belongs to no record out of the actor's reach; reject others."""
    refuse_taken_keys(batch, kind, records)
    return [record for record in records if record.is_open]
