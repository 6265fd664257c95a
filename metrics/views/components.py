"""The numbers that an opened number is told with, and what explains a ratio of them."""

from collections.abc import Mapping
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import A_DAY
from metrics.queries.answer import Answer
from metrics.queries.asking import Asked
from metrics.queries.engine import live_answers

LOST = ("attrition_rate", "revenue_attrition_rate")
KEPT = ("retention_rate", "gross_revenue_retention")
RATIO, SIDES = "velocity_ratio", ("influenced", "other")


def a_year(asked: Asked) -> tuple[int, float] | None:
    """Return the days of the period so far and what a rate of loss comes to in a year.

    None for everything else, and where the period has not begun.
    """
    answer, window = asked.answer, asked.window
    days = (min(window.end, window.as_of + A_DAY) - window.start).days
    if answer.value is None or days < 1 or answer.key not in (*LOST, *KEPT):
        return None
    value = float(answer.value)
    lost = value if answer.key in LOST else 100 - value
    found: float = import_string("metrics.calc.contracts.annualized")(lost, days)
    return days, found if answer.key in LOST else 100 - found


def components_of(actor: Actor, asked: Asked) -> dict[str, Any]:
    """Return the numbers that one is told with, and what each adds to the logarithm of a ratio."""
    keys = asked.answer.indicator.components
    if not keys:
        return {"components": [], "levers": []}
    answers = live_answers(
        actor, keys, scope=asked.target.scope, window=asked.window, grain=asked.target.grain
    ).row(asked.target.pk)
    return {"components": list(answers.values()), "levers": levers(asked, answers)}


def levers(asked: Asked, answers: Mapping[str, Answer]) -> list[tuple[str, float]]:
    """Return what win rate, value and length add to the logarithm of a ratio of speeds."""
    if asked.answer.key != RATIO or not asked.answer.value:
        return []
    pairs = [
        tuple(float(answers[f"velocity_{part}_{side}"].value or 0) for side in SIDES)
        for part in ("win_rate", "avg_value", "cycle_days")
    ]
    parts = import_string("metrics.calc.velocity.decomposed")(*pairs)
    return list(zip((_("Win rate"), _("Size"), _("Length")), parts, strict=True))
