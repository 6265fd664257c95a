"""The plan of an account: its period and ambition, who signed it, when it was reviewed."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.days import A_DAY
from abmplanner.kit.history import (
    DatedEvent,
    DatedRow,
    ends_after_it_starts,
    no_overlap,
    of_text,
    or_none,
)
from abmplanner.kit.removing import Removable, RemovableRows
from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel
from accounts.enums import AssumptionKey, CommentOn, PlanParty, ProfileTopic
from accounts.models.commented import COMMENTS_GO_ALONG
from accounts.models.reach import OfAnyScope, OnAccount


@audited
class Plan(ScopedModel, Versioned):
    """What we want to be for an account in a period. Objectives and goals fill it in."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="plans", verbose_name=_("account")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to, not included"))
    ambition = models.TextField(_("ambition"), max_length=4000, blank=True)

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        triggers = [COMMENTS_GO_ALONG]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(
                name="plan_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The end must come after the start."),
            ),
            models.UniqueConstraint(
                name="plan_once_for_a_start",
                fields=["account", "starts_on"],
                violation_error_message=_("A plan of this account starts on that day already."),
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.starts_on} / {self.ends_on}"

    @property
    def last_day(self) -> date | None:
        """The last day that counts, None while no end was chosen."""
        return self.ends_on - A_DAY if self.ends_on else None


class OnPlan(OnAccount):
    """Rows of a plan, seen with its account."""

    path = "plan__account"


class Signature(DatedEvent):
    """Somebody signed a plan for ABM, for sales or for leadership; recorded_by is who it was."""

    plan = models.ForeignKey(
        "accounts.Plan", models.PROTECT, related_name="signatures", verbose_name=_("plan")
    )
    party = models.CharField(_("for"), max_length=10, choices=PlanParty)
    plan_version = models.PositiveIntegerField(_("version signed"), editable=False)

    objects = OnPlan.as_manager()

    class Meta(DatedEvent.Meta):
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(
                name="plan_is_signed_once_by_a_party",
                fields=["plan", "party"],
                condition=Q(voided_at=None),
                violation_error_message=_("The plan is signed for them already."),
            ),
            models.CheckConstraint(
                name="signature_is_of_a_party_at_an_instant",
                condition=Q(party__in=PlanParty.values, occurred_at__isnull=False),
                violation_error_message=_("Choose for whom it is signed."),
            ),
        ]


@audited
class Review(ScopedModel, Versioned):
    """A plan was gone through on a day: what was seen, what was decided.

    stood keeps the words, targets and days of the plan as they were when the review was written
    (see accounts.actions.review); empty for reviews of before that was kept.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="reviews", verbose_name=_("account")
    )
    reviewed_on = models.DateField(_("day"))
    summary = models.TextField(_("what we saw"), max_length=4000)
    decisions = models.TextField(_("what we decided"), max_length=4000, blank=True)
    stood: models.JSONField[Any, Any] = models.JSONField(
        _("the plan as it stood"), default=dict, editable=False
    )

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.CheckConstraint(
                name="review_says_something",
                condition=~Q(summary=""),
                violation_error_message=_("Say what you saw."),
            ),
        ]
        indexes = [models.Index(name="review_by_account", fields=["account", "-reviewed_on"])]

    @override
    def __str__(self) -> str:
        return str(self.reviewed_on)


class CommentRows(RemovableRows, OnAccount):
    """Comments that nobody took back, seen with their account."""


@audited
class Comment(ScopedModel, Removable):
    """Something said about a plan, an objective or a goal, named by its public id."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="comments", verbose_name=_("account")
    )
    on = models.CharField(_("about"), max_length=10, choices=CommentOn)
    subject = models.UUIDField(_("which one"))
    author = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="comments", verbose_name=_("author")
    )
    text = models.TextField(_("comment"), max_length=4000)
    written_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    objects = CommentRows.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                name="comment_says_something",
                condition=~Q(text="") & Q(on__in=CommentOn.values),
                violation_error_message=_("Write something."),
            ),
        ]
        indexes = [models.Index(name="comment_by_subject", fields=["subject", "written_at"])]

    @override
    def __str__(self) -> str:
        return self.text[:60]


@audited
class ProfileAnswer(ScopedModel, Versioned):
    """What we know of a company under one heading: its challenges, priorities, competitors…"""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="profile", verbose_name=_("account")
    )
    topic = models.CharField(_("heading"), max_length=12, choices=ProfileTopic)
    text = models.TextField(_("what we know"), max_length=4000)

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("profile of a company")
        verbose_name_plural = _("profiles of companies")
        constraints = [
            models.UniqueConstraint(
                name="profile_answer_once_for_a_topic",
                fields=["account", "topic"],
                violation_error_message=_("This heading is filled in already."),
            ),
            models.CheckConstraint(
                name="profile_answer_is_of_a_known_topic",
                condition=Q(topic__in=ProfileTopic.values) & ~Q(text=""),
                violation_error_message=_("Choose a heading and write something."),
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.get_topic_display()


class PlanAssumption(DatedRow):
    """A figure that a plan takes for granted in a period, for an account, a program or all."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(_("assumption"), max_length=24, choices=AssumptionKey)
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assumptions",
        verbose_name=_("program"),
    )
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assumptions",
        verbose_name=_("account"),
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    why = models.CharField(_("why"), max_length=400, blank=True)

    objects = OfAnyScope.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("assumption")
        verbose_name_plural = _("assumptions")
        constraints = [
            ends_after_it_starts("assumption_ends_after_it_starts"),
            no_overlap(
                "assumption_once_at_a_time",
                or_none("program"),
                or_none("account"),
                of_text("key"),
                message=_("This assumption has a value in that time already."),
            ),
            models.CheckConstraint(
                name="assumption_is_of_one_scope",
                condition=(Q(account=None) | Q(program=None)) & Q(key__in=AssumptionKey.values),
                violation_error_message=_("An assumption is of an account or a program."),
            ),
            models.CheckConstraint(
                name="assumption_is_a_share",
                condition=Q(value__gte=0, value__lte=1),
                violation_error_message=_("A share lies between 0 and 1."),
            ),
        ]

    @property
    def percent(self) -> Decimal:
        """The share as a percentage, 0 to 100."""
        return self.value * 100
