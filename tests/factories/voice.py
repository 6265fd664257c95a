"""Surveys and answers, rounds of feedback and what became of it."""

from datetime import date

import factory

from accounts.enums import QuestionKind
from accounts.models import (
    FeedbackReply,
    FeedbackRequest,
    FeedbackRound,
    Invitation,
    Question,
    Response,
    Survey,
)
from tests.factories.dates import LONG_AGO


class SurveyFactory(factory.django.DjangoModelFactory):
    """A survey of no program in particular."""

    class Meta:
        model = Survey

    name_en = factory.Sequence(lambda n: f"Survey {n}")


class InvitationFactory(factory.django.DjangoModelFactory):
    """A contact was asked long ago."""

    class Meta:
        model = Invitation

    survey = factory.SubFactory(SurveyFactory)
    contact = factory.SubFactory("tests.factories.contact.ContactFactory")
    account = factory.SelfAttribute("contact.account")
    sent_at = LONG_AGO
    delivered_at = LONG_AGO


class ResponseFactory(factory.django.DjangoModelFactory):
    """A contact answered ten, long ago."""

    class Meta:
        model = Response

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    contact = factory.SubFactory(
        "tests.factories.contact.ContactFactory", account=factory.SelfAttribute("..account")
    )
    score = 10
    responded_at = LONG_AGO


class QuestionFactory(factory.django.DjangoModelFactory):
    """The question for a score, in both languages."""

    class Meta:
        model = Question

    survey = factory.SubFactory(SurveyFactory)
    kind = QuestionKind.SCORE
    text_fr = "Nous recommanderiez-vous ?"
    text_en = "Would you recommend us?"


class FeedbackRoundFactory(factory.django.DjangoModelFactory):
    """A round of no program in particular, open for years."""

    class Meta:
        model = FeedbackRound

    name_en = factory.Sequence(lambda n: f"Round {n}")
    opens_on = date(2026, 2, 1)
    closes_on = date(2040, 1, 1)


class FeedbackRequestFactory(factory.django.DjangoModelFactory):
    """A salesperson is asked about an account."""

    class Meta:
        model = FeedbackRequest

    round = factory.SubFactory(FeedbackRoundFactory)
    account = factory.SubFactory("tests.factories.account.AccountFactory")
    person = factory.SubFactory("tests.factories.user.UserFactory", sales=True)


class FeedbackReplyFactory(factory.django.DjangoModelFactory):
    """A manager says what becomes of a feedback."""

    class Meta:
        model = FeedbackReply

    feedback = factory.SubFactory("tests.factories.plan.FeedbackFactory")
    author = factory.SubFactory("tests.factories.user.UserFactory")
    text = "We changed it."
