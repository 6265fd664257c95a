"""An import from beginning to end, in chunks: each one transaction with its verdicts.

A chunk knows all it needs from the run and a checkpoint, so that any worker can go on after any
other was killed. `import_chunk` is what jobs, the command and tests share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias

import pghistory
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from abmplanner.kit.actor import Actor
from accounts.actions import import_run
from accounts.actions.data_feed import extend_feeds
from accounts.actions.job import FailedError, ask, job_kind
from accounts.enums import ImportKind, ImportState, Verdict
from accounts.ingest.dialect import Dialect
from accounts.ingest.kinds.registry import KINDS
from accounts.ingest.mapping import Mapping as ColumnMapping
from accounts.ingest.mapping import MappingError
from accounts.ingest.readers import Place, rows
from accounts.ingest.records import Batch, Reading, Record
from accounts.ingest.summary import summarized
from accounts.models import Account, ImportRow, ImportRun, Job

CHUNK = 1_000  # rows
FEW = 16  # rows that are written one by one where the database refuses them together
LONGEST_KEPT = 200  # characters of a cell of a row that is rejected
Checkpoint: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """How far an import has come: where to go on, how many rows are done, whether more is left."""

    checkpoint: Checkpoint
    done: int
    more: bool


def reading_of(run: ImportRun) -> Reading:
    """Return how the rows of a run are understood. Raises MappingError."""
    dialect = Dialect.from_json(run.dialect)
    mapping = ColumnMapping.from_json(run.mapping, run.kind)
    if problems := mapping.problems(dialect):
        raise MappingError(" ".join(problems))
    return Reading.of(dialect, mapping)


@transaction.atomic
def import_chunk(actor: Actor, run: ImportRun, checkpoint: Checkpoint) -> Step:
    """Read and write the next rows of a run; what they became is written with them."""
    import_run.take_turns()
    reading = reading_of(run)
    place = Place(*checkpoint["place"]) if "place" in checkpoint else None
    read = list(islice(rows(import_run.Parts(run, actor), reading.dialect, place), CHUNK))
    records = [reading.record(row.line, row.cells, row.problem) for row in read]
    written(actor, run, reading, records)
    within = import_run.instants()
    import_run.keep_verdicts([verdict_row(run, record, within) for record in records])
    done = checkpoint.get("done", 0) + len(read)
    if len(read) == CHUNK:
        if run.state != ImportState.RUNNING:
            import_run.note(actor, run, state=ImportState.RUNNING)
        return Step({"place": list(read[-1].after), "done": done}, done, more=True)
    finish(actor, run)
    return Step({"done": done}, done, more=False)


def written(actor: Actor, run: ImportRun, reading: Reading, records: Sequence[Record]) -> None:
    """Write records and decide about each of them, and remember when their events were."""
    batch = write_together(Batch(run, actor, reading, timezone.now()), records)
    if batch.first_event and batch.last_event:
        first = min(run.first_event_at or batch.first_event, batch.first_event)
        last = max(run.last_event_at or batch.last_event, batch.last_event)
        if (first, last) != (run.first_event_at, run.last_event_at):
            import_run.note(actor, run, first_event_at=first, last_event_at=last)


def write_together(batch: Batch, records: Sequence[Record]) -> Batch:
    """Write records at once; where the database refuses, find the row it refuses by halves.

    Few rows are written one by one then, by what saves them behind the forms, which says in its own
    words what is wrong. Return what the batch knows afterwards: which lines spoke of what, and when
    its events were.
    """
    kept = replace(batch, told=dict(batch.told), is_apart=False)
    open_records = [record for record in records if record.is_open]
    try:
        with transaction.atomic():
            KINDS[batch.run.kind].write(batch, open_records)
            link(open_records)
    except DatabaseError as error:
        if not is_about_rows(error):
            raise
        for record in open_records:
            record.forget()
        if len(open_records) <= FEW and not batch.is_apart:
            return write_together(replace(kept, is_apart=True), open_records)
        if len(open_records) == 1:
            open_records[0].reject("broken_rule", detail=rule_of(error))
            return kept
        middle = len(open_records) // 2
        for half in (open_records[:middle], open_records[middle:]):
            kept = write_together(kept, half)
        return kept
    return replace(batch, is_apart=False)


def is_about_rows(error: DatabaseError) -> bool:
    """Tell whether the database refused what is written, and not the whole work."""
    state = getattr(error.__cause__, "sqlstate", "") or ""
    return state[:2] in {"22", "23"}  # data exceptions, broken constraints


def rule_of(error: Exception) -> str:
    """Return the name of the rule that a row broke."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", "") or "")[:200]


