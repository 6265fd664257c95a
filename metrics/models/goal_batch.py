"""Goals for many accounts by one rule: proposed first, then set, and taken back if need be."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from accounts.models.reach import of_accounts, sees_everything
from metrics.enums import BatchState, GoalRule, GoalType, ProposalReason, ProposalVerdict


class GoalBatchRows(ScopedQuerySet["GoalBatch"]):
    """Batches that an actor began; an administrator sees all."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        return Q(actor=actor.person) if actor.person else Q(pk__in=())


class GoalProposalRows(ScopedQuerySet["GoalProposal"]):
    """Proposals of the batches that an actor began, for accounts that they may see."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        mine = Q(batch__actor=actor.person) if actor.person else Q(pk__in=())
        return mine & of_accounts(actor, "account")


class GoalBatch(ScopedModel):
    """One goal for each of many accounts: on which indicator, by which rule, from when to when.

    segment is how these accounts were chosen, as the address of their list says it; which they were
    is what its proposals say. median is that of the starting values, where the rule asks for it.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    actor = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="goal_batches"
    )
    segment: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    indicator_key = models.CharField(_("indicator"), max_length=64)
    type = models.CharField(
        _("type of goal"), max_length=12, choices=GoalType, default=GoalType.REACH
    )
    rule = models.CharField(_("target"), max_length=8, choices=GoalRule, default=GoalRule.PERCENT)
    amount = models.DecimalField(
        _("how much"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    tolerance = models.DecimalField(
        _("tolerance"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("due"))
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=1)
    median = models.DecimalField(max_digits=20, decimal_places=4, null=True, editable=False)
    state = models.CharField(max_length=9, choices=BatchState, default=BatchState.PROPOSING)
    job = models.ForeignKey(
        "accounts.Job", models.PROTECT, null=True, blank=True, related_name="goal_batches"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = GoalBatchRows.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("goals for many accounts")
        verbose_name_plural = _("goals for many accounts")
        constraints = [
            models.CheckConstraint(
                name="goal_batch_starts_before_it_is_due",
                condition=Q(due_on__gt=F("starts_on")),
                violation_error_message=_("A goal is due after it starts."),
            ),
            models.CheckConstraint(
                name="goal_batch_says_how_much",
                condition=Q(rule=GoalRule.MEDIAN) | Q(amount__isnull=False),
                violation_error_message=_("Say how much."),
            ),
            models.CheckConstraint(
                name="goal_batch_uses_known_words",
                condition=Q(
                    rule__in=GoalRule.values,
                    state__in=BatchState.values,
                    type__in=[
                        GoalType.REACH,
                        GoalType.CUMULATE,
                        GoalType.MAINTAIN_MIN,
                        GoalType.MAINTAIN_MAX,
                    ],
                ),
                violation_error_message=_("Choose one of the values offered."),
            ),
            models.CheckConstraint(
                name="goal_batch_weighs_something",
                condition=Q(weight__gt=0),
                violation_error_message=_("A weight is above zero."),
            ),
        ]
        indexes = [models.Index(name="goal_batch_by_age", fields=["-created_at", "-id"])]

    @override
    def __str__(self) -> str:
        return f"{self.indicator_key} · {self.starts_on}"


class GoalProposal(ScopedModel):
    """What one of many accounts starts from and would have to reach, or why it gets no goal.

    goal is the one that was set. detail is the status of a starting value that has no number.
    """

    batch = models.ForeignKey("metrics.GoalBatch", models.CASCADE, related_name="proposals")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="goal_proposals")
    baseline = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    baseline_low = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    baseline_high = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)
    target = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    verdict = models.CharField(
        max_length=8, choices=ProposalVerdict, default=ProposalVerdict.PENDING
    )
    reason = models.CharField(max_length=14, choices=ProposalReason, blank=True)
    detail = models.CharField(max_length=14, blank=True)
    goal = models.ForeignKey(
        "metrics.Goal", models.PROTECT, null=True, blank=True, related_name="proposals"
    )

    objects = GoalProposalRows.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("proposed goal")
        verbose_name_plural = _("proposed goals")
        constraints = [
            models.UniqueConstraint(
                name="goal_proposal_once_for_an_account", fields=["batch", "account"]
            ),
            models.CheckConstraint(
                name="goal_proposal_has_a_known_verdict",
                condition=Q(verdict__in=ProposalVerdict.values),
            ),
            models.CheckConstraint(
                name="goal_proposal_says_why",
                condition=~Q(verdict__in=[ProposalVerdict.LEFT_OUT, ProposalVerdict.KEPT])
                | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(name="goal_proposal_by_verdict", fields=["batch", "verdict", "id"])]
