"""Indicators whose values a team tells itself: by hand, or by a file.

Both are stocks of the same records: the newest reading of each account, as long as it is not older
than the indicator lets a value become.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from metrics.calc.status import Form
from metrics.catalogue.filters import Condition, FilterError, Op, every, is_, missing
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind, RollUp, Unit
from metrics.enums import ReadingRollUp
from metrics.models import CustomIndicator

UNITS = (Unit.COUNT, Unit.PERCENT, Unit.POINTS, Unit.MONEY, Unit.DAYS, Unit.INDEX)
OLDEST = 3_650  # days: what is older was never true of today
TOO_OLD = "too_old"


@dataclass(frozen=True, slots=True)
class Told:
    """How readings of several accounts become one number: by which measures, in which form."""

    form: Form
    roll_up: RollUp
    calculation: str
    takes: tuple[str, ...]


TOLD_AS: Mapping[ReadingRollUp, Told] = {
    ReadingRollUp.LAST: Told(Form.LEVEL, RollUp.RECOMPUTE, "newest", ("newest", "n", "unusable")),
    ReadingRollUp.SUM: Told(
        Form.TOTAL, RollUp.SUM, "added_up", ("total", "n", "unusable", "outdated")
    ),
    ReadingRollUp.WEIGHTED_MEAN: Told(
        Form.MEAN, RollUp.RATIO, "averaged", ("weighed", "weight", "n", "unusable")
    ),
}


def of_readings(row: CustomIndicator, described: Mapping[str, Any]) -> Indicator:
    """Return the indicator that a row defines, given what it says of itself.

    Raises FilterError where the definition can't be right.
    """
    said = checked(row.definition)
    told = TOLD_AS[ReadingRollUp(said["roll_up"])]
    measures = _measures(row, said["max_age_days"])
    return Indicator(
        **{**described, "unit": Unit(said["unit"])},
        kind=Kind.STOCK,
        roll_up=told.roll_up,
        form=told.form,
        inputs=tuple(measures[name].key for name in told.takes),
        opens=measures["n"].key,
        calculation=f"metrics.calc.readings.{told.calculation}",
        own=tuple(measures.values()),
    )


def checked(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition of readings with the parts that it needs, or raise FilterError."""
    unit, roll_up = definition.get("unit"), definition.get("roll_up")
    if unit not in UNITS:
        raise FilterError("unknown_unit", unit)
    if roll_up not in ReadingRollUp.values:
        raise FilterError("unknown_roll_up", roll_up)
    age = definition.get("max_age_days")
    if isinstance(age, bool) or not isinstance(age, int) or not 0 < age <= OLDEST:
        raise FilterError("wrong_age", age)
    return {"unit": str(unit), "roll_up": str(roll_up), "max_age_days": age}


def _measures(row: CustomIndicator, max_age_days: int) -> dict[str, Measure]:
    """Return all that is measured of the readings of an indicator, by name."""
    about = is_("indicator", row.pk or 0)
    too_old = Condition("age_days", Op.GT, max_age_days)
    fresh = Condition("age_days", Op.LTE, max_age_days)
    n = Measure(
        key=f"{row.key}:n",
        dataset="readings",
        kind=Kind.STOCK,
        where=about,
        left_out=(LeftOut(TOO_OLD, too_old), LeftOut("missing_rate", missing("worth"))),
    )

    def of(name: str, aggregate: Aggregate, field: str) -> Measure:
        return replace(n, key=f"{row.key}:{name}", aggregate=aggregate, field=field)

    def number(name: str, *where: Condition) -> Measure:
        return replace(n, key=f"{row.key}:{name}", where=every(about, *where), left_out=())

    return {
        "n": n,
        "newest": of("newest", Aggregate.LAST, "worth"),
        "total": of("total", Aggregate.SUM, "worth"),
        "weighed": of("weighed", Aggregate.SUM, "weighed"),
        "weight": of("weight", Aggregate.SUM, "weight"),
        "unusable": number("unusable", fresh, missing("worth")),
        "outdated": number("outdated", too_old),
    }
