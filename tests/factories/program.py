"""Programs and enrolments."""

import factory

from accounts.enums import ProgramKind
from accounts.models import Enrolment, Program
from tests.factories.dates import LONG_AGO


class ProgramFactory(factory.django.DjangoModelFactory):
    """A high-touch program in euros, by the clocks of Paris."""

    class Meta:
        model = Program

    name_en = factory.Sequence(lambda n: f"Program {n}")
    name_fr = factory.Sequence(lambda n: f"Programme {n}")
    kind = ProgramKind.HIGH_TOUCH


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """An account is in a program since long ago."""

    class Meta:
        model = Enrolment

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    program = factory.SubFactory(ProgramFactory)
    from_at = LONG_AGO
