"""A goal over time: what was measured day by day, and what its plan expects."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.utils.module_loading import import_string

from abmplanner.kit.actor import Actor
from metrics.enums import GoalType, Profile, ScopeKind
from metrics.models import Goal
from metrics.queries.answer import Answer
from metrics.queries.board import GoalRow
from metrics.queries.keeping import window_of_goal
from metrics.queries.kept import kept_series
from metrics.queries.progress import pacing_row

STEPS = 24
MOVING = (GoalType.REACH, GoalType.CUMULATE)


def series_of(actor: Actor, row: GoalRow, as_of: date) -> list[tuple[date, Answer]]:
    """Return the kept values of a goal's own period up to a day, and the one measured for it."""
    goal = row.goal
    if row.indicator is None:
        return []
    of = ScopeKind.ACCOUNT if goal.account_id else ScopeKind.PROGRAM
    kept = kept_series(
        actor,
        int(goal.account_id or goal.program_id or 0),
        goal.indicator_key,
        window=window_of_goal(goal, row.indicator, as_of).name,
        of=of,
        since=goal.starts_on,
        until=as_of,
    )
    series = dict(kept)
    if row.progress.answer is not None and goal.starts_on <= as_of:
        series[min(row.measured_on or as_of, goal.due_on)] = row.progress.answer
    return sorted(series.items())


def plan_of(goal: Goal, measured: Collection[date] = ()) -> list[tuple[date, float]]:
    """Return what a goal's plan expects on its first day, on days measured, and from there on.

    It has no line where a level is to be kept, where nobody knows the starting value, and for a
    season, which follows from last year's records.
    """
    unknown = goal.type == GoalType.REACH and goal.baseline is None
    if goal.type not in MOVING or goal.profile == Profile.SEASONAL or unknown:
        return []
    last = max(measured, default=goal.starts_on)
    days = sorted({goal.starts_on, *measured, *(day for day in _days(goal) if day > last)})
    rows = [pacing_row(goal, None, day, None) for day in days]
    paced = import_string("metrics.calc.pace.standing_rows")(rows)
    return [
        (day, row["expected_value"])
        for day, row in zip(days, paced, strict=True)
        if row["expected_value"] is not None
    ]


def _days(goal: Goal) -> Iterator[date]:
    """Yield days at equal distance, the first and the last among them."""
    length = (goal.due_on - goal.starts_on).days
    steps = min(STEPS, length)
    for step in range(steps + 1):
        yield goal.starts_on + timedelta(days=length * step // steps)
