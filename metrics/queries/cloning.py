"""What a built-in indicator would be, had a team made it: so that another can begin like it.

Not all can be: what rests on rules that no team may name begins as a formula over its key.
"""

from collections.abc import Mapping
from typing import Any

from metrics.calc.status import Form
from metrics.catalogue.filters import Condition, Filter, Join, Op, conditions, every, written
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.enums import CustomKind
from metrics.queries.custom import DENOMINATOR, NUMERATOR, UNFIT
from metrics.queries.datasets.all import DATASETS, FOR_TEAMS
from metrics.queries.measures import MEASURES

UNUSABLE = frozenset({"missing_amount", "missing_rate", "missing_value"})  # left out anyway
COUNTS = frozenset({Aggregate.COUNT, Aggregate.DISTINCT})

OF_THEIR_OWN: Mapping[str, tuple[CustomKind, Mapping[str, Any]]] = {
    "nps": (CustomKind.SURVEY, {"question": "recommend", "statistic": "nps"}),
    "conversion_rate": (
        CustomKind.CONVERSION,
        {"base": "qualified", "target": "deal_created", "entity": "account", "days": 180},
    ),
}
"""Those that are made of a question or of events."""


def cloned(indicator: Indicator) -> tuple[CustomKind, dict[str, Any]]:
    """Return of which kind an indicator would be, and its definition."""
    if indicator.key in OF_THEIR_OWN:
        kind, said = OF_THEIR_OWN[indicator.key]
        return kind, dict(said)
    taken = [_records(MEASURES[key]) for key in indicator.inputs if key in MEASURES]
    if indicator.form is Form.COUNT and len(taken) == 1 and taken[0]:
        return CustomKind.AGGREGATE, taken[0]
    if indicator.form is Form.TOTAL and taken and taken[0]:
        return CustomKind.AGGREGATE, taken[0]
    if indicator.form is Form.SHARE and len(taken) == 2 and all(taken):  # noqa: PLR2004 -- part and whole
        return CustomKind.RATIO, dict(zip((NUMERATOR, DENOMINATOR), taken, strict=True))
    return CustomKind.FORMULA, {"formula": indicator.key}


def _records(measure: Measure) -> dict[str, Any] | None:
    """Return the definition of records that takes what a measure takes, None where none does."""
    offered = FOR_TEAMS.get(measure.dataset, ())
    if measure.kind not in offered or measure.aggregate not in {*COUNTS, Aggregate.SUM}:
        return None
    asked = _asked(measure)
    dataset = DATASETS[measure.dataset]
    named = {each.field for each in conditions(asked)} | {measure.field} - {""}
    if not _is_flat(measure.where) or any(dataset.field(name).inner for name in named):
        return None
    return {
        "dataset": measure.dataset,
        "filter": written(asked),
        "aggregate": measure.aggregate.value,
        "field": measure.field,
        "kind": measure.kind.value,
        **({"dated_by": measure.dated_by} if measure.dated_by else {}),
    }


def _is_flat(chosen: Filter) -> bool:
    """Tell whether a filter is of conditions that must all hold."""
    if isinstance(chosen, Condition):
        return True
    return chosen.join is Join.ALL and all(_is_flat(part) for part in chosen.parts)


def _asked(measure: Measure) -> Filter:
    """Return what a measure is about, without what it leaves out."""
    left_out = [_without(each) for each in measure.left_out if not _goes_anyway(each)]
    return every(*conditions(measure.where), *left_out)


def _goes_anyway(each: LeftOut) -> bool:
    """Tell whether a team's indicator leaves these records out without being told."""
    where = each.where
    is_unfit = isinstance(where, Condition) and where.field == "unfit" and where.value in UNFIT
    return is_unfit or each.reason in UNUSABLE


def _without(each: LeftOut) -> Condition:
    where = each.where
    if isinstance(where, Condition) and where.op is Op.EQ and not isinstance(where.value, bool):
        return Condition(where.field, Op.NE, where.value)
    return Condition("unfit", Op.EQ, "")  # can't be said: no team may name this field
