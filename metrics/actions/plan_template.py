"""Starting a plan from a template, with its goals and indicators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Built, save_row
from accounts.actions.plan_template import start_from
from accounts.models import Account
from accounts.queries.plan_template import Start
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.words import Grain
from metrics.models import IndicatorSet
from metrics.queries.suiting import can_be_aimed_at

LAST_PLACE = 32_000


@dataclass(frozen=True, slots=True)
class Started:
    """How much a plan was given to start with."""

    objectives: int
    goals: int
    indicators: int


@transaction.atomic
def start_plan(
    actor: Actor,
    account: Account,
    start: Start,
    numbers: Iterable[tuple[int | None, Any]],
    *,
    today: date,
    known: Catalogue,
) -> Started:
    """Add what a template brings to an account's plan: objectives, actions, goals, indicators.

    numbers are valid forms of goals, each with the place of its objective in the template. Whatever
    the template measures is measured here too, whether or not a goal is set on it.
    """
    objectives = start_from(actor, account, start.aims, today=today)
    goals = 0
    for place, form in numbers:
        form.instance.objective = None if place is None else objectives[place]
        save_row(actor, form)
        goals += 1
    return Started(len(objectives), goals, measure_too(actor, account, start, known))


def measure_too(actor: Actor, account: Account, start: Start, known: Catalogue) -> int:
    """Add the indicators of a template to the set of an account; return how many were new."""
    rows = IndicatorSet.objects.visible_to(actor).filter(account=account)
    taken = set(rows.values_list("indicator_key", flat=True))
    wanted = dict(start.indicators)
    for number in [*start.numbers, *(each for aim in start.aims for each in aim.numbers)]:
        wanted.setdefault(number.indicator, "")
    last = rows.aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    added = [key for key in wanted if key not in taken and fits(known, key)]
    for at, key in enumerate(added):
        row = IndicatorSet(
            account=account,
            indicator_key=key,
            comment=str(wanted[key]),
            position=min(place + at, LAST_PLACE),
        )
        save_row(actor, Built(row))
    return len(added)


def fits(known: Catalogue, key: str) -> bool:
    """Tell whether an indicator is known and measures accounts."""
    return key in known and can_be_aimed_at(known[key], Grain.ACCOUNT)
