"""Values that people tell of their own indicators: written once, corrected by new rows."""

from datetime import datetime
from typing import Any

from django.db import transaction

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import record
from accounts.actions.dated import rewrite
from metrics.models import IndicatorReading

SAID = ("value", "weight", "currency", "note", "evidence")
"""The columns that a person tells of an indicator, an account and a day."""


@transaction.atomic
def write_reading(actor: Actor, row: IndicatorReading) -> IndicatorReading:
    """Write a value, unless the very same one stands there: sent twice, it is one.

    Raises ValidationError where the model's rules refuse it: another value of that day is to be
    corrected.
    """
    same = IndicatorReading.objects.visible_to(actor).filter(
        voided_at=None,
        indicator=row.indicator,
        account=row.account,
        effective_on=row.effective_on,
        **{name: getattr(row, name) for name in SAID},
    )
    return same.first() or record(actor, row)


def rewrite_reading(
    actor: Actor, row: IndicatorReading, *, seen: datetime, values: dict[str, Any]
) -> IndicatorReading:
    """Correct a value that the person saw as it was recorded at an instant.

    What a person corrects is told by a file no more. Raises Changed when it was corrected or
    withdrawn since: nothing is written.
    """
    if any(getattr(row, name) != value for name, value in values.items()):
        values = {**values, "source": ""}
    return rewrite(actor, row, seen=seen, values=values)
