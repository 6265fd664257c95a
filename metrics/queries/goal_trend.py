"""A goal over time: what was measured day by day, and what its plan expects."""

from datetime import date

from abmplanner.kit.actor import Actor
from metrics.models import Goal
from metrics.queries.answer import Answer
from metrics.queries.board import GoalRow

POINTS = 24


def series_of(actor: Actor, row: GoalRow, as_of: date) -> list[tuple[date, Answer]]:
    """Return the kept values of a goal's own period up to a day, and the one measured for it."""
    series: dict[date, Answer] = {}
    if row.progress.answer is not None and row.goal.starts_on <= as_of:
        series[min(as_of, row.goal.due_on)] = row.progress.answer
    return sorted(series.items())


def plan_of(goal: Goal) -> list[tuple[date, float]]:
    """Return what a goal's plan expects, from its start to its due date."""
    return []
