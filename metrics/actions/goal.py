"""Goals: what happens when one is approved."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Built, save_row
from metrics.actions.measurement import keep_accounts
from metrics.enums import GoalType
from metrics.models import Goal
from metrics.queries.answer import Answer
from metrics.queries.baseline import baseline_of
from metrics.queries.indicators import known_indicators
from metrics.queries.keeping import A_DAY
from metrics.queries.progress import indicator_of

EXACT = Decimal("0.0001")


@transaction.atomic
def approve_goal(actor: Actor, goal: Goal, *, version: int | None = None) -> Goal:
    """Approve a goal: freeze its starting value, its currency and the version of its indicator.

    The starting value is what the indicator was when the goal starts, measured now, with its
    interval; where it can't be measured, what was typed stays. A goal that is approved already
    stays as it is.

    Raises ValidationError where a value is to be reached and nobody knows from where, or where the
    starting value is the target; Stale when somebody saved the goal since version.
    """
    if goal.approved_at is not None:
        return goal
    answer = baseline_of(actor, goal)
    freeze(goal, answer)
    if goal.type == GoalType.REACH and goal.baseline is None:
        raise ValidationError({"baseline": _("The starting value can't be measured: type it.")})
    indicator = indicator_of(goal, known_indicators(actor))
    if indicator is not None:
        goal.indicator_version = indicator.version
    goal.approved_at = timezone.now()
    goal.approved_by = actor.person
    seen = goal.version if version is None else version
    saved: Goal = save_row(actor, Built(goal), version=seen)
    return saved


def keep_goal(goal: Goal) -> None:
    """Keep what an account was yesterday where its goal has begun: lists show what is kept.

    The nightly measuring would do it too; whoever sets a goal need not wait for it. Doing it twice
    changes nothing.
    """
    yesterday = timezone.localdate() - A_DAY
    if goal.account_id is not None and goal.starts_on <= yesterday:
        keep_accounts([goal.account_id], as_of=yesterday)


def freeze(goal: Goal, answer: Answer | None) -> None:
    """Give a goal its starting value, with its interval, where it was measured."""
    if answer is None:
        return
    goal.currency = answer.currency
    if goal.type == GoalType.CUMULATE or answer.value is None:
        return
    goal.baseline = exact(answer.value)
    goal.baseline_low = exact(answer.low)
    goal.baseline_high = exact(answer.high)


def exact(number: Decimal | float | None) -> Decimal | None:
    """Return a number as goals keep it."""
    return None if number is None else Decimal(str(number)).quantize(EXACT)
