"""What we want in an account, and what we do about it."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.removing import Removable, RemovableRows
from abmplanner.kit.saving import audited
from abmplanner.kit.scope import ScopedModel
from accounts.enums import ActionState, ObjectiveKind, ObjectiveState
from accounts.models.commented import COMMENTS_COME_BACK, COMMENTS_GO_ALONG
from accounts.models.reach import OnAccount

LAST_PLACE = 32_767


class ObjectiveRows(RemovableRows, OnAccount):
    """Objectives that nobody removed, seen with their account."""


@audited
class Objective(ScopedModel, Removable):
    """What we want in an account, in words; its goals put numbers to it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="objectives", verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ObjectiveKind)
    title = models.CharField(_("objective"), max_length=200)
    why = models.TextField(_("why it matters"), max_length=4000, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ObjectiveState, default=ObjectiveState.ACTIVE
    )
    opportunity = models.ForeignKey(
        "accounts.Opportunity",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("opportunity"),
    )
    group = models.ForeignKey(
        "accounts.BuyingGroup",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("buying group"),
    )
    contact = models.ForeignKey(
        "accounts.Contact",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("person"),
    )
    owner = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the plan"), default=0, editable=False)

    objects = ObjectiveRows.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        triggers = [COMMENTS_GO_ALONG, COMMENTS_COME_BACK]
        constraints = [
            models.CheckConstraint(
                name="objective_is_of_a_known_kind",
                condition=Q(kind__in=ObjectiveKind.values, state__in=ObjectiveState.values),
                violation_error_message=_("Choose one of the values offered."),
            ),
            models.CheckConstraint(
                name="objective_starts_before_it_is_due",
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gt=F("starts_on")),
                violation_error_message=_("An objective is due after it starts."),
            ),
        ]
        indexes = [models.Index(name="objective_by_account", fields=["account", "position", "id"])]

    @override
    def __str__(self) -> str:
        return self.title

    @override
    def clean(self) -> None:
        super().clean()
        elsewhere = {
            "opportunity": _("Choose an opportunity of this account."),
            "group": _("Choose a buying group of this account."),
            "contact": _("Choose a person of this account."),
        }
        for name, message in elsewhere.items():
            named = getattr(self, name)
            if named and named.account_id != self.account_id:
                raise ValidationError({name: message})


class OnObjective(OnAccount):
    """Rows of an objective, seen with its account."""

    path = "objective__account"


class ActionRows(RemovableRows, OnObjective):
    """Actions that nobody removed, seen with the account of their objective."""


@audited
class Action(ScopedModel, Removable):
    """Something we do for an objective: what it should bring, who does it, until when."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    objective = models.ForeignKey(
        "accounts.Objective", models.CASCADE, related_name="actions", verbose_name=_("objective")
    )
    title = models.CharField(_("action"), max_length=200)
    expected_effect = models.CharField(_("expected effect"), max_length=400, blank=True)
    owner = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=ActionState, default=ActionState.PLANNED
    )
    outcome = models.TextField(_("what came of it"), max_length=4000, blank=True)
    evidence = models.URLField(_("evidence"), blank=True)
    position = models.PositiveSmallIntegerField(
        _("place in the objective"), default=LAST_PLACE, editable=False
    )

    objects = ActionRows.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.CheckConstraint(
                name="action_is_in_a_known_state",
                condition=Q(state__in=ActionState.values),
                violation_error_message=_("Choose one of the states."),
            ),
        ]
        indexes = [models.Index(name="action_by_objective", fields=["objective", "due_on", "id"])]

    @override
    def __str__(self) -> str:
        return self.title
