"""People of accounts."""

import factory

from accounts.models import Contact, Employment
from tests.factories.dates import LONG_AGO


class ContactFactory(factory.django.DjangoModelFactory):
    """A contact with an address of their own."""

    class Meta:
        model = Contact

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@example.test")


class EmploymentFactory(factory.django.DjangoModelFactory):
    """A contact works at their account since long ago."""

    class Meta:
        model = Employment

    contact = factory.SubFactory(ContactFactory)
    account = factory.SelfAttribute("contact.account")
    from_at = LONG_AGO
