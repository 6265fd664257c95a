"""What sales thinks of the marketing for an account: asked in rounds, told, and answered."""

from datetime import date
from uuid import uuid4

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel
from abmplanner.kit.words import Bilingual
from accounts.enums import ReplyOutcome
from accounts.models.reach import OfProgramOrNone, OnAccount

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


@audited
class FeedbackRound(ScopedModel, Bilingual, Versioned):
    """Salespeople are asked about their accounts, from one day to another.

    A question of its own stands above the comment; without one the usual words do.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback_rounds",
        verbose_name=_("program"),
    )
    opens_on = models.DateField(_("opens"))
    closes_on = models.DateField(_("closes"))
    closed_at = models.DateTimeField(_("closed early"), null=True, editable=False)
    question_fr = models.CharField(_("question in French"), max_length=200, blank=True)
    question_en = models.CharField(_("question in English"), max_length=200, blank=True)

    objects = OfProgramOrNone.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("feedback round")
        verbose_name_plural = _("feedback rounds")
        constraints = [
            models.CheckConstraint(
                name="feedback_round_has_a_name",
                condition=~Q(name_fr="", name_en=""),
                violation_error_message=_("Give a name in French or in English."),
            ),
            models.CheckConstraint(
                name="feedback_round_opens_before_it_closes",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("A round can't close before it opens."),
            ),
        ]

    def is_open(self, today: date) -> bool:
        """Tell whether answers are asked for on a day; both named days count."""
        return self.opens_on <= today and not self.is_over(today)

    def is_over(self, today: date) -> bool:
        """Tell whether answers are asked for no more."""
        return self.closes_on < today or self.closed_at is not None


@audited
class FeedbackRequest(ScopedModel):
    """One of us is asked, in a round, about one account; feedback is what they said.

    Who can't say declines; what is neither answered nor declined when the round closes expires.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    round = models.ForeignKey(
        "accounts.FeedbackRound", models.PROTECT, related_name="requests", verbose_name=_("round")
    )
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        related_name="feedback_requests",
        verbose_name=_("account"),
    )
    person = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="feedback_requests",
        verbose_name=_("who is asked"),
    )
    feedback = models.OneToOneField(
        "accounts.Feedback",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="request",
        verbose_name=_("answer"),
    )
    asked_at = models.DateTimeField(_("asked"), db_default=Now(), editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    declined_at = models.DateTimeField(_("declined"), null=True, editable=False)

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("feedback request")
        verbose_name_plural = _("feedback requests")
        constraints = [
            models.UniqueConstraint(
                name="feedback_request_once_in_a_round",
                fields=["round", "account", "person"],
                violation_error_message=_("This person is asked about the account already."),
            ),
            models.CheckConstraint(
                name="feedback_request_is_answered_or_declined",
                condition=Q(feedback=None) | Q(declined_at=None),
                violation_error_message=_("Who declined has not answered."),
            ),
        ]
        indexes = [
            models.Index(
                name="feedback_request_waiting",
                fields=["person", "round"],
                condition=Q(feedback=None, declined_at=None),
            )
        ]


SETTLED = """
    IF NEW.outcome = 'doing' THEN
        NEW.settled_at := NULL;
    ELSIF NEW.settled_at IS NULL THEN
        NEW.settled_at := CASE TG_OP WHEN 'INSERT' THEN NEW.written_at ELSE now() END;
    END IF;
    RETURN NEW;
"""
"""Who is on it settles nothing; whoever says anything else does so then."""


class OnFeedback(OnAccount):
    """Rows that hang on a feedback, and are seen with its account."""

    path = "feedback__account"


@audited
class FeedbackReply(ScopedModel, Versioned):
    """What was done with a feedback, told to its author.

    settled_at is when it was said last that nothing is being done any more; the database writes it.
    Somebody is on it from written_at until then.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    feedback = models.ForeignKey(
        "accounts.Feedback", models.CASCADE, related_name="replies", verbose_name=_("feedback")
    )
    author = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("author"),
    )
    outcome = models.CharField(
        _("what becomes of it"),
        max_length=8,
        choices=ReplyOutcome,
        default=ReplyOutcome.DOING,
    )
    text = models.TextField(_("answer"), max_length=2000)
    written_at = models.DateTimeField(_("written"), db_default=Now(), editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)

    objects = OnFeedback.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("answer to a feedback")
        verbose_name_plural = _("answers to feedback")
        triggers = [
            pgtrigger.Trigger(
                name="settled",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SETTLED,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="reply_once_to_a_feedback",
                fields=["feedback"],
                violation_error_message=_("This feedback is answered already."),
            ),
            models.CheckConstraint(
                name="reply_says_what_becomes_of_it",
                condition=Q(outcome__in=ReplyOutcome.values) & ~Q(text=""),
                violation_error_message=_("Say what becomes of it."),
            ),
        ]