def link(records: Sequence[Record]) -> None:
    """Note which record each row led to."""
    for record in records:
        if record.target is not None:
            record.record_id = record.target.pk


def verdict_row(run: ImportRun, record: Record, within: tuple[datetime, datetime]) -> ImportRow:
    """Return a record's verdict as a row; what was not taken keeps its cells.

    within are the instants between which the transaction wrote what the record says.
    """
    keeps = record.verdict in {Verdict.WAITING, Verdict.REJECTED} or record.reason
    return ImportRow(
        run=run,
        line=record.line,
        verdict=record.verdict,
        reason=record.reason[:40],
        field=record.field[:60],
        detail=storable(record.detail)[:400],
        record_id=record.record_id,
        raw=raw(record) if keeps else None,
        written_at=within if record.verdict in {Verdict.CREATED, Verdict.UPDATED} else [],
    )


def raw(record: Record) -> list[Any]:
    """Return the cells of a row as they can be stored, whole where it will be tried again."""
    whole = record.verdict != Verdict.REJECTED
    cells = [storable(each) if isinstance(each, str) else each for each in record.cells]
    return (
        cells
        if whole
        else [each[:LONGEST_KEPT] if isinstance(each, str) else each for each in cells[:500]]
    )


def storable(text: str) -> str:
    """Return a text without what the database can't hold."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def finish(actor: Actor, run: ImportRun) -> None:
    """End a run: count, look once more for parents, and say what is complete from when to when."""
    if run.kind == ImportKind.ACCOUNTS:
        waiting, after = import_run.waiting(actor, [run]), 0
        while after := retry(actor, waiting, after=after):
            pass
    import_run.finish_run(actor, run)
    propose_feed(actor, run)


def propose_feed(actor: Actor, run: ImportRun) -> None:
    """Say that the file's records are complete from its first to its last event.

    For the program it was imported into; without one for the whole installation, if whoever
    imports sees all of it, or else for the accounts that the file spoke of.
    """
    kind = KINDS[run.kind]
    if kind.feeds is None or run.first_event_at is None or run.last_event_at is None:
        return
    now = timezone.now()
    covers_to = min(run.last_event_at, now)
    if covers_to <= run.first_event_at:
        return
    spoken = ImportRow.objects.visible_to(actor).filter(run=run, record_id__isnull=False)
    found = kind.model.objects.visible_to(actor).filter(pk__in=spoken.values("record_id"))
    accounts = None
    if run.program is None and actor.person and actor.role != "administrator":
        accounts = Account.objects.visible_to(actor).filter(pk__in=found.values(kind.account))
    for each in kind.feeds(found):
        extend_feeds(
            actor,
            each,
            run.system,
            covers_from=run.first_event_at,
            covers_to=covers_to,
            program=run.program,
            accounts=accounts,
            now=now,
        )


def retry(actor: Actor, waiting: Any, *, after: int = 0) -> int:
    """Try the next waiting lines again; return the key of the last one tried, 0 when none is left.

    A line that is taken now keeps its place in its run; one that is not waits on.
    """
    found = list(waiting.filter(pk__gt=after).select_related("run").order_by("pk")[:CHUNK])
    for run in {row.run for row in found}:
        reading = reading_of(run)
        lines = [row for row in found if row.run_id == run.pk]
        records = [reading.record(row.line, row.raw or []) for row in lines]
        written(actor, run, reading, records)
        within = import_run.instants()
        changed = [
            settled(row, verdict_row(run, record, within))
            for row, record in zip(lines, records, strict=True)
        ]
        import_run.change_verdicts(changed)
    return found[-1].pk if found else 0


def settled(before: ImportRow, now: ImportRow) -> ImportRow:
    """Return what a line is now that it was tried again."""
    if before.verdict != Verdict.WAITING:  # it was taken, but for its parent
        now.verdict, now.record_id = before.verdict, before.record_id
        now.written_at = [*before.written_at, *now.written_at]
    elif now.verdict != Verdict.WAITING:
        now.resolved_at = timezone.now()
    return now


@transaction.atomic
def retry_chunk(actor: Actor, checkpoint: Mapping[str, Any], runs: Any = None) -> Step:
    """Try the next waiting lines again, of these runs or of all that the actor may see."""
    import_run.take_turns()
    waiting = import_run.waiting(actor, runs)
    after = checkpoint.get("after", 0)
    tried = list(waiting.filter(pk__gt=after).order_by("pk").values_list("run", flat=True)[:CHUNK])
    last = retry(actor, waiting, after=after)
    import_run.recount(actor, tried)
    done = checkpoint.get("done", 0) + len(tried)
    return Step({"after": last, "done": done}, done, more=len(tried) == CHUNK)


class StartedError(Exception):
    """A run was started already; a file is imported once."""


@transaction.atomic
def start(actor: Actor, run: ImportRun) -> Job:
    """Have a run done by a worker, once all that is written here stands.

    Raises StartedError where somebody did so before.
    """
    held = import_run.mine(actor, run).select_for_update().get()
    if held.state != ImportState.PREVIEW:
        raise StartedError
    total = Dialect.from_json(run.dialect).rows
    job = ask("import", actor, {"run": run.pk}, total=total)
    import_run.note(actor, run, state=ImportState.QUEUED, job=job, error="")
    return job


def start_retry(actor: Actor, run: ImportRun | None = None) -> Job:
    """Have waiting lines tried again by a worker: of a run, or all that the actor may see."""
    return ask("import.waiting", actor, {"run": run.pk if run else None})


@job_kind("import", operation="data.import")
def import_job(job: Job) -> bool:
    """Do the next chunk of an import."""
    actor = Actor.of_job(job)
    run = ImportRun.objects.visible_to(actor).filter(pk=job.parameters["run"]).first()
    if run is None:
        raise FailedError(_("The import is gone."))
    try:
        step = import_chunk(actor, run, job.checkpoint)
    except MappingError as error:
        raise FailedError(str(error)) from error
    keep(job, step)
    if not step.more:
        job.result = import_run.counts_of(actor, run)
        if KINDS[run.kind].is_awaited and waits(actor):
            start_retry(actor)
    return step.more


def waits(actor: Actor) -> bool:
    """Tell whether lines wait whose home may have come."""
    return bool(import_run.waiting(actor).exists())


@job_kind("import.waiting", operation="data.import")
def retry_job(job: Job) -> bool:
    """Try the next waiting lines again."""
    actor = Actor.of_job(job)
    run = job.parameters["run"]
    runs = ImportRun.objects.visible_to(actor).filter(pk=run) if run else None
    step = retry_chunk(actor, job.checkpoint, runs)
    keep(job, step)
    return step.more


def keep(job: Job, step: Step) -> None:
    """Write on the job how far it has come."""
    job.checkpoint = step.checkpoint
    job.done = step.done
    job.total = max(job.total or 0, step.done)


def run_to_end(actor: Actor, run: ImportRun) -> None:
    """Do a whole import here and now, chunk by chunk, and what waits for it."""
    step = Step({}, 0, more=True)
    while step.more:
        step = import_chunk(actor, run, step.checkpoint)
    if KINDS[run.kind].is_awaited:
        step = Step({}, 0, more=True)
        while step.more:
            step = retry_chunk(actor, step.checkpoint)


def tried(actor: Actor, run: ImportRun) -> dict[str, Any]:
    """Return what a whole import would come to, and write nothing.

    Raises StartedError where the run was started.
    """
    if run.state != ImportState.PREVIEW:
        raise StartedError
    with transaction.atomic(), pghistory.context(actor=actor.label):
        run_to_end(actor, run)
        summary = summarized(actor, run, dry_run=True)
        transaction.set_rollback(True)
    run.refresh_from_db()
    return summary
