"""Deals, their stages and their histories."""

from datetime import date
from decimal import Decimal

import factory

from accounts.models import (
    AmountChange,
    Forecast,
    FxRate,
    Opportunity,
    Pipeline,
    Stage,
    StageChange,
)
from tests.factories.dates import LONG_AGO


class PipelineFactory(factory.django.DjangoModelFactory):
    """A pipeline."""

    class Meta:
        model = Pipeline

    name_en = factory.Sequence(lambda n: f"Pipeline {n}")


class StageFactory(factory.django.DjangoModelFactory):
    """An open stage."""

    class Meta:
        model = Stage

    pipeline = factory.SubFactory(PipelineFactory)
    name_en = factory.Sequence(lambda n: f"Stage {n}")
    key = factory.Sequence(lambda n: f"stage-{n}")
    position = factory.Sequence(lambda n: n + 1)


class OpportunityFactory(factory.django.DjangoModelFactory):
    """A new deal without history; add StageChange and AmountChange rows for what happened."""

    class Meta:
        model = Opportunity

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    name = factory.Sequence(lambda n: f"Deal {n}")
    pipeline = factory.SubFactory(PipelineFactory)


class StageChangeFactory(factory.django.DjangoModelFactory):
    """A deal entered a stage long ago."""

    class Meta:
        model = StageChange

    opportunity = factory.SubFactory(OpportunityFactory)
    stage = factory.SubFactory(
        StageFactory, pipeline=factory.SelfAttribute("..opportunity.pipeline")
    )
    occurred_at = LONG_AGO


class AmountChangeFactory(factory.django.DjangoModelFactory):
    """A deal is worth a thousand euros since long ago."""

    class Meta:
        model = AmountChange

    opportunity = factory.SubFactory(OpportunityFactory)
    tcv = Decimal(1000)
    currency = "EUR"
    occurred_at = LONG_AGO


class FxRateFactory(factory.django.DjangoModelFactory):
    """Dollars in euros."""

    class Meta:
        model = FxRate

    base = "USD"
    quote = "EUR"
    from_on = date(2020, 1, 1)
    rate = Decimal("0.9")


class ForecastFactory(factory.django.DjangoModelFactory):
    """A seller hoped for a thousand euros, long ago."""

    class Meta:
        model = Forecast

    opportunity = factory.SubFactory(OpportunityFactory)
    amount = Decimal(1000)
    currency = "EUR"
    occurred_at = LONG_AGO
