"""Writing down what platforms say of the ads they delivered, day by day.

A platform tells of a day again and again until its figures settle: the same figures are known, and
others correct those we held.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.actions.touch import AT_ONCE, batches, wait_for_sources, written
from accounts.models import AdDelivery

FIGURES = ("impressions", "clicks", "invalid_clicks")


def log_deliveries(actor: Actor, rows: Iterable[AdDelivery]) -> int:
    """Write deliveries that are new or differ from what we hold; return how many were written.

    Raises Account.DoesNotExist where an account is out of the actor's reach.
    """

    def write(batch: Sequence[Any]) -> int:
        return log_delivery_batch(actor, batch)

    return sum(written(actor, batch, write) for batch in batches(rows))


@transaction.atomic
def log_delivery_batch(actor: Actor, rows: Sequence[AdDelivery]) -> int:
    """Write a batch; of a day that is told twice in it the last figures count."""
    wait_for_sources(row.source for row in rows)
    told = {key_of(row): row for row in rows}
    held = {key_of(row): row for row in held_like(rows)}
    new = [row for key, row in told.items() if key not in held or differs(row, held[key])]
    for row in new:
        row.recorded_by = actor.person
        row.replaces = held.get(key_of(row))
    replaced = [row.replaces_id for row in new if row.replaces_id]
    alive = AdDelivery.objects.visible_to(SYSTEM)
    alive.filter(pk__in=replaced, voided_at=None).update(voided_at=Now())
    AdDelivery.objects.bulk_create(new, batch_size=AT_ONCE)
    return len(new)


def held_like(rows: Sequence[AdDelivery]) -> Iterable[AdDelivery]:
    """Return what we hold of the days, sources and campaigns of these rows."""
    held = AdDelivery.objects.visible_to(SYSTEM)
    return held.filter(
        voided_at=None,
        day__in={row.day for row in rows},
        source__in={row.source for row in rows},
        campaign__in={row.campaign_id for row in rows},
    )


def key_of(row: AdDelivery) -> tuple[Any, ...]:
    """Return what a delivery is about: one day, source, format, campaign and account."""
    return row.day, row.source, row.format, row.campaign_id, row.account_id


def differs(one: AdDelivery, other: AdDelivery) -> bool:
    """Tell whether two deliveries say different figures."""
    return any(getattr(one, name) != getattr(other, name) for name in FIGURES)
