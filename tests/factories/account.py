"""Companies."""

from typing import Any

import factory

from accounts.models import Account, ExternalId
from tests.factories.program import EnrolmentFactory
from tests.factories.user import TeamMemberFactory


class AccountFactory(factory.django.DjangoModelFactory):
    """A target account; team=[…] puts people on it, programs=[…] enrols it, since long ago."""

    class Meta:
        model = Account
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Company {n}")

    @factory.post_generation
    def team(self: Any, create: Any, people: Any, **kwargs: Any) -> None:
        for person in people or []:
            TeamMemberFactory(account=self, user=person)

    @factory.post_generation
    def programs(self: Any, create: Any, programs: Any, **kwargs: Any) -> None:
        for program in programs or []:
            EnrolmentFactory(account=self, program=program)


class ExternalIdFactory(factory.django.DjangoModelFactory):
    """The key of an account in a CRM."""

    class Meta:
        model = ExternalId

    system = "crm"
    kind = "account"
    value = factory.Sequence(lambda n: f"001-{n}")
    account = factory.SubFactory(AccountFactory)
