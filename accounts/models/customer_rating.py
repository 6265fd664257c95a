"""What people of an account think of our marketing: told to us, on the scale they were asked on."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import DatedEvent
from accounts.enums import RatedObject
from accounts.models.reach import OnAccount

HIGHEST = 100


class CustomerRatingQuerySet(OnAccount):
    """Ratings seen with their account; one of a colleague by them, their manager, who told it."""

    @override
    def reach(self, actor: Actor) -> Q:
        if actor.is_system:
            return Q()
        person = actor.person.pk if actor.person else None
        of_theirs = Q(marketer=person) | Q(marketer__manager=person) | Q(recorded_by=person)
        return super().reach(actor) & (~Q(about=RatedObject.MARKETER) | of_theirs)


class CustomerRating(DatedEvent):
    """Somebody of an account rated our activities, or the work of one of us, at an instant.

    The scale stays with the answer: whoever changes the question later changes nothing that was
    said. contact is empty where nobody is named.
    """

    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        related_name="customer_ratings",
        verbose_name=_("account"),
    )
    contact = models.ForeignKey(
        "accounts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customer_ratings",
        verbose_name=_("contact"),
    )
    about = models.CharField(
        _("about"), max_length=10, choices=RatedObject, default=RatedObject.ACTIVITIES
    )
    marketer = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ABM marketer"),
    )
    score = models.PositiveSmallIntegerField(_("rating"))
    lowest = models.PositiveSmallIntegerField(_("worst rating"), default=1)
    highest = models.PositiveSmallIntegerField(
        _("best rating"), default=5, validators=[MaxValueValidator(HIGHEST)]
    )
    comment = models.TextField(_("in their words"), max_length=4000, blank=True)

    objects = CustomerRatingQuerySet.as_manager()

    class Meta(DatedEvent.Meta):
        verbose_name = _("rating by an account")
        verbose_name_plural = _("ratings by accounts")
        constraints = [
            models.CheckConstraint(
                name="customer_rating_is_on_its_scale",
                condition=Q(score__gte=F("lowest"), score__lte=F("highest"))
                & Q(lowest__lt=F("highest"), highest__lte=HIGHEST),
                violation_error_message=_("A rating lies between the worst and the best one."),
            ),
            models.CheckConstraint(
                name="customer_rating_is_dated_and_about_something",
                condition=Q(occurred_at__isnull=False, about__in=RatedObject.values),
                violation_error_message=_("Say when, and what was rated."),
            ),
            models.CheckConstraint(
                name="customer_rating_of_a_marketer_names_them",
                condition=~Q(about=RatedObject.MARKETER) | Q(marketer__isnull=False),
                violation_error_message=_("Say whose work was rated."),
            ),
        ]
        indexes = [
            models.Index(
                name="customer_rating_by_account",
                fields=["account", "-occurred_at"],
                condition=Q(voided_at=None),
            )
        ]
