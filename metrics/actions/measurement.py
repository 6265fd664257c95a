"""Measuring and keeping: jobs that write what was measured of each account, program and day.

A chunk measures some accounts for one day, or the programs, campaigns with goals and all accounts
together; it commits
with its checkpoint, so a job that was cut off goes on where it stood, and a chunk that is done
twice writes nothing the second time.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.copying import copy_rows
from abmplanner.kit.statistics import look_at_new_tables
from accounts.actions.job import ask, is_asked, job_kind
from accounts.models import Account, Campaign, Job, Program
from metrics.calc.loading import load_calculations
from metrics.calc.status import Flag
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.words import Grain
from metrics.enums import ScopeKind
from metrics.models import Goal, Measurement
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
from metrics.queries.parameters import SETTINGS, parameters_of
from metrics.queries.scope import Scope
from metrics.queries.sheet import OneDay

BATCH = 5_000  # accounts in a chunk
PART = 5_000  # accounts in a job, so that several workers share a day
LOCK = 0x4D45  # our own space of advisory locks


def ask_to_measure(
    actor: Actor, *, as_of: date | None = None, since: date | None = None, every: int = 1
) -> Job:
    """Queue the measuring of every account and program, as of a day; yesterday unless it is given.

    since asks for the days from then on, each or every so many, counted back from as_of: how days
    before the installation are filled. Many accounts are measured by several jobs, which any number
    of workers take; the one returned measures the programs as well.
    """
    last = as_of or timezone.localdate() - A_DAY
    first = since or last
    first += timedelta(days=(last - first).days % every)
    days = {"from": first.isoformat(), "to": last.isoformat(), "every": every}
    parts = max(1, -(-_accounts().count() // PART))
    jobs = [ask("measure", actor, {**days, "part": part, "parts": parts}) for part in range(parts)]
    return jobs[0]


def ask_to_measure_yesterday() -> None:
    """Queue the measuring of yesterday unless it was asked for: safe to run at any time, often.

    So a machine that slept through the night catches up when it wakes.
    """
    yesterday = timezone.localdate() - A_DAY
    if not is_asked("measure", to=yesterday.isoformat()):
        ask_to_measure(SYSTEM, as_of=yesterday)


@job_kind("measure", operation="measure.keep")
def measure_chunk(job: Job) -> bool:
    """Measure and keep the next accounts of a day, or its programs; tell whether more is left.

    Programs and campaigns are measured by the first part of those that share the day.
    """
    load_calculations()
    first, last = (date.fromisoformat(job.parameters[name]) for name in ("from", "to"))
    day = date.fromisoformat(job.checkpoint.get("day", first.isoformat()))
    after = job.checkpoint.get("after", 0)
    every = timedelta(days=job.parameters.get("every", 1))
    part, parts = job.parameters.get("part", 0), job.parameters.get("parts", 1)
    mine = _accounts().annotate(part=F("pk") % parts).filter(part=part)
    if job.total is None:
        look_at_new_tables()
        job.total = ((last - first) // every + 1) * (mine.count() + (part == 0))
    accounts = list(mine.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH])
    if accounts:
        written = keep_accounts(accounts, as_of=day)
        job.checkpoint = {"day": day.isoformat(), "after": accounts[-1]}
    else:
        written = keep_programs(as_of=day) + keep_campaigns(as_of=day) if part == 0 else 0
        job.checkpoint = {"day": (day + every).isoformat(), "after": 0}
    job.done = min(job.total, job.done + (len(accounts) or part == 0))
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
    for way in sorted({each.way for each in due}):
        currency, zone, fiscal_month, rules = way
        mine = [each for each in due if each.way == way]
        standing = standing_windows(as_of, fiscal_month)
        wanted = {
            each.account: joined(standing, each.keys, goals.get(each.account, {})) for each in mine
        }
        scope = Scope(currency=currency, zone=ZoneInfo(zone), rules=rules or None)
        everybody = replace(scope, accounts=tuple(wanted))
        day = OneDay(everybody, (window.seen(as_of, scope.zone) for window in standing))
        for window, targets in by_window(wanted):
            narrowed = replace(scope, accounts=tuple(targets))
            written += keep(ScopeKind.ACCOUNT, narrowed, window, targets, as_of, known, day)
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
        day = OneDay(scope, (window.seen(as_of, scope.zone) for window in standing))
        for window, targets in by_window(wanted):
            written += keep(ScopeKind.PROGRAM, scope, window, targets, as_of, known, day)
    scope, standing = Scope.everything(SYSTEM), standing_windows(as_of)
    everything = {0: joined(standing, headlines(known, ()), {})}
    day = OneDay(scope, (window.seen(as_of, scope.zone) for window in standing))
    for window, targets in by_window(everything):
        written += keep(ScopeKind.ALL, scope, window, targets, as_of, known, day)
    return written


def keep_campaigns(campaigns: Iterable[int] | None = None, *, as_of: date) -> int:
    """Measure campaigns, all that have goals unless some are named; return the new rows.

    Of a campaign is kept what its goals are about, and no more.
    """
    known = known_indicators(SYSTEM)
    aimed = Goal.objects.visible_to(SYSTEM).filter(campaign__isnull=False)
    rows = Campaign.objects.visible_to(SYSTEM).filter(pk__in=aimed.values("campaign"))
    if campaigns is not None:
        rows = rows.filter(pk__in=campaigns)
    by_scope: dict[Scope, list[int]] = {}
    for campaign in rows.select_related("program").order_by("pk"):
        scope = replace(Scope.of_campaign(SYSTEM, campaign), campaigns=())
        by_scope.setdefault(scope, []).append(campaign.pk)
    written = 0
    for scope, keys in by_scope.items():
        goals = goal_windows(SYSTEM, keys, of="campaign", as_of=as_of, known=known)
        wanted = {key: joined((), (), windows) for key, windows in goals.items()}
        for window, targets in by_window(wanted):
            narrowed = replace(scope, campaigns=tuple(targets))
            day = OneDay(narrowed)
            written += keep(ScopeKind.CAMPAIGN, narrowed, window, targets, as_of, known, day)
    return written


GRAINS = {
    ScopeKind.ACCOUNT: Grain.ACCOUNT,
    ScopeKind.PROGRAM: Grain.PROGRAM,
    ScopeKind.CAMPAIGN: Grain.CAMPAIGN,
    ScopeKind.ALL: Grain.ALL,
}


def keep(
    kind: ScopeKind,
    scope: Scope,
    window: KeptWindow,
    targets: Mapping[int, tuple[str, ...]],
    as_of: date,
    known: Catalogue,
    day: OneDay,
) -> int:
    """Measure the targets of one window together, and write a row where something differs.

    day is shared by the windows of one day.
    """
    asked = Asked(
        actor=SYSTEM,
        scope=scope,
        window=window.seen(as_of, scope.zone),
        grain=GRAINS[kind],
    )
    lock(kind, targets)
    keys = dict.fromkeys(key for chosen in targets.values() for key in chosen)
    found = entries(asked, keys, known=known, day=day)
    versions = {key: known.resolved(key).version for key in keys}
    used: dict[tuple[str, ...], dict[str, Any]] = {
        chosen: {key: versions[key] for key in chosen} for chosen in set(targets.values())
    }
    for chosen in used:
        if any(parameters_of(known.resolved(key)) for key in chosen):
            held = day.settings(asked)
            used[chosen] |= {} if held.is_delivered else {SETTINGS: list(held.versions)}
    used_text = {chosen: json.dumps(each) for chosen, each in used.items()}
    last = last_kept(kind, targets, window, as_of)
    same = (kind.value, window.name, window.start, window.end, as_of)
    rows = []
    for target, chosen in targets.items():
        if not chosen or target not in found[chosen[0]]:
            continue
        now = {key: found[key][target] for key in chosen}
        before = last.get(target)
        if before is not None:
            again = restated({key: json.loads(entry) for key, entry in now.items()}, before)
            if (before.answers, before.versions) == (again, used[chosen]):
                continue
            now = {key: json.dumps(entry) for key, entry in again.items()}
        answers = ", ".join([f'"{key}": {entry}' for key, entry in now.items()])
        rows.append((target or None, f"{{{answers}}}", used_text[chosen], *same))
    return copy_rows(Measurement, COLUMNS[kind], rows)


def _columns(target: str) -> tuple[str, ...]:
    return (target, "answers", "versions", "scope", "window", "starts_on", "ends_on", "as_of")


COLUMNS = {
    ScopeKind.ACCOUNT: _columns("account_id"),
    ScopeKind.PROGRAM: _columns("program_id"),
    ScopeKind.CAMPAIGN: _columns("campaign_id"),
    ScopeKind.ALL: _columns("account_id"),
}
"""What is written of a measurement, by what it is of; all accounts together have no key."""


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
    column = None if kind is ScopeKind.ALL else f"{kind.value}_id"
    return {getattr(row, column) if column else 0: row for row in newest}


def lock(kind: ScopeKind, targets: Iterable[int]) -> None:
    """Wait until nobody else keeps numbers of these targets, up to the end of the transaction.

    Two jobs that measure the same day would else each find that its row is not there yet.
    """
    spaces = {
        ScopeKind.ACCOUNT: 0,
        ScopeKind.PROGRAM: 1,
        ScopeKind.ALL: 2,
        ScopeKind.CAMPAIGN: 3,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, t) FROM unnest(%s::int[]) AS t",
            [LOCK + spaces[kind], sorted(targets)],
        )
