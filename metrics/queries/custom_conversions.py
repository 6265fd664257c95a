"""Indicators of who passed from one event to another in time: Σ/Σ over those whose time is over."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from metrics.calc.status import Form, Method
from metrics.catalogue.filters import FilterError, every, is_
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind, RollUp, Unit
from metrics.models import CustomIndicator
from metrics.queries.datasets.all import DATASETS
from metrics.queries.datasets.conversions import ENTITIES, HAPPENINGS

LONGEST = 1_095  # days
MATURING = LeftOut("maturing", is_("maturing", value=True))
LEAST_CASES = 5  # of a rate


def checked_conversion(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition of a conversion with the parts that it needs, or raise FilterError."""
    base, target = definition.get("base"), definition.get("target")
    for each in (base, target):
        if each not in HAPPENINGS:
            raise FilterError("unknown_event", each)
    if base == target:
        raise FilterError("same_event", base)
    entity, days = definition.get("entity"), definition.get("days")
    if entity not in ENTITIES:
        raise FilterError("unknown_entity", entity)
    for each in (base, target):
        if entity not in HAPPENINGS[str(each)].entities:
            raise FilterError("not_of_entity", each)
    if isinstance(days, bool) or not isinstance(days, int) or not 0 < days <= LONGEST:
        raise FilterError("wrong_days", days)
    return {"base": base, "target": target, "entity": entity, "days": days}


def of_conversion(row: CustomIndicator, described: Mapping[str, Any]) -> Indicator:
    """Return the indicator of a conversion that a row defines.

    It takes one measure more of the records of each event: where none would have been told of, the
    share is unknown, and not zero. Raises FilterError where the definition can't be right.
    """
    said = checked_conversion(row.definition)
    told = ":".join(str(said[name]) for name in ("entity", "base", "target", "days"))
    mature = Measure(
        key=f"{row.key}:mature",
        dataset="conversions",
        kind=Kind.COHORT,
        aggregate=Aggregate.DISTINCT,
        field="entity",
        dated_by="entered_at",
        where=is_("conversion", told),
        left_out=(MATURING,),
    )
    passed = replace(
        mature,
        key=f"{row.key}:passed",
        where=every(is_("conversion", told), is_("is_passed", value=True)),
    )
    waiting = replace(
        mature,
        key=f"{row.key}:waiting",
        where=every(is_("conversion", told), is_("maturing", value=True)),
        left_out=(),
    )
    taken = (passed, mature, waiting, *(_heard(row.key, said[each]) for each in ("base", "target")))
    return Indicator(
        **{**described, "unit": Unit.PERCENT},
        kind=Kind.COHORT,
        roll_up=RollUp.RATIO,
        interval=Method.WILSON,
        form=Form.SHARE,
        inputs=tuple(measure.key for measure in taken),
        opens=mature.key,
        calculation="metrics.calc.custom.conversion_of",
        least_cases=LEAST_CASES,
        own=taken,
    )


def _heard(key: str, event: str) -> Measure:
    """Return how many records of the kind that tells of an event there are."""
    dataset = DATASETS[HAPPENINGS[event].dataset]
    return Measure(
        key=f"{key}:heard_{event}",
        dataset=dataset.key,
        kind=Kind.FLOW,
        dated_by=dataset.dates[0],
    )
