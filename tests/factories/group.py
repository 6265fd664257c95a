"""Buying groups, and what they need."""

import factory

from accounts.enums import GroupRole
from accounts.models import BuyingGroup, GroupPeriod, Membership, RoleNeed, Solution
from tests.factories.dates import LONG_AGO


class SolutionFactory(factory.django.DjangoModelFactory):
    """Something we sell."""

    class Meta:
        model = Solution

    name_en = factory.Sequence(lambda n: f"Solution {n}")


class RoleNeedFactory(factory.django.DjangoModelFactory):
    """A program's groups need a decision maker, since long ago."""

    class Meta:
        model = RoleNeed

    program = factory.SubFactory("tests.factories.program.ProgramFactory")
    role = GroupRole.DECISION_MAKER
    from_at = LONG_AGO


class BuyingGroupFactory(factory.django.DjangoModelFactory):
    """A buying group of an account, of no solution in particular; it has no period yet."""

    class Meta:
        model = BuyingGroup

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    name = factory.Sequence(lambda n: f"Group {n}")


class GroupPeriodFactory(factory.django.DjangoModelFactory):
    """A buying group is a target since long ago."""

    class Meta:
        model = GroupPeriod

    group = factory.SubFactory(BuyingGroupFactory)
    from_at = LONG_AGO


class MembershipFactory(factory.django.DjangoModelFactory):
    """A contact of the group's account decides, since long ago."""

    class Meta:
        model = Membership

    group = factory.SubFactory(BuyingGroupFactory)
    contact = factory.SubFactory(
        "tests.factories.contact.ContactFactory", account=factory.SelfAttribute("..group.account")
    )
    role = GroupRole.DECISION_MAKER
    from_at = LONG_AGO
