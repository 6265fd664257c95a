"""What an indicator says while a goal on it is being written: now, and where it would start."""

from dataclasses import dataclass
from datetime import date

from abmplanner.kit.actor import Actor
from metrics.catalogue.indicator import Indicator
from metrics.models import Goal
from metrics.queries.answer import Answer
from metrics.queries.baseline import baseline_of
from metrics.queries.indicators import known_indicators
from metrics.queries.progress import answers_to, indicator_of


@dataclass(frozen=True, slots=True)
class Preview:
    """The indicator of a goal with its answers; now is None while the goal's time is to come."""

    indicator: Indicator
    now: Answer | None
    before: Answer | None


def goal_preview(actor: Actor, goal: Goal, as_of: date) -> Preview | None:
    """Return what a goal's indicator says; None for a milestone, or while none is chosen."""
    known = known_indicators(actor)
    indicator = indicator_of(goal, known)
    if indicator is None or goal.due_on <= goal.starts_on:
        return None
    begun = goal.starts_on <= as_of
    now = answers_to(actor, [goal], as_of=as_of, known=known).get(goal.pk) if begun else None
    return Preview(indicator, now, baseline_of(actor, goal))
