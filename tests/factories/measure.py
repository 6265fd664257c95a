"""Goals and indicators."""

from datetime import date
from decimal import Decimal

import factory

from metrics.enums import CustomKind, ScopeKind
from metrics.models import CustomIndicator, DirtyMark, Goal, IndicatorSet, Measurement
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


class IndicatorSetFactory(factory.django.DjangoModelFactory):
    """An account is measured by its NPS."""

    class Meta:
        model = IndicatorSet

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    indicator_key = "nps"


class CustomIndicatorFactory(factory.django.DjangoModelFactory):
    """A formula over two built-in keys."""

    class Meta:
        model = CustomIndicator

    key = factory.Sequence(lambda n: f"custom_{n}")
    name_en = factory.Sequence(lambda n: f"Custom {n}")
    kind = CustomKind.FORMULA
    definition = factory.LazyFunction(lambda: {"formula": "nps_promoters - nps_detractors"})


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
