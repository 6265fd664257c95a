"""Reads for the pages of goals for many accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from abmplanner.kit.actor import Actor
from accounts.enums import JobState
from metrics.enums import BatchState, ProposalReason, ProposalVerdict
from metrics.models import GoalBatch, GoalProposal

UNDER_WAY = {BatchState.PROPOSING, BatchState.SETTING, BatchState.UNDOING}
ENDED_BADLY = {JobState.FAILED, JobState.STOPPED}
SHOWN = (ProposalVerdict.PROPOSED, ProposalVerdict.SET, ProposalVerdict.UNDONE,
         ProposalVerdict.KEPT, ProposalVerdict.LEFT_OUT)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How many accounts of a batch have which verdict, and why some are left out or kept."""

    verdicts: Mapping[str, int]
    reasons: Mapping[str, int]

    @property
    def accounts(self) -> int:
        """How many accounts there are."""
        return sum(self.verdicts.values())

    @property
    def proposed(self) -> int:
        """How many goals are proposed."""
        return self.verdicts.get(ProposalVerdict.PROPOSED, 0)

    @property
    def shown(self) -> list[tuple[str, str, int]]:
        """The verdicts that there are: code, word and number."""
        return [
            (each.value, str(each.label), self.verdicts[each])
            for each in SHOWN
            if self.verdicts.get(each)
        ]

    @property
    def why(self) -> list[tuple[str, str, int]]:
        """The reasons that there are: code, word and number, the most frequent first."""
        found = sorted(self.reasons.items(), key=lambda each: -each[1])
        return [(code, str(ProposalReason(code).label), count) for code, count in found]


def batches_of(actor: Actor) -> QuerySet[GoalBatch]:
    """Return the batches within reach, the newest first."""
    rows: QuerySet[GoalBatch] = GoalBatch.objects.visible_to(actor)
    return rows.select_related("actor", "job").order_by("-created_at", "-pk")


def counts_of(actor: Actor, batch: GoalBatch) -> BatchCounts:
    """Return how many accounts of a batch have which verdict, in one statement."""
    rows = GoalProposal.objects.visible_to(actor).filter(batch=batch).order_by()
    verdicts: dict[str, int] = {}
    reasons: dict[str, int] = {}
    counted = rows.values_list("verdict", "reason").annotate(count=Count("pk"))
    for verdict, reason, count in counted:
        verdicts[verdict] = verdicts.get(verdict, 0) + count
        if reason:
            reasons[reason] = reasons.get(reason, 0) + count
    return BatchCounts(verdicts, reasons)


def proposals_of(
    actor: Actor, batch: GoalBatch, *, verdict: str = "", reason: str = ""
) -> QuerySet[Any]:
    """Return what became of the accounts of a batch, in the order they were chosen in."""
    rows: QuerySet[Any] = GoalProposal.objects.visible_to(actor).filter(batch=batch)
    if verdict in ProposalVerdict.values:
        rows = rows.filter(verdict=verdict)
    if reason in ProposalReason.values:
        rows = rows.filter(reason=reason)
    return rows.select_related("account", "goal").order_by("pk")


def state_of(batch: GoalBatch) -> str:
    """Return how far a batch has come as the code of a job's state; a job that failed says so."""
    if batch.state not in UNDER_WAY or batch.job is None:
        return JobState.DONE.value
    if batch.job.state in ENDED_BADLY:
        return str(batch.job.state)
    return JobState.RUNNING.value
