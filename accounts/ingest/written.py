"""What an import wrote into histories, what stands in its place by now, and how it is withdrawn."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.functions import Now

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import Logged, Recorded
from accounts.enums import ConsentAction, TouchType
from accounts.models import ExternalId, ImportRow, Suppression


@dataclass(frozen=True, slots=True)
class Writing:
    """The transactions in which an import wrote: when each began, and when it had written."""

    periods: Sequence[tuple[datetime, datetime]]

    @classmethod
    def of(cls, *rows: ImportRow) -> "Writing":
        """Return when some lines wrote."""
        return cls([period for row in rows for period in batched(row.written_at)])

    def left(self, event: Any) -> bool:
        """Tell whether it left this event in the audit."""
        return any(event.pgh_created_at == began for began, _ended in self.periods)

    def wrote(self, row: Any) -> bool:
        """Tell whether it wrote this row of history, or this key, of a record that it wrote."""
        if not isinstance(row, Logged | ExternalId):
            return False
        return any(began <= row.recorded_at <= ended for began, ended in self.periods)


def batched(instants: Sequence[datetime]) -> Iterator[tuple[datetime, datetime]]:
    """Yield the instants two by two."""
    return zip(instants[::2], instants[1::2], strict=True)


def is_refusal(record: Any) -> bool:
    """Tell whether a row of history says that somebody refused something."""
    if isinstance(record, Suppression):
        return True
    refused = getattr(record, "action", "") in ConsentAction.refusals()
    return refused or getattr(record, "type", "") == TouchType.UNSUBSCRIBED


def heirs(records: Iterable[Any]) -> dict[int, Any]:
    """Return for each row of history the one that stands in its place after all corrections."""
    found = {record.pk: record for record in records}
    first = next(iter(found.values()), None)
    origin = {key: key for key in found}
    asked = set(found) if isinstance(first, Recorded) else set()
    while asked:
        later = list(everywhere(type(first)).filter(replaces__in=asked))
        for row in later:
            origin[row.pk] = origin[row.replaces_id]
            found[origin[row.pk]] = row
        asked = {row.pk for row in later}
    return found


def is_as_told(heir: Any, row: Any) -> bool:
    """Tell whether the row that stands in the place of another says the same, or is that one."""
    if heir.pk == row.pk:
        return True
    return heir.voided_at is None and content(heir) == content(row)


def content(row: Any) -> dict[str, Any]:
    """Return what a row of history says, without what concerns its recording."""
    aside = {"recorded_at", "voided_at", "recorded_by", "replaces"}
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields  # noqa: SLF001 -- Django's own name
        if not field.unique and field.name not in aside
    }


def void(model: Any, ids: Collection[int]) -> None:
    """Withdraw rows of history."""
    model.objects.visible_to(SYSTEM).filter(pk__in=ids, voided_at=None).update(voided_at=Now())


def write_again(actor: Actor, rows: Sequence[tuple[Any, Any]]) -> list[Any]:
    """Withdraw rows of history of one table; return what they had replaced, written anew.

    Each pair is the row that stands, and the one that a line wrote; they say the same.
    """
    if not rows:
        return []
    model: Any = type(rows[0][0])
    alive = [(standing, told) for standing, told in rows if standing.voided_at is None]
    void(model, [standing.pk for standing, _told in alive])
    again = [
        model(**content(told.replaces), recorded_by=actor.person, replaces=standing)
        for standing, told in alive
        if getattr(told, "replaces", None) is not None
    ]
    return list(model.objects.bulk_create(again))


def everywhere(model: Any) -> Any:
    """Return all rows of a table."""
    rows = model._default_manager.all()  # noqa: SLF001 -- Django's own name
    return rows.visible_to(SYSTEM) if hasattr(rows, "visible_to") else rows


def goes_along(row: Any, own: Writing, referring: Sequence[Any]) -> bool:
    """Tell whether a row that refers to a record is no reason to keep it.

    It was written with the record, or is withdrawn, or says anew what was written with the record.
    """
    if own.wrote(row):
        return True
    if not isinstance(row, Recorded):
        return False
    told = [each for each in of_table(type(row), referring) if own.wrote(each)]
    return row.voided_at is not None or any(heir_among(each, referring) is row for each in told)


def heir_among(row: Any, referring: Sequence[Any]) -> Any:
    """Return the row that stands in the place of another, None where it says otherwise."""
    later = {each.replaces_id: each for each in of_table(type(row), referring)}
    heir = row
    while heir.pk in later:
        heir = later[heir.pk]
    return heir if is_as_told(heir, row) else None


def of_table(model: Any, rows: Iterable[Any]) -> list[Any]:
    """Return the rows of one table."""
    return [row for row in rows if type(row) is model]


def histories(referring: Sequence[Any], own: Writing) -> dict[Any, list[tuple[Any, Any]]]:
    """Return the rows of history that were written with a record and hold, table by table.

    Each comes with the one that was written.
    """
    found: dict[Any, list[tuple[Any, Any]]] = defaultdict(list)
    for row in referring:
        if isinstance(row, Recorded) and own.wrote(row):
            heir = heir_among(row, referring)
            if heir is not None and heir.voided_at is None:
                found[type(row)].append((heir, row))
    return found
