"""Voices of customers: surveys, who was asked, and what they answered."""

from uuid import uuid4

from django.apps import apps
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
from accounts.enums import RespondentKind
from accounts.models.reach import OnAccount, sees_everything


class SurveyQuerySet(ScopedQuerySet["Survey"]):
    """Surveys of the programs an actor may see, and those of no program in particular."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        if not actor.role:
            return Q(pk__in=())
        programs = apps.get_model("accounts", "Program").objects
        return Q(program=None) | Q(program__in=programs.visible_to(actor))


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

    objects = SurveyQuerySet.as_manager()

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


@audited_without("token_hash")
class Invitation(ScopedModel):
    """A contact was asked; the link is personal, and only its hash is kept."""

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
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
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
