"""Opportunities of a large installation, with the histories that they are projected from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from abmplanner.demo.large.ground import Ground, an_id
from abmplanner.kit.copying import copy_rows, reserve
from accounts.enums import OpportunityType
from accounts.models import AmountChange, Forecast, Opportunity, StageChange

OPEN_STAGES = ("identified", "qualified", "proposal", "negotiation")
MOST = 6  # deals of an account; half as many on average
LOST = 0.12  # chance at each step
PRODUCTS = ("Planning", "Fleet", "Quality", "Portal")
TYPES = (OpportunityType.NEW, OpportunityType.NEW, *OpportunityType)


@dataclass(slots=True)
class Deal:
    """A deal as it went: its steps, its values, and when it should close."""

    key: int
    account: int
    steps: list[tuple[str, datetime]]
    values: list[tuple[int, datetime]]
    closes: datetime


def tell_deals(ground: Ground, numbers: range, accounts: Sequence[int]) -> int:
    """Write the deals of accounts with their histories; return how many they are."""
    rng = ground.rng(f"deals {numbers.start}")
    homes = [account for account in accounts for _ in range(rng.randint(0, MOST))]
    keys = reserve(Opportunity, len(homes))
    deals = [a_deal(ground, rng, *pair) for pair in zip(keys, homes, strict=True)]
    copy_opportunities(ground, rng, deals)
    copy_histories(ground, deals)
    return len(deals)


def a_deal(ground: Ground, rng: Random, key: int, account: int) -> Deal:
    """Return how one deal went up to now."""
    at = ground.begin + rng.random() * (ground.until - ground.begin)
    first = int(rng.lognormvariate(11, 0.9))
    steps: list[tuple[str, datetime]] = []
    values = [(first, at)]
    closes = at + timedelta(days=rng.randint(60, 300))
    for stage in (*OPEN_STAGES, "won"):
        if at >= ground.until:
            break
        lost = bool(steps) and rng.random() < LOST
        steps.append(("lost" if lost else stage, at))
        if lost:
            break
        if stage == "proposal":
            values.append((int(first * rng.uniform(0.7, 1.3)), at))
        at += timedelta(days=rng.randint(7, 60), hours=rng.randint(0, 23))
    return Deal(key, account, steps, values, closes)


def copy_opportunities(ground: Ground, rng: Random, deals: list[Deal]) -> None:
    """Write the deals as they are now."""

    def rows() -> Iterator[tuple[Any, ...]]:
        for deal in deals:
            product, (value, _at) = rng.choice(PRODUCTS), deal.values[-1]
            stage, began = ground.stages[deal.steps[-1][0]], deal.steps[0][1]
            yield (
                deal.key, an_id(rng), deal.account, f"{product} {began:%Y}", rng.choice(TYPES),
                "demo", product, ground.pipeline.pk, stage.pk, value, value, "EUR",
                deal.closes.date(), began, began,
            )  # fmt: skip

    names = (
        "id", "public_id", "account_id", "name", "type", "source", "product", "pipeline_id",
        "stage_id", "tcv", "acv", "currency", "close_on", "created_at", "recorded_at",
    )  # fmt: skip
    copy_rows(Opportunity, names, rows())


def copy_histories(ground: Ground, deals: list[Deal]) -> None:
    """Write stages, amounts and forecasts, each recorded when it happened."""
    copy_rows(
        StageChange,
        ("opportunity_id", "stage_id", "occurred_at", "recorded_at"),
        ((deal.key, ground.stages[stage].pk, at, at) for deal in deals for stage, at in deal.steps),
    )
    copy_rows(
        AmountChange,
        ("opportunity_id", "tcv", "acv", "currency", "occurred_at", "recorded_at"),
        ((deal.key, value, value, "EUR", at, at) for deal in deals for value, at in deal.values),
    )
    copy_rows(
        Forecast,
        ("opportunity_id", "close_on", "amount", "currency", "occurred_at", "recorded_at"),
        (
            (deal.key, deal.closes.date(), value, "EUR", at, at)
            for deal in deals
            for value, at in deal.values[-1:]
        ),
    )
