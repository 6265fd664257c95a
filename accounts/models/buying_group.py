"""Buying groups: who decides together on one need, and which roles such a group must have."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.history import DatedRow, ends_after_it_starts, no_overlap, of_text, or_none
from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel
from abmplanner.kit.words import Bilingual
from accounts.enums import GroupRole
from accounts.models.reach import OfProgramOrNone, OnAccount


@audited
class Solution(Bilingual, Versioned):
    """Something that we sell; a buying group is interested in one."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    is_offered = models.BooleanField(_("offered today"), default=True)

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        constraints = [
            models.CheckConstraint(
                name="solution_has_a_name",
                condition=~Q(name_fr="", name_en=""),
                violation_error_message=_("Give a name in French or in English."),
            ),
        ]


class RoleNeed(DatedRow):
    """A role that a buying group must have: how many people, and how much that weighs.

    The template of a solution holds for its groups. The template of a program holds for groups
    without a solution, and in an automated program for the whole account as one group that nobody
    had to make by hand.
    """

    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="role_needs",
        verbose_name=_("program"),
    )
    solution = models.ForeignKey(
        "accounts.Solution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="role_needs",
        verbose_name=_("solution"),
    )
    role = models.CharField(_("role"), max_length=16, choices=GroupRole)
    people = models.PositiveSmallIntegerField(
        _("people needed"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    weight = models.DecimalField(
        _("weight"),
        max_digits=5,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
    )
    is_required = models.BooleanField(_("needed to decide"), default=True)

    objects = OfProgramOrNone.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("role needed")
        verbose_name_plural = _("roles needed")
        constraints = [
            ends_after_it_starts("role_need_ends_after_it_starts"),
            no_overlap(
                "role_need_once_at_a_time",
                or_none("program"),
                or_none("solution"),
                of_text("role"),
                message=_("This template names that role already."),
            ),
            models.CheckConstraint(
                name="role_need_is_of_a_program_or_a_solution",
                condition=Q(program=None, solution__isnull=False)
                | Q(program__isnull=False, solution=None),
                violation_error_message=_("A template is of a program or of a solution."),
            ),
            models.CheckConstraint(
                name="role_need_is_for_somebody",
                condition=Q(people__gte=1, weight__gt=0, role__in=GroupRole.values),
                violation_error_message=_("At least one person, and a weight above zero."),
            ),
        ]


@audited
class BuyingGroup(ScopedModel, Versioned):
    """People of an account who decide together on one need.

    Its periods say since when it exists, and when we targeted it.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="groups", verbose_name=_("account")
    )
    name = models.CharField(_("buying group"), max_length=200)
    solution = models.ForeignKey(
        "accounts.Solution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name=_("solution"),
    )
    need = models.TextField(_("what they need"), max_length=2000, blank=True)

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("buying group")
        verbose_name_plural = _("buying groups")
        constraints = [
            models.UniqueConstraint(
                name="group_name_once_in_an_account",
                fields=["account", "name"],
                violation_error_message=_("A buying group of this account has that name already."),
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class OnGroup(OnAccount):
    """Rows of a buying group, seen with its account."""

    path = "group__account"


class GroupPeriod(DatedRow):
    """A buying group existed from one instant to another, and was a target of ours or not."""

    group = models.ForeignKey(
        "accounts.BuyingGroup",
        models.PROTECT,
        related_name="periods",
        verbose_name=_("buying group"),
    )
    is_target = models.BooleanField(_("we target this group"), default=True)

    objects = OnGroup.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("period of a buying group")
        verbose_name_plural = _("periods of a buying group")
        constraints = [
            ends_after_it_starts("group_period_ends_after_it_starts"),
            no_overlap(
                "group_is_a_target_or_not_at_a_time",
                "group",
                message=_("The buying group has a period in that time already."),
            ),
        ]


class Membership(DatedRow):
    """A contact held a role in a buying group from one instant to another.

    confirmed_by is who of us knows it; empty where it was only inferred.
    """

    group = models.ForeignKey(
        "accounts.BuyingGroup",
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("buying group"),
    )
    contact = models.ForeignKey(
        "accounts.Contact", models.PROTECT, related_name="memberships", verbose_name=_("contact")
    )
    role = models.CharField(_("role"), max_length=16, choices=GroupRole)
    confirmed_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    objects = OnGroup.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            ends_after_it_starts("membership_ends_after_it_starts"),
            no_overlap(
                "membership_in_a_role_once_at_a_time",
                "group",
                "contact",
                of_text("role"),
                message=_("This person has that role in the group in that time already."),
            ),
            models.CheckConstraint(
                name="membership_has_a_known_role",
                condition=Q(role__in=GroupRole.values),
                violation_error_message=_("Choose one of the roles."),
            ),
        ]
        indexes = [
            models.Index(
                name="membership_by_group",
                fields=["group", "role", "from_at"],
                condition=Q(voided_at=None),
            )
        ]
