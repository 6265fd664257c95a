"""Goals and indicators."""

from datetime import date
from decimal import Decimal

import factory

from metrics.enums import CustomKind
from metrics.models import CustomIndicator, Goal, IndicatorSet


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
