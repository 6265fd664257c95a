"""Goals: the number an objective should reach, from when to when."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.history import Logged
from abmplanner.kit.removing import Removable
from abmplanner.kit.saving import audited
from abmplanner.kit.scope import ScopedModel
from accounts.models.commented import COMMENTS_COME_BACK, COMMENTS_GO_ALONG
from metrics.enums import GoalType, Profile, ScopeKind
from metrics.models.reach import GoalRows, OnGoal

AIM = ("target", "target_high", "tolerance", "due_on")
DIRECTIONS = [("up", _("more")), ("down", _("less"))]


@audited
class Goal(ScopedModel, Removable):
    """What an indicator should reach in an account, a program or a campaign, by when.

    starts_on is the first day that counts and due_on the last; both are days of the program's time
    zone. baseline is frozen, with its interval, when the goal is approved. agreed_target and its
    like are what it should reach as it was approved, whatever was decided since. profile_points is
    used by the profile: dated points (milestones), days (lagged), monthly shares (seasonal). A
    milestone is done or not: it has a name, and needs no indicator.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("account"),
    )
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("program"),
    )
    campaign = models.ForeignKey(
        "accounts.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="goals",
        verbose_name=_("campaign"),
    )
    objective = models.ForeignKey(
        "accounts.Objective",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("objective"),
    )
    name = models.CharField(_("what it is called"), max_length=200, blank=True)
    indicator_key = models.CharField(_("indicator"), max_length=64, blank=True)
    indicator_version = models.PositiveIntegerField(default=1, editable=False)
    where: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    direction = models.CharField(
        _("better is"),
        max_length=4,
        blank=True,
        choices=DIRECTIONS,
    )
    type = models.CharField(
        _("type of goal"), max_length=12, choices=GoalType, default=GoalType.REACH
    )
    baseline = models.DecimalField(
        _("starting value"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    baseline_low = models.DecimalField(max_digits=20, decimal_places=4, null=True, editable=False)
    baseline_high = models.DecimalField(max_digits=20, decimal_places=4, null=True, editable=False)
    target = models.DecimalField(
        _("target"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    target_high = models.DecimalField(
        _("upper end of the range"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    tolerance = models.DecimalField(
        _("tolerance"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, editable=False)
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("due"))
    profile = models.CharField(
        _("expected progress"), max_length=12, choices=Profile, default=Profile.LINEAR
    )
    profile_points: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=1)
    is_critical = models.BooleanField(_("critical"), default=False)
    is_done = models.BooleanField(_("milestone reached"), default=False)
    owner = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("owner"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    agreed_target = models.DecimalField(max_digits=20, decimal_places=4, null=True, editable=False)
    agreed_target_high = models.DecimalField(
        max_digits=20, decimal_places=4, null=True, editable=False
    )
    agreed_due_on = models.DateField(null=True, editable=False)

    objects = GoalRows.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        triggers = [COMMENTS_GO_ALONG, COMMENTS_COME_BACK]
        constraints = [
            models.CheckConstraint(
                name="goal_is_of_an_account_a_program_or_a_campaign",
                condition=Q(account__isnull=False, program=None, campaign=None)
                | Q(account=None, program__isnull=False, campaign=None)
                | Q(account=None, program=None, campaign__isnull=False),
                violation_error_message=_("A goal is of an account, a program or a campaign."),
            ),
            models.CheckConstraint(
                name="goal_starts_before_it_is_due",
                condition=Q(due_on__gt=F("starts_on")),
                violation_error_message=_("A goal is due after it starts."),
            ),
            models.CheckConstraint(
                name="goal_has_an_indicator_or_is_a_named_milestone",
                condition=~Q(indicator_key="") | (Q(type=GoalType.MILESTONE) & ~Q(name="")),
                violation_error_message=_("A goal needs an indicator, a milestone a name."),
            ),
            models.CheckConstraint(
                name="goal_has_a_target",
                condition=Q(type=GoalType.MILESTONE) | Q(target__isnull=False),
                violation_error_message=_("Say what should be reached."),
            ),
            models.CheckConstraint(
                name="goal_range_has_two_ends",
                condition=~Q(type=GoalType.RANGE)
                | Q(target_high__isnull=False, target_high__gt=F("target")),
                violation_error_message=_("A range needs an upper end above its lower end."),
            ),
            models.CheckConstraint(
                name="goal_differs_from_its_baseline",
                condition=~Q(type=GoalType.REACH) | Q(baseline=None) | ~Q(baseline=F("target")),
                violation_error_message=_(
                    "The target is the starting value: choose “stay at or above” or “below”."
                ),
            ),
            models.CheckConstraint(
                name="goal_to_keep_has_a_tolerance",
                condition=~Q(
                    type__in=[GoalType.MAINTAIN_MIN, GoalType.MAINTAIN_MAX, GoalType.RANGE]
                )
                | Q(tolerance__isnull=False, tolerance__gt=0),
                violation_error_message=_(
                    "Say how far off the value may be before nothing counts as attained."
                ),
            ),
            models.CheckConstraint(
                name="goal_adds_up_to_more_than_nothing",
                condition=~Q(type=GoalType.CUMULATE) | Q(target__gt=0),
                violation_error_message=_("A total to add up to is above zero."),
            ),
            models.CheckConstraint(
                name="goal_weighs_something",
                condition=Q(weight__gt=0),
                violation_error_message=_("A weight is above zero."),
            ),
            models.CheckConstraint(
                name="goal_is_of_a_known_type",
                condition=Q(type__in=GoalType.values, profile__in=Profile.values),
                violation_error_message=_("Choose one of the values offered."),
            ),
        ]
        indexes = [
            models.Index(name="goal_by_account", fields=["account", "due_on", "id"]),
            models.Index(name="goal_by_program", fields=["program", "due_on", "id"]),
            models.Index(name="goal_by_campaign", fields=["campaign", "due_on", "id"]),
        ]

    @override
    def __str__(self) -> str:
        return self.name or f"{self.indicator_key} → {self.target}"

    @property
    def aim(self) -> tuple[Any, ...]:
        """What the goal should reach, and by when: once approved, changing it takes a reason."""
        return tuple(getattr(self, name) for name in AIM)

    @property
    def is_moved(self) -> bool:
        """Tell whether it should reach something else by now than what was agreed on."""
        agreed = (self.agreed_target, self.agreed_target_high, self.agreed_due_on)
        now = (self.target, self.target_high, self.due_on)
        return self.approved_at is not None and self.agreed_due_on is not None and agreed != now

    @property
    def scope(self) -> ScopeKind:
        """What the goal is of."""
        if self.account_id is not None:
            return ScopeKind.ACCOUNT
        return ScopeKind.PROGRAM if self.program_id is not None else ScopeKind.CAMPAIGN

    @property
    def scope_key(self) -> int:
        """The key of the account, program or campaign that the goal is of."""
        return int(self.account_id or self.program_id or self.campaign_id or 0)

    @override
    def clean(self) -> None:
        super().clean()
        if self.objective and self.objective.account_id != self.account_id:
            raise ValidationError({"objective": _("Choose an objective of this account.")})


class TargetChange(Logged):
    """What an approved goal should reach was changed: to what, by whom, and why.

    What was agreed on first stays with the goal, and the rows before this one say what held until
    it.
    """

    goal = models.ForeignKey(
        "metrics.Goal", models.PROTECT, related_name="target_changes", verbose_name=_("goal")
    )
    target = models.DecimalField(
        _("target"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    target_high = models.DecimalField(
        _("upper end of the range"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    tolerance = models.DecimalField(
        _("tolerance"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    due_on = models.DateField(_("due"))
    reason = models.CharField(_("why it changes"), max_length=400)
    changed_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )

    objects = OnGoal.as_manager()

    class Meta(Logged.Meta):
        verbose_name = _("change of target")
        verbose_name_plural = _("changes of target")
        constraints = [
            models.CheckConstraint(
                name="target_change_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
        ]
        indexes = [models.Index(name="target_change_by_goal", fields=["goal", "recorded_at", "id"])]
