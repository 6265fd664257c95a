"""What the indicators answer on imported files, and why others don't."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from accounts.models import AdDelivery, Response, StageChange, Touch
from metrics.catalogue.words import Grain
from metrics.queries.engine import live_answers
from metrics.queries.indicators import known_indicators
from metrics.queries.scope import Scope
from metrics.queries.window import Window

DATED: tuple[tuple[Any, str], ...] = (
    (AdDelivery, "day"),
    (Response, "responded_at"),
    (StageChange, "occurred_at"),
    (Touch, "occurred_at"),
)
"""Records that tell when something happened, and by which field."""


def newest() -> dict[str, int]:
    """Return the newest key of each kind of dated record."""
    return {
        model.__name__: model.objects.visible_to(SYSTEM).aggregate(newest=Max("pk"))["newest"] or 0
        for model, _field in DATED
    }


def last_day(before: Mapping[str, int]) -> date | None:
    """Return the day of the last record that is newer than those keys, today at the latest."""
    days = []
    for model, field in DATED:
        brought = model.objects.visible_to(SYSTEM).filter(pk__gt=before[model.__name__])
        last = brought.aggregate(last=Max(field))["last"]
        if last is not None:
            days.append(last.date() if isinstance(last, datetime) else last)
    return min(max(days), timezone.localdate()) if days else None


def answers(before: Mapping[str, int]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what each indicator answers for the year up to the last record brought since before.

    It is asked over all that is there by then.
    """
    day = last_day(before)
    if day is None:
        return
    scope = Scope.everything(SYSTEM)
    end = day + timedelta(days=1)
    window = Window(start=end - timedelta(days=365), end=end, as_of=day, zone=scope.zone)
    known = known_indicators(SYSTEM)
    keys = [each.key for each in known if each.is_computed and Grain.ALL in each.grains]
    found = live_answers(SYSTEM, keys, scope=scope, window=window, grain=Grain.ALL, known=known)
    for key, answer in found.row(0).items():
        value = None if answer.value is None else round(float(answer.value), 2)
        yield key, {"as_of": str(day), "status": answer.status, "value": value}
