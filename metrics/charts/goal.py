"""A goal over time: what was measured, the pace of its plan, and where it is heading."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from metrics.enums import GoalType
from metrics.models import Goal
from metrics.queries.answer import Answer, plain
from metrics.queries.goal_trend import Ahead

MOVING = (GoalType.REACH, GoalType.CUMULATE)


def goal_trend(
    goal: Goal,
    series: Sequence[tuple[date, Answer]],
    plan: Sequence[tuple[date, float]],
    ahead: Sequence[Ahead],
    links: Mapping[date, str],
) -> dict[str, Any]:
    """Return the chart of a goal: kept values, pace and projection, each with its interval.

    Across it stands the target, and the one agreed on first where that is another. Days without a
    value stay empty: a gap is not zero. links lead from a day to its records.
    """
    measured = dict(series)
    planned, coming = dict(plan), {each.day: each for each in ahead}
    days = sorted({*measured, *planned, *coming})
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
        label = pgettext("of a plan", "Pace")
        lines.append({"label": label, "tone": "quiet", "dashed": True, "values": plan_line})
    if coming:
        points = [coming.get(day) for day in days]
        lines.append(
            {
                "label": _("Projection"),
                "tone": "accent",
                "dashed": True,
                "values": [each.value if each else None for each in points],
                "low": [each.low if each else None for each in points],
                "high": [each.high if each else None for each in points],
            }
        )
    return {
        "kind": "line",
        "time": True,
        "unit": shown.written_as if shown else "",
        "currency": shown.currency if shown else "",
        "labels": [day.isoformat() for day in days],
        "links": [links.get(day, "") for day in days],
        "series": lines,
        "marks": marks(goal),
    }


def marks(goal: Goal) -> list[dict[str, Any]]:
    """Return the lines across the chart: what should be reached, or kept within.

    Where it was another when it was agreed, that stands at the right.
    """
    ends = [(goal.target, goal.agreed_target, _("target"), _("target as agreed"))]
    if goal.type == GoalType.RANGE:
        ends = [
            (goal.target, goal.agreed_target, _("from"), _("from, as agreed")),
            (goal.target_high, goal.agreed_target_high, _("up to"), _("up to, as agreed")),
        ]
    found: list[dict[str, Any]] = []
    for now, agreed, label, label_then in ends:
        if now is not None:
            found.append({"value": float(now), "label": label})
        if agreed is not None and agreed != now:
            found.append({"value": float(agreed), "label": label_then, "at_end": True})
    return found
