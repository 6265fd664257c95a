"""Late data: days that were kept before records changed are measured again, into new rows.

Marks are taken in rounds. A round takes the oldest marks, finds the rows that were kept of what
they touch from their instant on, and measures these again, some in each chunk; its last chunk
takes the marks away. A mark that is written meanwhile waits for the next round.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.actions.job import ask, job_kind
from accounts.enums import JobState
from accounts.models import Campaign, ControlAccount, Enrolment, Job, Program
from metrics.actions.measurement import keep, last_kept
from metrics.actions.qualification import qualify
from metrics.enums import ScopeKind
from metrics.models import DirtyMark, Measurement
from metrics.queries.indicators import known_indicators
from metrics.queries.keeping import KeptWindow, members
from metrics.queries.scope import Scope, lineage
from metrics.queries.sheet import OneDay

MARKS = 500  # in a round
OF_PROGRAMS = "ads_of_programs"  # marks of records that count for no account
OF_QUALIFICATIONS = "qualifications"  # marks that qualifying leaves itself
DAYS = 20  # windows and days measured again in a chunk


def ask_to_restate(actor: Actor) -> Job | None:
    """Queue the measuring of what late data changed, unless nothing did or it is queued already."""
    waiting = Job.objects.visible_to(SYSTEM).filter(
        kind="restate", state__in=[JobState.QUEUED, JobState.RUNNING]
    )
    if waiting.exists() or not DirtyMark.objects.visible_to(SYSTEM).exists():
        return None
    return ask("restate", actor, {})


@job_kind("restate", operation="measure.keep")
def restate_chunk(job: Job) -> bool:
    """Measure again some of what a round of marks touches; tell whether more is left."""
    if "marks" not in job.checkpoint and not _begin(job):
        return False
    at, units = job.checkpoint["at"], job.checkpoint["units"]
    written = sum(_restate(unit) for unit in units[at : at + DAYS])
    job.checkpoint["at"] = at + DAYS
    job.done += len(units[at : at + DAYS])
    job.result = {"written": job.result.get("written", 0) + written}
    if job.checkpoint["at"] >= len(units):
        marks = DirtyMark.objects.visible_to(SYSTEM)
        marks.filter(pk__in=job.checkpoint["marks"]).delete()
        job.checkpoint = {}
        return bool(marks.exists())
    return True


def _begin(job: Job) -> bool:
    """Take the oldest marks and list what has to be measured again; tell whether there are any."""
    marks = list(DirtyMark.objects.visible_to(SYSTEM).order_by("pk")[:MARKS])
    if not marks:
        return False
    _qualify_anew(marks)
    units = [unit for of in (_accounts, _programs, _campaigns, _all) for unit in of(marks)]
    job.total = (job.total or 0) + len(units)
    job.checkpoint = {"marks": [mark.pk for mark in marks], "units": units, "at": 0}
    return True


def _qualify_anew(marks: Iterable[DirtyMark]) -> None:
    """Find anew when the marked accounts were qualified; what differs marks them once more."""
    late = {
        mark.account_id for mark in marks if mark.account_id and mark.dataset != OF_QUALIFICATIONS
    }
    if late:
        qualify(sorted(set(lineage(SYSTEM, late).values())))


# ---- what marks touch --------------------------------------------------------------------------


def _accounts(marks: Iterable[DirtyMark]) -> list[list[Any]]:
    """Return the rows kept of marked accounts, from the marked instant on."""
    now = lineage(SYSTEM, {mark.account_id for mark in marks if mark.account_id})
    earliest: dict[int, datetime] = {}
    for mark in marks:
        if mark.account_id:
            account = now[mark.account_id]
            earliest[account] = min(mark.earliest_at, earliest.get(account, mark.earliest_at))
    touched = Q(pk__in=())
    for account, at in earliest.items():
        touched |= Q(account=account, as_of__gte=_day(at))
    touched |= _of_everybody(marks)
    return _units(ScopeKind.ACCOUNT, touched)


def _programs(marks: Iterable[DirtyMark]) -> list[list[Any]]:
    """Return the rows kept of programs that a marked account was ever in, or marked themselves.

    A program is also touched by the accounts that it is compared with.
    """
    touched = Q(pk__in=())
    for mark in marks:
        for stays in (Enrolment, ControlAccount) if mark.account_id else ():
            rows = stays.objects.visible_to(SYSTEM).filter(account=mark.account_id)
            programs: Any = rows.values("program")
            touched |= Q(program__in=programs, as_of__gte=_day(mark.earliest_at))
        if mark.program_id:
            touched |= Q(program=mark.program_id, as_of__gte=_day(mark.earliest_at))
    return _units(ScopeKind.PROGRAM, touched | _of_everybody(marks))


def _campaigns(marks: Iterable[DirtyMark]) -> list[list[Any]]:
    """Return the rows kept of campaigns: few, and any account may have answered any of them."""
    first = min(mark.earliest_at for mark in marks)
    return _units(ScopeKind.CAMPAIGN, Q(as_of__gte=_day(first)))


def _all(marks: Iterable[DirtyMark]) -> list[list[Any]]:
    """Return the rows kept of all accounts together."""
    first = min(mark.earliest_at for mark in marks)
    return _units(ScopeKind.ALL, Q(as_of__gte=_day(first)))


def _of_everybody(marks: Iterable[DirtyMark]) -> Q:
    """Return the rows that a mark of no account in particular touches.

    What counts for programs alone touches no account, and no other program.
    """
    touched = Q(pk__in=())
    for mark in marks:
        if mark.account_id is None and mark.dataset != OF_PROGRAMS:
            rows = Q(as_of__gte=_day(mark.earliest_at))
            if mark.program_id is not None:
                enrolled: Any = Enrolment.objects.visible_to(SYSTEM).filter(program=mark.program_id)
                rows &= Q(account__in=enrolled.values("account"))
            touched |= rows
    return touched


def _units(kind: ScopeKind, touched: Q) -> list[list[Any]]:
    """Return each window and day to measure again, with the targets that were kept of it."""
    rows = Measurement.objects.visible_to(SYSTEM).filter(touched, scope=kind)
    columns = ("window", "starts_on", "ends_on", "as_of", "account", "program", "campaign")
    found: dict[tuple[str, ...], set[int]] = {}
    distinct = rows.order_by(*columns).values_list(*columns).distinct()
    for window, start, end, as_of, *targets in distinct:
        unit = (window, start.isoformat(), end.isoformat(), as_of.isoformat())
        found.setdefault(unit, set()).add(next(filter(None, targets), 0))
    return [[kind.value, *unit, sorted(targets)] for unit, targets in found.items()]


def _day(at: datetime) -> date:
    """Return the earliest day, in any time zone, whose measurements an instant may change."""
    return at.astimezone(ZoneInfo("Etc/GMT+12")).date()


# ---- measuring again ---------------------------------------------------------------------------


def _restate(unit: list[Any]) -> int:
    """Measure the targets of one window and day again; return how many rows were new."""
    name, window, start, end, day, targets = unit
    kind, as_of = ScopeKind(name), date.fromisoformat(day)
    kept = KeptWindow(window, date.fromisoformat(start), date.fromisoformat(end))
    known = known_indicators(SYSTEM)
    keys = {
        target: tuple(key for key in row.answers if key in known)
        for target, row in last_kept(kind, dict.fromkeys(targets), kept, as_of).items()
    }
    return sum(
        keep(
            kind,
            scope,
            kept,
            {target: keys[target] for target in chosen},
            as_of,
            known,
            OneDay(scope),
        )
        for scope, chosen in _scopes(kind, sorted(keys), as_of)
    )


def _scopes(kind: ScopeKind, targets: list[int], as_of: date) -> Iterable[tuple[Scope, list[int]]]:
    """Yield the targets by how they report, as they were first measured."""
    if kind is ScopeKind.ALL:
        yield Scope.everything(SYSTEM), targets
    elif kind is ScopeKind.PROGRAM:
        for program in Program.objects.visible_to(SYSTEM).filter(pk__in=targets).order_by("pk"):
            yield Scope.of_program(SYSTEM, program), [program.pk]
    elif kind is ScopeKind.CAMPAIGN:
        rows = Campaign.objects.visible_to(SYSTEM).filter(pk__in=targets)
        for campaign in rows.select_related("program").order_by("pk"):
            yield Scope.of_campaign(SYSTEM, campaign), [campaign.pk]
    else:
        workspace = (settings.REPORTING_CURRENCY, settings.TIME_ZONE)
        known = known_indicators(SYSTEM)
        chosen = members(SYSTEM, targets, at=as_of, known=known, workspace=workspace)
        by_way: dict[tuple[str, str, int], list[int]] = {}
        for each in chosen:
            by_way.setdefault((each.currency, each.zone, each.rules), []).append(each.account)
        for (currency, zone, rules), mine in sorted(by_way.items()):
            scope = Scope(
                currency=currency, zone=ZoneInfo(zone), accounts=tuple(mine), rules=rules or None
            )
            yield scope, mine
