"""Goals: what happens when one is approved, and when an approved one changes its target."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Built, Source, in_hand, save_row
from accounts.actions.job import FailedError, job_kind
from accounts.models import Job, Plan
from metrics.actions.measurement import keep_accounts, keep_campaigns
from metrics.enums import GoalType
from metrics.models import Goal, TargetChange
from metrics.models.goal import AIM
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
    goal.agreed_target, goal.agreed_target_high = goal.target, goal.target_high
    goal.agreed_due_on = goal.due_on
    seen = goal.version if version is None else version
    saved: Goal = save_row(actor, Built(goal), version=seen)
    return saved


@transaction.atomic
def save_goal(actor: Actor, source: Source[Goal], *, version: int | None, reason: str = "") -> Goal:
    """Save a goal; where an approved one is to reach something else, keep to what, who, and why.

    Raises ValidationError where it is and no reason is given; Stale when somebody saved it since.
    """
    goal = source.instance
    before = in_hand(goal).first() if goal is not None and goal.pk else None
    saved = save_row(actor, source, version=version)
    if before is None or before.approved_at is None or saved.aim == before.aim:
        return saved
    if not reason.strip():
        raise ValidationError({"reason": WHY})
    changed = TargetChange(goal=saved, reason=reason.strip(), changed_by=actor.person)
    for name, value in zip(AIM, saved.aim, strict=True):
        setattr(changed, name, value)
    changed.full_clean()
    changed.save(force_insert=True)
    return saved


WHY = gettext_lazy("Say why: the target was agreed on, and stays beside the new one.")


@job_kind("plan.signed", operation="plan.sign")
def approve_goals_of_plan(job: Job) -> bool:
    """Approve the goals of an account whose plan was signed, so that their starting values freeze.

    They are those that run in the plan's time. One whose starting value can't be measured waits for
    somebody to type it; result says how many do.
    """
    actor = Actor.of_job(job)
    plan = Plan.objects.visible_to(actor).filter(pk=job.parameters["plan"]).first()
    if plan is None:
        raise FailedError(_("The plan is gone."))
    rows = Goal.objects.visible_to(actor).filter(
        account=plan.account_id, approved_at=None, starts_on__lt=plan.ends_on,
        due_on__gte=plan.starts_on,
    )  # fmt: skip
    waiting = 0
    for goal in rows.order_by("pk"):
        try:
            approve_goal(actor, goal)
        except ValidationError:
            waiting += 1
    job.result = {"waiting": waiting}
    return False


def keep_goal(goal: Goal) -> None:
    """Keep what an account or campaign was yesterday where its goal has begun: lists show that.

    The nightly measuring would do it too; whoever sets a goal need not wait for it. Doing it twice
    changes nothing.
    """
    yesterday = timezone.localdate() - A_DAY
    if goal.starts_on > yesterday:
        return
    if goal.account_id is not None:
        keep_accounts([goal.account_id], as_of=yesterday)
    elif goal.campaign_id is not None:
        keep_campaigns([goal.campaign_id], as_of=yesterday)


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
