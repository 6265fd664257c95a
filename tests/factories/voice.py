"""Surveys and answers."""

import factory

from accounts.models import Invitation, Response, Survey
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
