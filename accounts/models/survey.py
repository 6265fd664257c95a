"""Voices of customers: surveys, who was asked, and what they answered."""

from datetime import date
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Versioned, audited, audited_without
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from abmplanner.kit.words import Bilingual
from accounts.enums import QuestionKind, RespondentKind
from accounts.models.reach import OfProgramOrNone, OnAccount


@audited
class Survey(ScopedModel, Bilingual, Versioned):
    """One wave of questions to contacts; an NPS survey asks whether they would recommend us."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("program"),
    )
    opens_on = models.DateField(_("opens"), null=True, blank=True)
    closes_on = models.DateField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed early"), null=True, editable=False)
    intro_fr = models.TextField(_("French greeting"), max_length=600, blank=True, db_default="")
    intro_en = models.TextField(_("English greeting"), max_length=600, blank=True, db_default="")

    objects = OfProgramOrNone.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(
                name="survey_has_a_name",
                condition=~Q(name_fr="", name_en=""),
                violation_error_message=_("Give a name in French or in English."),
            ),
            models.CheckConstraint(
                name="survey_opens_before_it_closes",
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("A survey can't close before it opens."),
            ),
        ]

    def is_open(self, today: date) -> bool:
        """Tell whether answers are taken on a day: both named days count, and empty is no bound."""
        has_begun = self.opens_on is None or self.opens_on <= today
        return has_begun and not self.is_over(today)

    def is_over(self, today: date) -> bool:
        """Tell whether answers are taken no more."""
        is_past = self.closes_on is not None and self.closes_on < today
        return is_past or self.closed_at is not None


class OfSurvey(ScopedQuerySet["Question"]):
    """Questions, seen with their survey."""

    @override
    def reach(self, actor: Actor) -> Q:
        return Q(survey__in=Survey.objects.visible_to(actor).values("pk"))


@audited
class Question(ScopedModel):
    """What a survey asks, in the words of its authors; without a row the usual words are used."""

    survey = models.ForeignKey(
        "accounts.Survey", models.PROTECT, related_name="questions", verbose_name=_("survey")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=QuestionKind)
    text_fr = models.CharField(_("in French"), max_length=300, blank=True)
    text_en = models.CharField(_("in English"), max_length=300, blank=True)

    objects = OfSurvey.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                name="question_once_of_a_kind",
                fields=["survey", "kind"],
                violation_error_message=_("This survey has that question already."),
            ),
            models.CheckConstraint(
                name="question_is_of_a_known_kind",
                condition=Q(kind__in=QuestionKind.values) & ~Q(text_fr="", text_en=""),
                violation_error_message=_("Write the question in French or in English."),
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.text_en or self.text_fr


@audited_without("token_hash", "seed")
class Invitation(ScopedModel):
    """A contact was asked; the link is personal, and only its hash is kept.

    seed is what the link is made from, together with a key that is not in the database: a reminder
    carries the same link, and a copy of the table opens none. delivered_at is when the mail server
    took the invitation; it is emptied when the mail came back.
    """

    survey = models.ForeignKey(
        "accounts.Survey", models.PROTECT, related_name="invitations", verbose_name=_("survey")
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="invitations", verbose_name=_("account")
    )
    contact = models.ForeignKey(
        "accounts.Contact", models.PROTECT, related_name="invitations", verbose_name=_("contact")
    )
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    seed = models.CharField(max_length=64, blank=True, db_default="", editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("came back"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                name="invitation_once_in_a_survey",
                fields=["survey", "contact"],
                violation_error_message=_("This contact is invited already."),
            ),
            models.UniqueConstraint(
                name="invitation_token_is_unique",
                fields=["token_hash"],
                condition=~Q(token_hash=""),
            ),
            models.CheckConstraint(
                name="invitation_is_sent_before_it_is_delivered",
                condition=Q(delivered_at=None)
                | Q(sent_at__isnull=False, delivered_at__gte=F("sent_at")),
                violation_error_message=_("An invitation is delivered after it was sent."),
            ),
        ]
        indexes = [models.Index(name="invitation_by_delivery", fields=["account", "delivered_at"])]


@audited
class Response(ScopedModel, Versioned):
    """An answer to "how likely are you to recommend us", 0 to 10, and why.

    account is where the person worked when they answered; it stays, whoever employs them later.
    contact is empty for an anonymous answer.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    survey = models.ForeignKey(
        "accounts.Survey",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
        verbose_name=_("survey"),
    )
    invitation = models.OneToOneField(
        "accounts.Invitation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="response",
        verbose_name=_("invitation"),
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="responses", verbose_name=_("account")
    )
    contact = models.ForeignKey(
        "accounts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
        verbose_name=_("contact"),
    )
    respondent_kind = models.CharField(
        _("who answered"),
        max_length=10,
        choices=RespondentKind,
        default=RespondentKind.CUSTOMER,
    )
    score = models.PositiveSmallIntegerField(
        _("score"), validators=[MinValueValidator(0), MaxValueValidator(10)]
    )
    comment = models.TextField(_("comment"), max_length=4000, blank=True)
    responded_at = models.DateTimeField(_("answered"))
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)
    voided_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("survey answer")
        verbose_name_plural = _("survey answers")
        constraints = [
            models.CheckConstraint(
                name="response_score_is_from_0_to_10",
                condition=Q(score__gte=0, score__lte=10),
                violation_error_message=_("A score is a whole number from 0 to 10."),
            ),
            models.CheckConstraint(
                name="response_is_of_a_known_kind",
                condition=Q(respondent_kind__in=RespondentKind.values),
                violation_error_message=_("Choose who answered."),
            ),
        ]
        indexes = [
            models.Index(name="response_by_account", fields=["account", "responded_at", "id"])
        ]

    @override
    def __str__(self) -> str:
        return str(self.score)
