"""Who may withdraw a touch: who plans, and whoever of us noted it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from abmplanner.kit.actor import Actor
from abmplanner.policy import OPERATIONS
from accounts.models import Touch


@dataclass(frozen=True, slots=True)
class TouchLine:
    """A touch as one reader sees it."""

    touch: Touch
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class Month:
    """The touches of a month of our clock, by its first day."""

    first_day: date
    lines: list[TouchLine]


def may_withdraw(actor: Actor, touch: Touch) -> bool:
    """Tell whether the actor may say that a touch never was."""
    if OPERATIONS["contact.edit"].allows(actor):
        return True
    noted = OPERATIONS["touch.add"].allows(actor) and actor.person is not None
    return bool(noted and touch.user_id == actor.person.pk)


def months_of(actor: Actor, rows: Iterable[Touch]) -> list[Month]:
    """Return touches in the order given, gathered by month."""
    return [
        Month(first_day, [TouchLine(row, may_withdraw(actor, row)) for row in found])
        for first_day, found in groupby(rows, month_of)
    ]


def month_of(touch: Touch) -> date:
    """Return the first day of the month in which a touch was."""
    return timezone.localdate(touch.occurred_at).replace(day=1)
