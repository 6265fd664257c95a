"""Lines between people, and what they allowed us."""

import factory

from accounts.enums import ConsentAction, SuppressionReason
from accounts.models import (
    ConsentEvent,
    InfluenceLine,
    Relationship,
    RelationshipRating,
    ReportingLine,
    Suppression,
)
from tests.factories.contact import ContactFactory
from tests.factories.dates import LONG_AGO


class ReportingLineFactory(factory.django.DjangoModelFactory):
    """A contact reports to another one of the same account, since long ago."""

    class Meta:
        model = ReportingLine

    contact = factory.SubFactory(ContactFactory)
    manager = factory.SubFactory(ContactFactory, account=factory.SelfAttribute("..contact.account"))
    from_at = LONG_AGO


class InfluenceLineFactory(factory.django.DjangoModelFactory):
    """A contact has the ear of another one of the same account, since long ago."""

    class Meta:
        model = InfluenceLine

    contact = factory.SubFactory(ContactFactory)
    influenced = factory.SubFactory(
        ContactFactory, account=factory.SelfAttribute("..contact.account")
    )
    from_at = LONG_AGO


class RelationshipFactory(factory.django.DjangoModelFactory):
    """A contact and one of us."""

    class Meta:
        model = Relationship

    contact = factory.SubFactory(ContactFactory)
    user = factory.SubFactory("tests.factories.user.UserFactory")


class RelationshipRatingFactory(factory.django.DjangoModelFactory):
    """A rating of long ago that says nothing yet."""

    class Meta:
        model = RelationshipRating

    relationship = factory.SubFactory(RelationshipFactory)
    occurred_at = LONG_AGO


class ConsentEventFactory(factory.django.DjangoModelFactory):
    """A consent to marketing by e-mail, given long ago and proven."""

    class Meta:
        model = ConsentEvent

    contact = factory.SubFactory(ContactFactory)
    action = ConsentAction.GIVEN
    proof_ref = "form 12"
    occurred_at = LONG_AGO


class SuppressionFactory(factory.django.DjangoModelFactory):
    """An address that is never written to again."""

    class Meta:
        model = Suppression

    contact = factory.SubFactory(ContactFactory)
    address_hash = factory.Sequence(lambda n: f"{n:064x}")
    reason = SuppressionReason.UNSUBSCRIBED
    occurred_at = LONG_AGO
