"""People of ours."""

import factory

from accounts.enums import Role
from accounts.models import ProgramAssignment, TeamMember, User
from tests.factories.dates import LONG_AGO

PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory):
    """An ABM manager with no program and no team."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    role = Role.MANAGER
    password = factory.django.Password(PASSWORD)

    class Params:
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        sales = factory.Trait(role=Role.SALES)
        leader = factory.Trait(role=Role.LEADERSHIP)


class ProgramAssignmentFactory(factory.django.DjangoModelFactory):
    """A manager keeps a program since long ago."""

    class Meta:
        model = ProgramAssignment

    user = factory.SubFactory(UserFactory)
    program = factory.SubFactory("tests.factories.program.ProgramFactory")
    from_at = LONG_AGO


class TeamMemberFactory(factory.django.DjangoModelFactory):
    """A person works on an account since long ago."""

    class Meta:
        model = TeamMember

    user = factory.SubFactory(UserFactory, sales=True)
    account = factory.SubFactory("tests.factories.account.AccountFactory")
    from_at = LONG_AGO
