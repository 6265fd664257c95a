"""How the people of an account stand to each other and to us; every line and rating is dated."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.history import (
    DatedEvent,
    DatedRow,
    ends_after_it_starts,
    no_overlap,
    of_text,
)
from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel
from accounts.enums import LineKind, RelationshipLevel, Stance
from accounts.models.reach import OnAccount


class OnContact(OnAccount):
    """Rows of a contact, seen with the account where they work."""

    path = "contact__account"


class OnRelationship(OnAccount):
    """Rows of a relationship, seen with its contact."""

    path = "relationship__contact__account"


class ReportingLine(DatedRow):
    """A contact reported to another one from one instant to another."""

    contact = models.ForeignKey(
        "accounts.Contact", models.PROTECT, related_name="reports_to", verbose_name=_("contact")
    )
    manager = models.ForeignKey(
        "accounts.Contact", models.PROTECT, related_name="is_above", verbose_name=_("reports to")
    )
    kind = models.CharField(
        _("kind of line"), max_length=8, choices=LineKind, default=LineKind.PRIMARY
    )

    objects = OnContact.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("reporting line")
        verbose_name_plural = _("reporting lines")
        constraints = [
            ends_after_it_starts("reporting_line_ends_after_it_starts"),
            no_overlap(
                "reporting_line_to_one_manager_at_a_time",
                "contact",
                condition=Q(kind=LineKind.PRIMARY),
                message=_("This person has another manager in that time."),
            ),
            no_overlap(
                "reporting_line_once_at_a_time",
                "contact",
                "manager",
                of_text("kind"),
                message=_("This line is drawn in that time already."),
            ),
            models.CheckConstraint(
                name="reporting_line_joins_two_people",
                condition=~Q(contact=F("manager")) & Q(kind__in=LineKind.values),
                violation_error_message=_("Nobody reports to themselves."),
            ),
        ]


class InfluenceLine(DatedRow):
    """A contact had the ear of another one from one instant to another."""

    contact = models.ForeignKey(
        "accounts.Contact", models.PROTECT, related_name="influences", verbose_name=_("contact")
    )
    influenced = models.ForeignKey(
        "accounts.Contact",
        models.PROTECT,
        related_name="influenced_by",
        verbose_name=_("has influence on"),
    )
    weight = models.PositiveSmallIntegerField(
        _("how much, from 1 to 3"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )

    objects = OnContact.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("line of influence")
        verbose_name_plural = _("lines of influence")
        constraints = [
            ends_after_it_starts("influence_line_ends_after_it_starts"),
            no_overlap(
                "influence_line_once_at_a_time",
                "contact",
                "influenced",
                message=_("This line is drawn in that time already."),
            ),
            models.CheckConstraint(
                name="influence_line_joins_two_people",
                condition=~Q(contact=F("influenced")) & Q(weight__gte=1, weight__lte=3),
                violation_error_message=_(
                    "Influence goes from one person to another, from 1 to 3."
                ),
            ),
        ]


@audited
class Relationship(ScopedModel, Versioned):
    """A contact and one of us know each other, or should; its ratings say how well, and when."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    contact = models.ForeignKey(
        "accounts.Contact", models.PROTECT, related_name="relationships", verbose_name=_("contact")
    )
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="relationships", verbose_name=_("one of us")
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)

    objects = OnContact.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("relationship")
        verbose_name_plural = _("relationships")
        constraints = [
            models.UniqueConstraint(
                name="relationship_once_for_two_people",
                fields=["contact", "user"],
                violation_error_message=_("This relationship is written down already."),
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.contact} / {self.user}"


class RelationshipRating(DatedEvent):
    """How one of us judged a relationship at an instant; it holds until the next one, or expires.

    The stance is the contact's, towards what we propose; recorded_by is the author.
    """

    relationship = models.ForeignKey(
        "accounts.Relationship",
        models.PROTECT,
        related_name="ratings",
        verbose_name=_("relationship"),
    )
    level = models.PositiveSmallIntegerField(
        _("level now"), choices=RelationshipLevel, null=True, blank=True
    )
    wanted = models.PositiveSmallIntegerField(
        _("level wanted"), choices=RelationshipLevel, null=True, blank=True
    )
    stance = models.CharField(_("stance"), max_length=10, choices=Stance, default=Stance.UNKNOWN)
    reason = models.TextField(_("why"), max_length=2000, blank=True)
    expires_on = models.DateField(_("holds until"), null=True, blank=True)

    objects = OnRelationship.as_manager()

    class Meta(DatedEvent.Meta):
        verbose_name = _("rating of a relationship")
        verbose_name_plural = _("ratings of a relationship")
        constraints = [
            models.CheckConstraint(
                name="relationship_rating_uses_known_words",
                condition=Q(stance__in=Stance.values)
                & (Q(level=None) | Q(level__in=RelationshipLevel.values))
                & (Q(wanted=None) | Q(wanted__in=RelationshipLevel.values)),
                violation_error_message=_("Choose one of the values offered."),
            ),
            models.CheckConstraint(
                name="relationship_rating_is_dated",
                condition=Q(occurred_at__isnull=False),
                violation_error_message=_("Say when this was so."),
            ),
        ]
        indexes = [
            models.Index(
                name="rating_by_relationship",
                fields=["relationship", "-occurred_at", "-id"],
                condition=Q(voided_at=None),
            )
        ]
