"""An import taken back as a whole, in chunks: what it wrote goes, and what it changed comes back.

A line of an import remembers when the transactions began and ended that wrote what it says. By the
beginning the audit knows them, and rows of history of the same record were recorded in between. So
no record needs a mark. See docs/decisions/0021-undoing-imports.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import pgtrigger
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import Logged
from abmplanner.kit.scope import ScopedModel
from accounts.actions import import_run
from accounts.actions.bulk import changing, locked, save_all
from accounts.actions.job import FailedError, ask, job_kind
from accounts.enums import ImportState, JobState, Verdict
from accounts.ingest.kinds.registry import KINDS
from accounts.ingest.written import (
    Writing,
    everywhere,
    goes_along,
    heirs,
    histories,
    is_as_told,
    is_refusal,
    write_again,
)
from accounts.models import (
    DataFeed,
    EventConflict,
    ExternalId,
    ImportRow,
    ImportRun,
    Job,
    VisitorLink,
    WebSession,
)

AT_ONCE = 200  # lines
MARKS = {"version", "saved_at", "saved_by"}  # of saving, which goes on
MARKS_STORED = MARKS | {"saved_by_id"}
REFERRED, CHANGED, GONE, REFUSAL = "referred_to", "changed_since", "record_gone", "refusal_stands"
References: TypeAlias = Mapping[int, Sequence[Any]]


@transaction.atomic
def start_undo(actor: Actor, run: ImportRun) -> ImportRun:
    """Have an import undone by a worker; one that is undone, or about to be, stays as it is.

    So does one that wrote nothing yet. Raises FailedError where the import is not through.
    """
    held: ImportRun = import_run.mine(actor, run).select_for_update(of=("self",)).get()
    if held.state in {ImportState.PREVIEW, ImportState.UNDONE} or is_under_way(held):
        return held
    if held.state not in {ImportState.DONE, ImportState.UNDOING}:
        raise FailedError(_("Only an import that is through can be undone."))
    job = ask("import.undo", actor, {"run": held.pk}, total=pending(actor, held).count())
    import_run.note(actor, held, state=ImportState.UNDOING, job=job)
    return held


def is_under_way(run: ImportRun) -> bool:
    """Tell whether a worker undoes the import, or will."""
    going = {JobState.QUEUED, JobState.RUNNING}
    return run.state == ImportState.UNDOING and run.job is not None and run.job.state in going


@job_kind("import.undo", operation="data.import")
def undo_job(job: Job) -> bool:
    """Undo the next lines of an import."""
    actor = Actor.of_job(job)
    run = ImportRun.objects.visible_to(actor).filter(pk=job.parameters["run"]).first()
    if run is None:
        raise FailedError(_("The import is gone."))
    job.checkpoint = undo_chunk(actor, run, job.checkpoint)
    left = pending(actor, run).count()
    job.done = max((job.total or 0) - left, 0)
    job.result = {"kept": left}
    return bool(job.checkpoint)


def pending(actor: Actor, run: ImportRun) -> Any:
    """Return the lines that wrote something and are not undone."""
    rows = ImportRow.objects.visible_to(actor).filter(run=run, undone_at=None)
    return rows.filter(verdict__in=[Verdict.CREATED, Verdict.UPDATED], record_id__isnull=False)


@transaction.atomic
def undo_chunk(actor: Actor, run: ImportRun, checkpoint: Mapping[str, Any]) -> dict[str, Any]:
    """Undo the next lines, the last ones first; return where to go on, nothing when it is done.

    What a record of the same file refers to can go only after that one. So as long as a round over
    the lines undid something, those that were referred to get another.
    """
    import_run.take_turns()
    lines = pending(actor, run).order_by("-line")
    if "before" in checkpoint:
        lines = lines.filter(line__lt=checkpoint["before"])
    if checkpoint.get("again"):
        lines = lines.filter(kept_because=REFERRED)
    found = list(lines[:AT_ONCE])
    same = pending(actor, run).filter(record_id__in={row.record_id for row in found})
    undo_lines(actor, run, list(same.order_by("-line")))
    left = pending(actor, run).filter(pk__in=[row.pk for row in found]).count()
    undone = checkpoint.get("undone", False) or left < len(found)
    again = checkpoint.get("again", False)
    if len(found) == AT_ONCE:
        return {"before": found[-1].line, "undone": undone, "again": again}
    if undone and pending(actor, run).filter(kept_because=REFERRED).exists():
        return {"again": True}
    restore_feeds(actor, run)
    EventConflict.objects.visible_to(SYSTEM).filter(run=run, settled_at=None).delete()
    import_run.note(actor, run, state=ImportState.UNDONE)
    return {}


def undo_lines(actor: Actor, run: ImportRun, lines: Sequence[ImportRow]) -> None:
    """Undo some lines, and write of each that it is undone, or why not."""
    model = KINDS[run.kind].model
    rows = model.objects.visible_to(actor) if issubclass(model, ScopedModel) else everywhere(model)
    ids = {row.record_id for row in lines}
    records = {record.pk: record for record in locked(rows.filter(pk__in=ids))}
    if issubclass(model, Logged):
        reasons = withdraw(actor, lines, records)
    else:
        reasons = take_back(actor, lines, records)
    at, _ended = import_run.instants()
    for row in lines:
        row.kept_because = reasons.get(row.pk, "")
        row.undone_at = None if row.kept_because else at
    ImportRow.objects.visible_to(actor).bulk_update(lines, ["kept_because", "undone_at"])


def withdraw(
    actor: Actor, lines: Sequence[ImportRow], records: Mapping[int, Any]
) -> dict[int, str]:
    """Withdraw rows of history; what they had replaced holds again. Return why others stay.

    That somebody refused is never undone.
    """
    reasons = {}
    standing = heirs(records.values())
    for row in lines:
        record = records.get(row.record_id or 0)
        if record is None:
            reasons[row.pk] = GONE
        elif is_refusal(record):
            reasons[row.pk] = REFUSAL
        elif not is_as_told(standing[record.pk], record):
            reasons[row.pk] = CHANGED
    going = [records[row.record_id] for row in lines if row.pk not in reasons and row.record_id]
    write_again(actor, [(standing[record.pk], record) for record in going])
    named = {row.record_id: Writing.of(row) for row in lines}
    visits = [(each, named[each.pk]) for each in going if isinstance(each, WebSession)]
    forget_visitors(actor, [(visit, own) for visit, own in visits if visit.visitor_id])
    return reasons


def forget_visitors(actor: Actor, visits: Sequence[tuple[WebSession, Writing]]) -> None:
    """Withdraw whom visits told their visitors to be; who they were before holds again."""
    links = VisitorLink.objects.visible_to(SYSTEM).filter(
        visitor__in=[visit.visitor_id for visit, _own in visits], voided_at=None
    )
    writing = {visit.visitor_id: own for visit, own in visits}
    for link in links.select_related("visitor", "replaces"):
        if not writing[link.visitor_id].wrote(link):
            continue
        (again,) = write_again(actor, [(link, link)]) or [None]
        visitor = link.visitor
        visitor.account_id = again.account_id if again else None
        visitor.contact_id = again.contact_id if again else None
        visitor.save(update_fields=["account", "contact"])


def take_back(
    actor: Actor, lines: Sequence[ImportRow], records: Mapping[int, Any]
) -> dict[int, str]:
    """Delete records that lines made, and give others back what they held; return why some stay."""
    reasons: dict[int, str] = {}
    told: dict[int, list[ImportRow]] = defaultdict(list)
    for row in lines:
        told[row.record_id or 0].append(row)
    referring = references(records.values())
    gone, changed, given = [], [], []
    events = events_of(records.values())
    for key, rows in told.items():
        record, own = records.get(key), Writing.of(*rows)
        if record is None:
            reason = GONE
        elif not own.periods or not is_as_left(events[key], own):
            reason = CHANGED
        elif all(row.verdict != Verdict.CREATED for row in rows):
            reason = ""
            changed.append((record, own))
            given += [record] if give_back(record, events[key], own) else []
        elif all(goes_along(each, own, referring[key]) for each in referring[key]):
            reason = ""
            gone.append(record)
        else:
            reason = REFERRED
        reasons |= {row.pk: reason for row in rows if reason}
    for record, own in changed:
        for history in histories(referring[record.pk], own).values():
            write_again(actor, history)
        keys = [each.pk for each in referring[record.pk] if isinstance(each, ExternalId)
                and own.wrote(each)]  # fmt: skip
        ExternalId.objects.visible_to(SYSTEM).filter(pk__in=keys).delete()
    save_all(actor, given, now=timezone.now())
    delete(gone, referring)
    return reasons


def references(records: Iterable[Any]) -> References:
    """Return all rows anywhere that refer to these records."""
    found: dict[int, list[Any]] = defaultdict(list)
    by_id = {record.pk: record for record in records}
    if not by_id:
        return found
    model = type(next(iter(by_id.values())))
    for relation in model._meta.related_objects:  # noqa: SLF001 -- Django's own name
        key: Any = relation.field
        if relation.many_to_many or not key.db_constraint:  # the audit refers to what is gone
            continue
        for row in everywhere(relation.related_model).filter(**{f"{key.name}__in": by_id}):
            found[getattr(row, key.attname)].append(row)
    return found


def audited_rows(model: Any) -> Any:
    """Return all that the audit tells of a table."""
    return model.objects.unscoped("the audit of what an import wrote")


def events_of(records: Iterable[Any]) -> dict[int, list[Any]]:
    """Return what the audit tells of these records, in its order."""
    found: dict[int, list[Any]] = defaultdict(list)
    by_id = {record.pk: record for record in records}
    if by_id:
        model: Any = type(next(iter(by_id.values()))).pgh_event_model
        rows = audited_rows(model).filter(pgh_obj__in=by_id)
        for event in rows.order_by("pgh_id"):
            found[event.pgh_obj_id].append(event)
    return found


def since(events: Sequence[Any], own: Writing) -> list[Any]:
    """Return the events of a record since the first one of a writing."""
    for place, event in enumerate(events):
        if own.left(event):
            return list(events[place:])
    return []


def is_as_left(events: Sequence[Any], own: Writing) -> bool:
    """Tell whether a record says what a writing left, though others may have been undone since."""
    later = since(events, own)
    if all(own.left(each) for each in later):
        return True
    left = [each for each in later if own.left(each)][-1]
    columns = [field.attname for field in left._meta.concrete_fields]  # noqa: SLF001
    told = [name for name in columns if not name.startswith("pgh_") and name not in MARKS_STORED]
    return all(getattr(left, name) == getattr(later[-1], name) for name in told)


def give_back(record: Any, events: Sequence[Any], own: Writing) -> bool:
    """Set a record to what it held before a writing; tell whether that is another state."""
    written = since(events, own)
    before = events[: len(events) - len(written)]
    if not written or not before:
        return False
    for name in set(changing(type(record))) - MARKS:
        column = record._meta.get_field(name).attname  # noqa: SLF001 -- Django's own name
        if hasattr(before[-1], column):
            setattr(record, column, getattr(before[-1], column))
    return True


def delete(records: Sequence[Any], referring: References) -> None:
    """Delete records with the histories and keys that were written with them.

    History is never deleted but here: of what never was, none is to be told.
    """
    if not records:
        return
    rows: dict[Any, set[int]] = defaultdict(set)
    for record in records:
        for row in referring[record.pk]:
            rows[type(row)].add(row.pk)
    logged = [model for model in rows if issubclass(model, Logged)]
    with pgtrigger.ignore(*(f"{model._meta.label}:never_deleted" for model in logged)):  # noqa: SLF001
        for model in logged:
            everywhere(model).filter(pk__in=rows[model])._raw_delete("default")  # noqa: SLF001
    ExternalId.objects.visible_to(SYSTEM).filter(pk__in=rows[ExternalId]).delete()
    model = type(records[0])
    everywhere(model).filter(pk__in=[record.pk for record in records])._raw_delete("default")  # noqa: SLF001 -- nothing refers to them


def restore_feeds(actor: Actor, run: ImportRun) -> None:
    """Give feeds that the end of an import stretched back what they covered; new ones go."""
    own = Writing([(run.finished_at, run.finished_at)] if run.finished_at else [])
    model: Any = DataFeed.pgh_event_model  # type: ignore[attr-defined]  # set by the audit
    told = audited_rows(model).filter(pgh_created_at=run.finished_at)
    rows = DataFeed.objects.visible_to(SYSTEM).filter(
        pk__in=told.values("pgh_obj"), source=run.system
    )
    feeds = locked(rows)
    events = events_of(feeds)
    given = []
    for feed in feeds:
        if not all(own.left(event) for event in since(events[feed.pk], own)):
            continue
        if give_back(feed, events[feed.pk], own):
            given.append(feed)
        else:
            everywhere(DataFeed).filter(pk=feed.pk).delete()
    save_all(actor, given, now=timezone.now())
