"""What sales does in the demo: the pipeline with its stages, and the deals that went through it."""

from decimal import Decimal

from abmplanner.demo.cast import STAGES, Deal
from abmplanner.demo.scene import Scene, remember, save
from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.saving import Built, save_row
from accounts.actions.opportunity import histories_of, project
from accounts.enums import ForecastCategory
from accounts.models import (
    Account,
    AmountChange,
    Forecast,
    Opportunity,
    Pipeline,
    Stage,
    StageChange,
    User,
)

TWO_YEARS_FROM = 300  # thousands: from here on a deal runs two years


def make_pipeline() -> tuple[Pipeline, dict[str, Stage]]:
    """Write the pipeline of the demo and return it with its stages by key."""
    pipeline = save(Pipeline(name_en="Sales", name_fr="Ventes", is_default=True))
    stages = {}
    for place, (key, french, english, qualified, outcome) in enumerate(STAGES, start=1):
        stages[key] = save(
            Stage(
                pipeline=pipeline,
                key=key,
                name_fr=french,
                name_en=english,
                position=place,
                is_qualified=qualified,
                outcome=outcome,
            )
        )
    return pipeline, stages


def tell_deal(scene: Scene, account: Account, deal: Deal, seller: User) -> None:
    """Write a deal with its three histories, and project its current columns."""
    opportunity = save(
        Opportunity(
            account=account,
            name=deal.name,
            type=deal.type,
            pipeline=scene.pipeline,
            owner=seller,
            source="sales",
            recorded_at=scene.at(deal.path[0][1]),
        )
    )
    for place, (key, ago) in enumerate(deal.path):
        closed = place == len(deal.path) - 1 and scene.stages[key].outcome != "open"
        at = scene.at(ago)
        change = StageChange(opportunity=opportunity, stage=scene.stages[key], occurred_at=at)
        if closed:
            change.reason = deal.reason
        remember(change, at)
    for ago, thousands in deal.values:
        at = scene.at(ago)
        value = Decimal(thousands * 1000)
        remember(
            AmountChange(
                opportunity=opportunity,
                tcv=value,
                acv=value / 2 if thousands >= TWO_YEARS_FROM else value,
                currency=deal.currency,
                occurred_at=at,
            ),
            at,
        )
    once = (deal.values[-1][0], deal.closes, ForecastCategory.PIPELINE)
    for ago, closes, category in deal.expected or (once,):
        at = scene.at(ago)
        remember(
            Forecast(
                opportunity=opportunity,
                close_on=scene.day(closes),
                amount=Decimal(deal.values[-1][1] * 1000),
                currency=deal.currency,
                category=category,
                occurred_at=at,
            ),
            at,
        )
    project(opportunity, histories_of(SYSTEM, [opportunity])[opportunity.pk])
    save_row(SYSTEM, Built(opportunity), version=opportunity.version)
