"""Goals for many accounts by one rule: worked out, set and taken back by a job, in chunks.

The accounts are written down when the batch begins, so that what is set is what was shown. A chunk
measures, aims or sets some of them in a few statements, whatever their number.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.copying import copy_rows
from accounts.actions.bulk import locked, save_all
from accounts.actions.job import FailedError, ask, job_kind
from accounts.models import Account, Job
from metrics.actions.goal import exact
from metrics.actions.measurement import keep_accounts
from metrics.catalogue.words import Better
from metrics.enums import BatchState, GoalRule, GoalType, ProposalReason, ProposalVerdict
from metrics.models import Goal, GoalBatch, GoalProposal
from metrics.queries.answer import Answer
from metrics.queries.baseline import baselines_of
from metrics.queries.indicators import known_indicators
from metrics.queries.progress import A_DAY

AT_ONCE = 1_000  # accounts that are measured, or whose target is found, in a chunk
SET_AT_ONCE = 500  # goals
STARTS = ("baseline", "baseline_low", "baseline_high")
VERDICTS = (*STARTS, "currency", "target", "verdict", "reason", "detail", "goal")


@transaction.atomic
def open_batch(actor: Actor, batch: GoalBatch, accounts: Any) -> GoalBatch:
    """Write down a batch with its accounts, a queryset, and have their goals worked out."""
    batch.actor = actor.person
    batch.full_clean(exclude=["actor", "job", "segment"])
    batch.save(force_insert=True)
    keys = list(accounts.order_by("pk").values_list("pk", flat=True))
    number = copy_rows(GoalProposal, ["batch_id", "account_id"], ((batch.pk, key) for key in keys))
    # Each account is measured, then its target is found.
    return _hand_over(actor, batch, "goals.propose", BatchState.PROPOSING, total=2 * number)


@transaction.atomic
def set_goals(actor: Actor, batch: GoalBatch) -> GoalBatch:
    """Have the goals set that are proposed; a batch that is not worked out stays as it is."""
    held: GoalBatch = _mine(actor, batch).select_for_update().get()
    if held.state != BatchState.PROPOSED:
        return held
    total = _with(actor, held, ProposalVerdict.PROPOSED).count()
    return _hand_over(actor, held, "goals.set", BatchState.SETTING, total=total)


@transaction.atomic
def undo_goals(actor: Actor, batch: GoalBatch) -> GoalBatch:
    """Have the goals taken back that a batch set; one that set none stays as it is."""
    held: GoalBatch = _mine(actor, batch).select_for_update().get()
    if held.state != BatchState.DONE:
        return held
    total = _with(actor, held, ProposalVerdict.SET).count()
    return _hand_over(actor, held, "goals.undo", BatchState.UNDOING, total=total)


def _hand_over(
    actor: Actor, batch: GoalBatch, kind: str, state: BatchState, *, total: int
) -> GoalBatch:
    batch.job = ask(kind, actor, {"batch": batch.pk}, total=total)
    batch.state = state
    batch.save(update_fields=["job", "state"])
    return batch


def _mine(actor: Actor, batch: GoalBatch) -> Any:
    return GoalBatch.objects.visible_to(actor).filter(pk=batch.pk)


def _with(actor: Actor, batch: GoalBatch, verdict: ProposalVerdict) -> Any:
    rows = GoalProposal.objects.visible_to(actor).filter(batch=batch, verdict=verdict)
    return rows.order_by("pk")


def _batch_of(job: Job) -> tuple[Actor, GoalBatch]:
    """Return on whose behalf a job works, and at which batch."""
    actor = Actor.of_job(job)
    batch = GoalBatch.objects.visible_to(actor).filter(pk=job.parameters["batch"]).first()
    if batch is None:
        raise FailedError(_("The goals are gone."))
    return actor, batch


def _finish(batch: GoalBatch, state: BatchState) -> None:
    batch.state = state
    batch.save(update_fields=["state", "median"])


def _write(proposals: Sequence[GoalProposal]) -> None:
    """Write what became of proposals, all in one statement."""
    GoalProposal.objects.bulk_create(
        proposals, update_conflicts=True, unique_fields=["id"], update_fields=VERDICTS
    )


# ---- working out -------------------------------------------------------------------------------


@job_kind("goals.propose", operation="goal.edit")
def propose_chunk(job: Job) -> bool:
    """Measure where the next accounts start, then find their targets; tell whether more is left."""
    actor, batch = _batch_of(job)
    is_aiming = job.checkpoint.get("aiming", False)
    rows = _with(actor, batch, ProposalVerdict.PENDING).filter(
        pk__gt=job.checkpoint.get("after", 0)
    )
    found = list(rows[:AT_ONCE])
    if found:
        (_aim if is_aiming else _measure)(actor, batch, found)
        job.checkpoint = {"aiming": is_aiming, "after": found[-1].pk}
        job.done = min(job.total or 0, job.done + len(found))
        return True
    if not is_aiming:
        if batch.rule == GoalRule.MEDIAN:
            batch.median = exact(_median(actor, batch))
            batch.save(update_fields=["median"])
        job.checkpoint = {"aiming": True, "after": 0}
        return True
    _leave_out_what_is_gone(batch)
    job.done = job.total or 0
    _finish(batch, BatchState.PROPOSED)
    return False


def _measure(actor: Actor, batch: GoalBatch, proposals: Sequence[GoalProposal]) -> None:
    """Write what the indicator said of accounts before their goal would start."""
    goals = [_goal(batch, each, pk=each.pk) for each in proposals]
    answers = baselines_of(actor, goals, batch.starts_on)
    has_one = _with_a_goal(batch, [each.account_id for each in proposals])
    for each in proposals:
        _start(each, answers.get(each.pk))
        if each.account_id in has_one:
            _leave_out(each, ProposalReason.GOAL_EXISTS)
    _write(proposals)


def _start(proposal: GoalProposal, answer: Answer | None) -> None:
    """Give a proposal its starting value, or the word that says why it has none."""
    if answer is None:
        return
    proposal.currency = answer.currency
    proposal.detail = "" if answer.value is not None else answer.status.value
    proposal.baseline, proposal.baseline_low, proposal.baseline_high = map(
        exact, (answer.value, answer.low, answer.high)
    )


def _leave_out(proposal: GoalProposal, reason: str) -> None:
    proposal.verdict, proposal.reason = ProposalVerdict.LEFT_OUT, reason


def _with_a_goal(batch: GoalBatch, accounts: Iterable[int]) -> set[int]:
    """Return the accounts that have a goal on the indicator in the time of a batch."""
    rows = Goal.objects.visible_to(SYSTEM).filter(
        account__in=accounts, indicator_key=batch.indicator_key, where={},
        starts_on__lte=batch.due_on, due_on__gte=batch.starts_on,
    )  # fmt: skip
    return set(rows.values_list("account", flat=True))


def _median(actor: Actor, batch: GoalBatch) -> float | None:
    """Return the median of all starting values that are known, of accounts left out as well."""
    rows = GoalProposal.objects.visible_to(actor).filter(batch=batch, baseline__isnull=False)
    found: float | None = import_string("metrics.calc.aiming.middle_of")(
        rows.values_list("baseline", flat=True).iterator()
    )
    return found


def _aim(actor: Actor, batch: GoalBatch, proposals: Sequence[GoalProposal]) -> None:
    """Write what accounts would have to reach, or why they get no goal."""
    indicator = known_indicators(actor).resolved(batch.indicator_key)
    amount = batch.median if batch.rule == GoalRule.MEDIAN else batch.amount
    if amount is None:  # no account has a starting value
        for each in proposals:
            _leave_out(each, ProposalReason.NO_DATA)
        _write(proposals)
        return
    aimed = import_string("metrics.calc.aiming.aimed_rows")(
        [None if each.baseline is None else float(each.baseline) for each in proposals],
        batch.rule,
        float(amount),
        goal_type=batch.type,
        better=(indicator.better or Better.NONE).value,
        ends=indicator.ends,
    )
    for each, (target, reason) in zip(proposals, aimed, strict=True):
        each.target, each.verdict = exact(target), ProposalVerdict.PROPOSED
        if reason:
            _leave_out(each, reason)
    _write(proposals)


def _leave_out_what_is_gone(batch: GoalBatch) -> None:
    """Leave out accounts that went out of reach while they were worked out."""
    rows = GoalProposal.objects.visible_to(SYSTEM).filter(
        batch=batch, verdict=ProposalVerdict.PENDING
    )
    rows.update(verdict=ProposalVerdict.LEFT_OUT, reason=ProposalReason.GONE)


# ---- setting -----------------------------------------------------------------------------------


@job_kind("goals.set", operation="goal.edit")
def set_chunk(job: Job) -> bool:
    """Set the next goals that are proposed; tell whether more is left.

    One whose account got such a goal meanwhile, or is gone, is left out.
    """
    actor, batch = _batch_of(job)
    found = list(_with(actor, batch, ProposalVerdict.PROPOSED)[:SET_AT_ONCE])
    if not found:
        rows = GoalProposal.objects.visible_to(SYSTEM).filter(
            batch=batch, verdict=ProposalVerdict.PROPOSED
        )
        rows.update(verdict=ProposalVerdict.LEFT_OUT, reason=ProposalReason.GONE)
        _finish(batch, BatchState.DONE)
        return False
    keys = [each.account_id for each in found]
    there = Account.objects.visible_to(actor).canonical().filter(pk__in=keys)
    owners = _owners(there)
    has_one = _with_a_goal(batch, keys)
    goals = []
    for each in found:
        if each.account_id in has_one:
            _leave_out(each, ProposalReason.GOAL_EXISTS)
        elif each.account_id not in owners:
            _leave_out(each, ProposalReason.GONE)
        else:
            each.goal = _goal(batch, each, owner_id=owners[each.account_id])
            each.verdict = ProposalVerdict.SET
            goals.append(each.goal)
    save_all(actor, goals, now=timezone.now())
    for each in found:
        each.goal_id = each.goal.pk if each.goal else None
    _write(found)
    _keep(batch, [goal.account_id for goal in goals])
    job.done = min(job.total or 0, job.done + len(found))
    job.result = {"set": job.result.get("set", 0) + len(goals)}
    return True


def _owners(accounts: Any) -> dict[int, int | None]:
    """Return whose each account is; nobody merges one until the goals are set."""
    return {account.pk: account.owner_id for account in locked(accounts)}


def _goal(batch: GoalBatch, proposal: GoalProposal, **more: Any) -> Goal:
    """Return the goal that a batch means for an account."""
    start = {name: getattr(proposal, name) for name in STARTS}
    is_way = batch.type == GoalType.REACH
    return Goal(
        account_id=proposal.account_id, indicator_key=batch.indicator_key, type=batch.type,
        target=proposal.target, currency=proposal.currency, tolerance=batch.tolerance,
        starts_on=batch.starts_on, due_on=batch.due_on, weight=batch.weight,
        **(start if is_way else {}), **more,
    )  # fmt: skip


def _keep(batch: GoalBatch, accounts: list[int]) -> None:
    """Keep what accounts were yesterday where their goals have begun: lists show what is kept."""
    yesterday = timezone.localdate() - A_DAY
    if accounts and batch.starts_on <= yesterday:
        keep_accounts(accounts, as_of=yesterday)


# ---- taking back -------------------------------------------------------------------------------


@job_kind("goals.undo", operation="goal.edit")
def undo_chunk(job: Job) -> bool:
    """Take the next goals back that a batch set; tell whether more is left.

    One that somebody changed, approved or removed since stays as it is.
    """
    actor, batch = _batch_of(job)
    found = list(_with(actor, batch, ProposalVerdict.SET)[:SET_AT_ONCE])
    if not found:
        _finish(batch, BatchState.UNDONE)
        return False
    rows = Goal.objects.visible_to(actor).filter(pk__in=[each.goal_id for each in found])
    untouched = {goal.pk: goal for goal in locked(rows.filter(version=1, approved_at=None))}
    now = timezone.now()
    for each in found:
        if goal := untouched.get(each.goal_id or 0):
            goal.removed_at = now
            each.verdict, each.reason = ProposalVerdict.UNDONE, ""
        else:
            each.verdict, each.reason = ProposalVerdict.KEPT, ProposalReason.CHANGED
    save_all(actor, list(untouched.values()), now=now)
    _write(found)
    job.done = min(job.total or 0, job.done + len(found))
    job.result = {"undone": job.result.get("undone", 0) + len(untouched)}
    return True
