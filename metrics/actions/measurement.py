"""Measuring and keeping: jobs that write what was measured of each account, program and day.

A chunk measures some accounts for one day, or the programs and all accounts together; it commits
with its checkpoint, so a job that was cut off goes on where it stood, and a chunk that is done
twice writes nothing the second time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.copying import copy_all
from accounts.actions.job import ask, is_asked, job_kind
from accounts.models import Account, Job, Program
from metrics.calc.status import Flag
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.words import Grain
from metrics.enums import ScopeKind
from metrics.models import Measurement
from metrics.queries.compiling import Asked
from metrics.queries.engine import entries
from metrics.queries.indicators import known_indicators
from metrics.queries.keeping import (
    A_DAY,
    KeptWindow,
    by_window,
    goal_windows,
    headlines,
    is_due,
    joined,
    members,
    standing_windows,
)
from metrics.queries.scope import Scope
from metrics.queries.sheet import Stocks
from metrics.queries.window import Window

BATCH = 500  # accounts in a chunk
LOCK = 0x4D45  # our own space of advisory locks


def ask_to_measure(
    actor: Actor, *, as_of: date | None = None, since: date | None = None, every: int = 1
) -> Job:
    """Queue the measuring of every account and program, as of a day; yesterday unless it is given.

    since asks for the days from then on, each or every so many, counted back from as_of: how days
    before the installation are filled.
    """
    last = as_of or timezone.localdate() - A_DAY
    first = since or last
    first += timedelta(days=(last - first).days % every)
    days = {"from": first.isoformat(), "to": last.isoformat(), "every": every}
    return ask("measure", actor, days)


def ask_to_measure_yesterday() -> None:
    """Queue the measuring of yesterday unless it was asked for: safe to run at any time, often.

    So a machine that slept through the night catches up when it wakes.
    """
    yesterday = timezone.localdate() - A_DAY
    if not is_asked("measure", to=yesterday.isoformat()):
        ask_to_measure(SYSTEM, as_of=yesterday)


@job_kind("measure", operation="measure.keep")
def measure_chunk(job: Job) -> bool:
    """Measure and keep the next accounts of a day, or its programs; tell whether more is left."""
    first, last = (date.fromisoformat(job.parameters[name]) for name in ("from", "to"))
    day = date.fromisoformat(job.checkpoint.get("day", first.isoformat()))
    after = job.checkpoint.get("after", 0)
    every = timedelta(days=job.parameters.get("every", 1))
    if job.total is None:
        job.total = ((last - first) // every + 1) * (_accounts().count() + 1)
    accounts = list(_accounts().filter(pk__gt=after).values_list("pk", flat=True)[:BATCH])
    if accounts:
        written = keep_accounts(accounts, as_of=day)
        job.checkpoint = {"day": day.isoformat(), "after": accounts[-1]}
    else:
        written = keep_programs(as_of=day)
        job.checkpoint = {"day": (day + every).isoformat(), "after": 0}
    job.done = min(job.total, job.done + (len(accounts) or 1))
    job.result = {"written": job.result.get("written", 0) + written}
    return bool(accounts) or day < last


def _accounts() -> Any:
    """Return the accounts that are measured: all that were not merged, in a fixed order."""
    return Account.objects.visible_to(SYSTEM).canonical().order_by("pk")


# ---- what is kept of a day ---------------------------------------------------------------------


def keep_accounts(accounts: Iterable[int], *, as_of: date) -> int:
    """Measure accounts as of a day and keep what differs; return how many rows were new."""
    known = known_indicators(SYSTEM)
    workspace = (settings.REPORTING_CURRENCY, settings.TIME_ZONE)
    chosen = members(SYSTEM, list(accounts), at=as_of, known=known, workspace=workspace)
    due = [member for member in chosen if is_due(member, as_of)]
    goals = goal_windows(
        SYSTEM, [member.account for member in due], of="account", as_of=as_of, known=known
    )
    written = 0
    for currency, zone in sorted({(member.currency, member.zone) for member in due}):
        scope = Scope(currency=currency, zone=ZoneInfo(zone))
        wanted: dict[int, dict[KeptWindow, list[str]]] = {}
        for member in due:
            if (member.currency, member.zone) == (currency, zone):
                standing = standing_windows(as_of, member.fiscal_month)
                own = goals.get(member.account, {})
                wanted[member.account] = joined(standing, member.keys, own)
        stocks = Stocks(replace(scope, accounts=tuple(wanted)))
        for window, targets in by_window(wanted):
            narrowed = replace(scope, accounts=tuple(targets))
            written += keep(ScopeKind.ACCOUNT, narrowed, window, targets, as_of, known, stocks)
    return written


def keep_programs(*, as_of: date) -> int:
    """Measure each program, and all accounts together, as of a day; return the new rows."""
    known = known_indicators(SYSTEM)
    programs = list(Program.objects.visible_to(SYSTEM).order_by("pk"))
    keys = [program.pk for program in programs]
    goals = goal_windows(SYSTEM, keys, of="program", as_of=as_of, known=known)
    written = 0
    for program in programs:
        standing = standing_windows(as_of, program.fiscal_year_month)
        own = goals.get(program.pk, {})
        wanted = {program.pk: joined(standing, headlines(known, [program.kind]), own)}
        scope = Scope.of_program(SYSTEM, program)
        stocks = Stocks(scope)
        for window, targets in by_window(wanted):
            written += keep(ScopeKind.PROGRAM, scope, window, targets, as_of, known, stocks)
    everything = {0: joined(standing_windows(as_of), headlines(known, ()), {})}
    scope = Scope.everything(SYSTEM)
    stocks = Stocks(scope)
    for window, targets in by_window(everything):
        written += keep(ScopeKind.ALL, scope, window, targets, as_of, known, stocks)
    return written


GRAINS = {
    ScopeKind.ACCOUNT: Grain.ACCOUNT,
    ScopeKind.PROGRAM: Grain.PROGRAM,
    ScopeKind.ALL: Grain.ALL,
}


def keep(
    kind: ScopeKind,
    scope: Scope,
    window: KeptWindow,
    targets: Mapping[int, tuple[str, ...]],
    as_of: date,
    known: Catalogue,
    stocks: Stocks,
) -> int:
    """Measure the targets of one window together, and write a row where something differs.

    stocks is shared by the windows of one day.
    """
    asked = Asked(
        actor=SYSTEM,
        scope=scope,
        window=Window(start=window.start, end=window.end, as_of=as_of, zone=scope.zone),
        grain=GRAINS[kind],
    )
    lock(kind, targets)
    keys = dict.fromkeys(key for chosen in targets.values() for key in chosen)
    found = entries(asked, keys, known=known, stocks=stocks)
    versions = {key: known.resolved(key).version for key in keys}
    last = last_kept(kind, targets, window, as_of)
    rows = []
    for target, chosen in targets.items():
        if not chosen or target not in found[chosen[0]]:
            continue
        now = {key: found[key][target] for key in chosen}
        used = {key: versions[key] for key in chosen}
        before = last.get(target)
        if before is not None:
            now = restated(now, before)
            if (before.answers, before.versions) == (now, used):
                continue
        rows.append(
            Measurement(
                scope=kind,
                account_id=target if kind is ScopeKind.ACCOUNT else None,
                program_id=target if kind is ScopeKind.PROGRAM else None,
                window=window.name,
                starts_on=window.start,
                ends_on=window.end,
                as_of=as_of,
                answers=now,
                versions=used,
            )
        )
    copy_all(rows)
    return len(rows)


def restated(now: Mapping[str, dict[str, Any]], before: Measurement) -> dict[str, dict[str, Any]]:
    """Return what was measured now, flagged where the same day said something else before."""
    return {
        key: _flagged(entry) if _differs(entry, before.answers.get(key)) else entry
        for key, entry in now.items()
    }


def _differs(entry: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    """Tell whether a number is another than before, or was restated already."""
    if before is None:
        return False
    return dict(entry) != dict(before)


def _flagged(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**entry, "flags": sorted({*entry.get("flags", ()), Flag.RESTATED.value})}


def last_kept(
    kind: ScopeKind, targets: Mapping[int, Any], window: KeptWindow, as_of: date
) -> dict[int, Measurement]:
    """Return the newest row of each target for a window and a day."""
    rows = Measurement.objects.visible_to(SYSTEM).filter(
        scope=kind, window=window.name, as_of=as_of
    )
    target = "scope"
    if kind is not ScopeKind.ALL:
        target = kind.value
        rows = rows.filter(**{f"{target}__in": list(targets)})
    newest = rows.order_by(target, "-recorded_at", "-pk").distinct(target)
    column = {ScopeKind.ACCOUNT: "account_id", ScopeKind.PROGRAM: "program_id"}.get(kind)
    return {getattr(row, column) if column else 0: row for row in newest}


def lock(kind: ScopeKind, targets: Iterable[int]) -> None:
    """Wait until nobody else keeps numbers of these targets, up to the end of the transaction.

    Two jobs that measure the same day would else each find that its row is not there yet.
    """
    spaces = {ScopeKind.ACCOUNT: 0, ScopeKind.PROGRAM: 1, ScopeKind.ALL: 2}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, t) FROM unnest(%s::int[]) AS t",
            [LOCK + spaces[kind], sorted(targets)],
        )
