"""What we judge by eye: the account, our social practice, and the index LinkedIn gives us."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import DatedEvent, Recorded
from abmplanner.kit.scope import ScopedQuerySet
from accounts.enums import SocialSubject
from accounts.models.reach import OnAccount, sees_everything


class SsiQuerySet(ScopedQuerySet[Any]):
    """Readings of one's own index, and of those one manages: they are personal."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        if not actor.person:
            return Q(pk__in=())
        return Q(user=actor.person) | Q(user__manager=actor.person)


ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class AccountJudgement(DatedEvent):
    """How one of us saw an account at an instant, from 1 to 5; it expires."""

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="judgements", verbose_name=_("account")
    )
    rating = models.PositiveSmallIntegerField(_("from 1 to 5"), validators=ONE_TO_FIVE)
    reason = models.TextField(_("why"), max_length=2000, blank=True)
    expires_on = models.DateField(_("holds until"), null=True, blank=True)

    objects = OnAccount.as_manager()

    class Meta(DatedEvent.Meta):
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        constraints = [
            models.CheckConstraint(
                name="judgement_is_from_1_to_5",
                condition=Q(rating__gte=1, rating__lte=5, occurred_at__isnull=False),
                violation_error_message=_("A judgement goes from 1 to 5, and has a date."),
            ),
        ]
        indexes = [
            models.Index(
                name="judgement_by_account",
                fields=["account", "-occurred_at"],
                condition=Q(voided_at=None),
            )
        ]


class SocialAssessment(DatedEvent):
    """How developed the use of social networks was, of our team or of the account, from 1 to 5."""

    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        related_name="social_assessments",
        verbose_name=_("account"),
    )
    subject = models.CharField(
        _("whose"), max_length=6, choices=SocialSubject, default=SocialSubject.OURS
    )
    level = models.PositiveSmallIntegerField(_("level from 1 to 5"), validators=ONE_TO_FIVE)
    reason = models.TextField(_("why"), max_length=2000, blank=True)

    objects = OnAccount.as_manager()

    class Meta(DatedEvent.Meta):
        verbose_name = _("social maturity")
        verbose_name_plural = _("social maturities")
        constraints = [
            models.CheckConstraint(
                name="social_maturity_is_from_1_to_5",
                condition=Q(level__gte=1, level__lte=5, occurred_at__isnull=False)
                & Q(subject__in=SocialSubject.values),
                violation_error_message=_("A level goes from 1 to 5, and has a date."),
            ),
        ]


class SsiReading(Recorded):
    """The Social Selling Index that LinkedIn showed one of us on a day: four parts of 25."""

    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="ssi_readings", verbose_name=_("one of us")
    )
    read_on = models.DateField(_("day"))
    brand = models.DecimalField(_("professional brand"), max_digits=4, decimal_places=2)
    people = models.DecimalField(_("the right people"), max_digits=4, decimal_places=2)
    insights = models.DecimalField(_("insights"), max_digits=4, decimal_places=2)
    relationships = models.DecimalField(_("relationships"), max_digits=4, decimal_places=2)

    objects = SsiQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("reading of the SSI")
        verbose_name_plural = _("readings of the SSI")
        constraints = [
            models.UniqueConstraint(
                name="ssi_read_once_a_day",
                fields=["user", "read_on"],
                condition=Q(voided_at=None),
                violation_error_message=_("The index of that day is written down already."),
            ),
            models.CheckConstraint(
                name="ssi_parts_are_from_0_to_25",
                condition=Q(brand__range=(0, 25), people__range=(0, 25))
                & Q(insights__range=(0, 25), relationships__range=(0, 25)),
                violation_error_message=_("Each part goes from 0 to 25."),
            ),
        ]

    @property
    def score(self) -> Decimal:
        """The index: the sum of its parts, 0 to 100."""
        return self.brand + self.people + self.insights + self.relationships
