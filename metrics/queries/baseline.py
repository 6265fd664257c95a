"""Where a goal starts from: what its indicator was before, or when the goal starts."""

from collections.abc import Sequence
from datetime import date

from abmplanner.kit.actor import Actor
from metrics.catalogue.indicator import Indicator
from metrics.models import Goal
from metrics.queries.answer import Answer
from metrics.queries.indicators import known_indicators
from metrics.queries.progress import answers_to, own_period
from metrics.queries.scope import Scope
from metrics.queries.window import Window


def baseline_of(actor: Actor, goal: Goal) -> Answer | None:
    """Return what a goal's indicator was when the goal starts; None for a milestone."""
    return baselines_of(actor, [goal], goal.starts_on).get(goal.pk)


def baselines_of(actor: Actor, goals: Sequence[Goal], starts_on: date) -> dict[int, Answer]:
    """Return what the indicators of goals that start on a day were then, by the goal's key.

    A stock is taken on the day before; everything else over the period of equal length before.
    """
    zone = Scope.everything(actor).zone

    def before(goal: Goal, indicator: Indicator, as_of: date) -> tuple[date, date, date]:
        start, end, _seen = own_period(goal, indicator, goal.starts_on)
        window = Window(start=start, end=end, as_of=as_of, zone=zone).shifted("start")
        return window.start, window.end, window.as_of

    known = known_indicators(actor)
    return answers_to(actor, goals, as_of=starts_on, known=known, period=before)
