"""Imports as rows: the file in parts, the verdicts of its lines, the counts at the end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory
from django.db import connection, transaction
from django.db.models import Count, Q

from abmplanner.kit.actor import Actor
from abmplanner.kit.copying import copy_all
from accounts.enums import ImportState, Verdict
from accounts.models import ImportPart, ImportRow, ImportRun, Program

PART = 1 << 20  # bytes
LOCK = 0x41424D49  # names the lock that imports take in turn
MISSING_PARENT = "parent_unknown"


@dataclass(frozen=True, slots=True)
class Parts:
    """The bytes of a run, read from its parts in the database."""

    run: ImportRun
    actor: Actor

    def pieces(self, start: int) -> Iterator[bytes]:
        """Yield the bytes from that one on, a part at a time."""
        first, skipped = divmod(start, PART)
        position = first
        parts = ImportPart.objects.visible_to(self.actor).filter(run=self.run)
        while content := parts.filter(position=position).values_list("content", flat=True).first():
            piece = bytes(content)
            yield piece[skipped:] if position == first else piece
            position += 1


@transaction.atomic
def open_run(
    actor: Actor,
    pieces: Iterable[bytes],
    *,
    program: Program | None = None,
    **values: Any,
) -> ImportRun:
    """Keep a file with how it is to be read; return the run, which waits to be started."""
    with pghistory.context(actor=actor.label):
        run = ImportRun(actor=actor.person, program=program, **values)
        run.full_clean(exclude=["actor", "counts", "mapping", "program"])
        run.save()
        for position, content in enumerate(in_parts(pieces)):
            ImportPart.objects.bulk_create(
                [ImportPart(run=run, position=position, content=content)]
            )
    return run


def in_parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in parts of one size."""
    kept = b""
    for piece in pieces:
        kept += piece
        while len(kept) >= PART:
            yield kept[:PART]
            kept = kept[PART:]
    if kept:
        yield kept


def take_turns() -> None:
    """Wait until no other import writes; what one makes, the next must find."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def instants() -> tuple[datetime, datetime]:
    """Return when this transaction began, by which the audit knows it, and what time it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now(), clock_timestamp()")
        began, at = cursor.fetchone()
    return began, at


def told_before(actor: Actor, run: ImportRun, records: Iterable[int]) -> dict[int, int]:
    """Return which of these records a line of the run spoke of already, and which line."""
    rows = ImportRow.objects.visible_to(actor).filter(run=run, record_id__in=set(records))
    found: dict[int, int] = dict(rows.order_by("-line").values_list("record_id", "line"))
    return found


def keep_verdicts(rows: Sequence[ImportRow]) -> None:
    """Write what became of lines read for the first time."""
    copy_all(rows)


def change_verdicts(rows: Sequence[ImportRow]) -> None:
    """Write what became of lines that were tried again."""
    fields = ["verdict", "reason", "detail", "field", "record_id", "raw", "resolved_at",
              "written_at"]  # fmt: skip
    ImportRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["run", "line"], update_fields=fields
    )


def waiting(actor: Actor, runs: Any = None) -> Any:
    """Return the lines that wait for their home, or whose parent company was not there."""
    rows = ImportRow.objects.visible_to(actor).filter(
        Q(verdict=Verdict.WAITING, resolved_at=None) | Q(reason=MISSING_PARENT)
    )
    rows = rows.exclude(run__state__in=[ImportState.UNDOING, ImportState.UNDONE])
    return rows if runs is None else rows.filter(run__in=runs)


def counts_of(actor: Actor, run: ImportRun) -> dict[str, int]:
    """Return how many lines of a run have which verdict."""
    rows = ImportRow.objects.visible_to(actor).filter(run=run)
    found = dict(rows.values_list("verdict").annotate(Count("pk")))
    return {verdict: found.get(verdict, 0) for verdict in Verdict.values}


def finish_run(actor: Actor, run: ImportRun) -> None:
    """Write the counts of a run whose lines were all read."""
    run.counts = counts_of(actor, run)
    run.state = ImportState.DONE
    began, _at = instants()
    mine(actor, run).update(counts=run.counts, state=run.state, finished_at=began)


def recount(actor: Actor, runs: Iterable[int]) -> None:
    """Count the lines of runs anew, after some were tried again."""
    for run in ImportRun.objects.visible_to(actor).filter(pk__in=set(runs)):
        mine(actor, run).update(counts=counts_of(actor, run))


def note(actor: Actor, run: ImportRun, **changes: Any) -> None:
    """Write how a run goes on."""
    for name, value in changes.items():
        setattr(run, name, value)
    mine(actor, run).update(**changes)


def mine(actor: Actor, run: ImportRun) -> Any:
    """Return the queryset of one run."""
    return ImportRun.objects.visible_to(actor).filter(pk=run.pk)
