"""A goal over time: what was measured, within its interval, beside the line of the plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from metrics.enums import GoalType
from metrics.models import Goal
from metrics.queries.answer import Answer, plain

MOVING = (GoalType.REACH, GoalType.CUMULATE)


def goal_trend(
    goal: Goal, series: Sequence[tuple[date, Answer]], plan: Sequence[tuple[date, float]]
) -> dict[str, Any]:
    """Return the chart of a goal: kept values with their interval, the plan's line, the target.

    Days without a value stay empty: a gap is not zero.
    """
    measured = dict(series)
    planned = dict(plan)
    days = sorted({*measured, *planned})
    answers = [measured.get(day) for day in days]
    shown = next((answer for answer in answers if answer), None)
    lines: list[dict[str, Any]] = [
        {
            "label": _("Measured"),
            "tone": "accent",
            "values": [plain(answer.value) if answer else None for answer in answers],
            "low": [plain(answer.low) if answer else None for answer in answers],
            "high": [plain(answer.high) if answer else None for answer in answers],
        }
    ]
    if planned:
        plan_line = [planned.get(day) for day in days]
        lines.append({"label": _("Plan"), "tone": "quiet", "dashed": True, "values": plan_line})
    return {
        "kind": "line",
        "time": True,
        "unit": shown.written_as if shown else "",
        "currency": shown.currency if shown else "",
        "labels": [day.isoformat() for day in days],
        "series": lines,
        "marks": marks(goal),
    }


def marks(goal: Goal) -> list[dict[str, Any]]:
    """Return the lines across the chart: what should be reached, or kept within."""
    ends = [(goal.target, _("target"))]
    if goal.type == GoalType.RANGE:
        ends = [(goal.target, _("from")), (goal.target_high, _("up to"))]
    return [{"value": float(at), "label": label} for at, label in ends if at is not None]
