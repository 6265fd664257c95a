"""What sales thinks of the marketing for an account."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel
from accounts.models.reach import OnAccount

RATING = [MinValueValidator(1), MaxValueValidator(5)]


@audited
class Feedback(ScopedModel, Versioned):
    """One person's judgment on the ABM activities, and the ABM marketer, of an account.

    Ratings go from 1 (poor) to 5 (excellent); an empty one is "I can't say".
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="feedback", verbose_name=_("account")
    )
    author = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        editable=False,
        related_name="feedback",
        verbose_name=_("author"),
    )
    activities_rating = models.PositiveSmallIntegerField(
        _("ABM activities"), null=True, blank=True, validators=RATING
    )
    marketer = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ABM marketer"),
    )
    marketer_rating = models.PositiveSmallIntegerField(
        _("ABM marketer's work"), null=True, blank=True, validators=RATING
    )
    comment = models.TextField(_("what worked, what is missing"), max_length=4000, blank=True)
    deal_moved = models.BooleanField(_("a deal moved thanks to it"), null=True, blank=True)
    given_at = models.DateTimeField(_("given"), db_default=Now(), editable=False)
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("sales feedback")
        verbose_name_plural = _("sales feedback")
        constraints = [
            models.CheckConstraint(
                name="feedback_says_something",
                condition=Q(activities_rating__isnull=False)
                | Q(marketer_rating__isnull=False)
                | ~Q(comment=""),
                violation_error_message=_("Give at least one rating or a comment."),
            ),
            models.CheckConstraint(
                name="feedback_ratings_are_from_1_to_5",
                condition=(
                    (Q(activities_rating=None) | Q(activities_rating__range=(1, 5)))
                    & (Q(marketer_rating=None) | Q(marketer_rating__range=(1, 5)))
                ),
                violation_error_message=_("A rating goes from 1 to 5."),
            ),
            models.CheckConstraint(
                name="feedback_on_a_marketer_names_them",
                condition=Q(marketer_rating=None) | Q(marketer__isnull=False),
                violation_error_message=_("Say whose work you rate."),
            ),
        ]
        indexes = [models.Index(name="feedback_by_account", fields=["account", "-given_at", "-id"])]

    @override
    def __str__(self) -> str:
        return f"{self.account_id} · {self.given_at:%Y-%m-%d}"
