"""Goals and indicators."""

from datetime import date
from decimal import Decimal

import factory

from metrics.enums import CustomKind, IndicatorState, QualifiedBy, ScopeKind
from metrics.models import (
    AccountHealth,
    CustomIndicator,
    DirtyMark,
    Goal,
    GoalBatch,
    GoalProposal,
    HealthOverride,
    IndicatorReading,
    IndicatorSet,
    Measurement,
    ParameterSet,
    Qualification,
    TargetChange,
)
from tests.factories.dates import LONG_AGO


class GoalFactory(factory.django.DjangoModelFactory):
    """Raise the NPS of an account from 10 to 30 within a year."""

    class Meta:
        model = Goal

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    indicator_key = "nps"
    baseline = Decimal(10)
    target = Decimal(30)
    starts_on = date(2026, 1, 1)
    due_on = date(2026, 12, 31)


class TargetChangeFactory(factory.django.DjangoModelFactory):
    """The market shrank, so less is asked for."""

    class Meta:
        model = TargetChange

    goal = factory.SubFactory("tests.factories.measure.GoalFactory")
    target = Decimal(25)
    due_on = date(2026, 12, 31)
    reason = "The market shrank."


class GoalBatchFactory(factory.django.DjangoModelFactory):
    """The NPS of some accounts should rise by a tenth within a year."""

    class Meta:
        model = GoalBatch

    actor = factory.SubFactory("tests.factories.user.UserFactory")
    indicator_key = "nps"
    amount = Decimal(10)
    starts_on = date(2026, 1, 1)
    due_on = date(2026, 12, 31)


class GoalProposalFactory(factory.django.DjangoModelFactory):
    """One of these accounts, not worked out yet."""

    class Meta:
        model = GoalProposal

    batch = factory.SubFactory("tests.factories.measure.GoalBatchFactory")
    account = factory.SubFactory("tests.factories.account.AccountFactory")


class IndicatorSetFactory(factory.django.DjangoModelFactory):
    """An account is measured by its NPS."""

    class Meta:
        model = IndicatorSet

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    indicator_key = "nps"


class CustomIndicatorFactory(factory.django.DjangoModelFactory):
    """A formula over two built-in keys; a manual one is a share that a team writes down by hand."""

    class Meta:
        model = CustomIndicator

    class Params:
        manual = factory.Trait(
            kind=CustomKind.MANUAL,
            unit="percent",
            state=IndicatorState.ACTIVE,
            definition=factory.LazyFunction(
                lambda: {"unit": "percent", "roll_up": "weighted_mean", "max_age_days": 90}
            ),
        )

    key = factory.Sequence(lambda n: f"custom_{n}")
    name_en = factory.Sequence(lambda n: f"Custom {n}")
    kind = CustomKind.FORMULA
    definition = factory.LazyFunction(lambda: {"formula": "nps_promoters - nps_detractors"})


class IndicatorReadingFactory(factory.django.DjangoModelFactory):
    """Half of something was there on a day of long ago."""

    class Meta:
        model = IndicatorReading

    indicator = factory.SubFactory(CustomIndicatorFactory, manual=True)
    account = factory.SubFactory("tests.factories.account.AccountFactory")
    effective_on = date(2020, 1, 1)
    value = Decimal(50)


class MeasurementFactory(factory.django.DjangoModelFactory):
    """Nothing was measured of an account, on a day of long ago."""

    class Meta:
        model = Measurement

    scope = ScopeKind.ACCOUNT
    account = factory.SubFactory("tests.factories.account.AccountFactory")
    window = "2026-01-01/2026-04-01"
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 4, 1)
    as_of = factory.Sequence(lambda n: date.fromordinal(date(2026, 4, 1).toordinal() + n))
    answers = factory.LazyFunction(dict)


class DirtyMarkFactory(factory.django.DjangoModelFactory):
    """Deals of an account came late."""

    class Meta:
        model = DirtyMark

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    dataset = "opportunities"
    earliest_at = LONG_AGO


class ParameterSetFactory(factory.django.DjangoModelFactory):
    """Accounts are engaged from twenty minutes on."""

    class Meta:
        model = ParameterSet

    number = factory.Sequence(lambda n: n + 1)
    values = factory.LazyFunction(lambda: {"engaged_minutes": 20})
    from_at = LONG_AGO


class QualificationFactory(factory.django.DjangoModelFactory):
    """An account qualified long ago, and is so still."""

    class Meta:
        model = Qualification

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    program = factory.SubFactory("tests.factories.program.ProgramFactory")
    qualified_at = LONG_AGO
    reason = QualifiedBy.DEPTH
    minutes = 105
    people = 3


class HealthOverrideFactory(factory.django.DjangoModelFactory):
    """An account is in danger, whatever the numbers say, for ever."""

    class Meta:
        model = HealthOverride

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    band = "red"
    reason = "Their board changed"
    expires_on = date(2099, 1, 1)
    occurred_at = LONG_AGO
    recorded_at = LONG_AGO


class AccountHealthFactory(factory.django.DjangoModelFactory):
    """The health of an account as it was kept long ago."""

    class Meta:
        model = AccountHealth

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    score = 55.0
    weight_known = 80.0
    change = 6.0
    as_of = LONG_AGO.date()
    recorded_at = LONG_AGO
