"""Goals: the number an objective should reach, from when to when."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel
from accounts.models.commented import COMMENTS_GO_ALONG
from metrics.enums import GoalType, Profile
from metrics.models.reach import OnScope

DIRECTIONS = [("up", _("more")), ("down", _("less"))]


@audited
class Goal(ScopedModel, Versioned):
    """What an indicator should reach in an account or a program, by when.

    starts_on is the first day that counts and due_on the last; both are days of the program's time
    zone. baseline is frozen, with its interval, when the goal is approved. profile_points is used
    by the profile: dated points (milestones), days (lagged), monthly shares (seasonal). A milestone
    is done or not: it has a name, and needs no indicator.
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

    objects = OnScope.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        triggers = [COMMENTS_GO_ALONG]
        constraints = [
            models.CheckConstraint(
                name="goal_is_of_an_account_or_a_program",
                condition=Q(account__isnull=False, program=None)
                | Q(account=None, program__isnull=False),
                violation_error_message=_("A goal is of an account or of a program."),
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
        ]

    @override
    def __str__(self) -> str:
        return self.name or f"{self.indicator_key} → {self.target}"

    @override
    def clean(self) -> None:
        super().clean()
        if self.objective and self.objective.account_id != self.account_id:
            raise ValidationError({"objective": _("Choose an objective of this account.")})
