"""Indicators that teams make, compiled to the same frozen Indicator as ours.

Of records: a dataset, a filter over its fields, an aggregate, and how the period is taken. As a
formula: an expression over the keys of other indicators.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from metrics.calc.status import Form
from metrics.catalogue.catalogue import CATALOGUE, Catalogue
from metrics.catalogue.filters import (
    Condition,
    Filter,
    FilterError,
    Op,
    conditions,
    every,
    is_,
    missing,
    read,
)
from metrics.catalogue.formula.parsing import RESERVED, FormulaError, parsed
from metrics.catalogue.formula.references import check
from metrics.catalogue.formula.tree import Operation, Reference, references
from metrics.catalogue.formula.units import ANY, unit_of
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Better, Grain, Kind, RollUp, Unit, Words
from metrics.enums import CustomKind
from metrics.models import CustomIndicator
from metrics.queries.datasets.all import DATASETS, FOR_TEAMS
from metrics.queries.datasets.dataset import OPS, Dataset, Field, FieldType

GRAINS = (Grain.ACCOUNT, Grain.PROGRAM, Grain.ALL)
NUMBERS = frozenset({FieldType.NUMBER, FieldType.MONEY})
KINDS = frozenset({Kind.FLOW, Kind.COHORT, Kind.STOCK, Kind.CUMULATIVE, Kind.DELTA})
STATES = frozenset({Kind.STOCK, Kind.DELTA})
UNFIT = ("test", "duplicate", "deleted", "not_a_customer")


@dataclass(frozen=True, slots=True)
class Made:
    """How an aggregate is answered: the form of the answer, its roll-up and its calculation."""

    form: Form
    roll_up: RollUp
    calculation: str


MADE: Mapping[Aggregate, Made] = {
    Aggregate.COUNT: Made(Form.COUNT, RollUp.SUM, "number_of"),
    Aggregate.DISTINCT: Made(Form.COUNT, RollUp.DISTINCT, "number_of"),
    Aggregate.SUM: Made(Form.TOTAL, RollUp.SUM, "sum_of"),
    Aggregate.MEAN: Made(Form.MEAN, RollUp.RATIO, "mean_of"),
    Aggregate.MIN: Made(Form.LEVEL, RollUp.RECOMPUTE, "level_of"),
    Aggregate.MAX: Made(Form.LEVEL, RollUp.RECOMPUTE, "level_of"),
    Aggregate.MEDIAN: Made(Form.LEVEL, RollUp.RECOMPUTE, "level_of"),
}


def compiled(row: CustomIndicator, known: Catalogue = CATALOGUE) -> tuple[Indicator, ...]:
    """Return the indicator that a row defines, after those of its own that it is made of.

    Raises FilterError or FormulaError where the definition can't be right; known is what a formula
    may refer to.
    """
    if row.key in CATALOGUE or row.key in RESERVED:
        raise FormulaError("reserved", row.key)
    if row.kind == CustomKind.FORMULA:
        return (_formula(row, known),)
    return _aggregate(row)


def described(row: CustomIndicator) -> dict[str, Any]:
    """Return what a row says of its indicator, however it is made."""
    return {
        "key": row.key,
        "row": "custom",
        "name": Words(row.name_en, row.name_fr),
        "meaning": Words(row.meaning_en, row.meaning_fr),
        "unit": Unit(row.unit),
        "better": Better(row.better),
        "grains": GRAINS,
        "version": row.definition_version,
    }


# ---- of other indicators -----------------------------------------------------------------------


def _formula(row: CustomIndicator, known: Catalogue) -> Indicator:
    node = parsed(str(row.definition.get("formula", "")))
    check(node, known.resolved)
    unit = unit_of(node, lambda reference: known.resolved(reference.key).unit)
    if unit not in {ANY, row.unit}:
        raise FormulaError("other_unit", unit)
    keys = tuple(dict.fromkeys(reference.key for reference in references(node)))
    return Indicator(
        **described(row),
        kind=Kind.FLOW,
        roll_up=RollUp.RECOMPUTE,
        inputs=keys,
        calculation="metrics.catalogue.formula.evaluation.evaluated",
        formula=node,
    )


# ---- of records --------------------------------------------------------------------------------


def _aggregate(row: CustomIndicator) -> tuple[Indicator, ...]:
    definition = row.definition
    dataset = _dataset(definition.get("dataset"))
    aggregate, kind = _word(Aggregate, definition, "aggregate"), _word(Kind, definition, "kind")
    if aggregate not in MADE or kind not in KINDS:
        code = "unknown_kind" if aggregate in MADE else "unknown_aggregate"
        raise FilterError(code, definition.get("kind" if aggregate in MADE else "aggregate"))
    measures = _measures(row.key, dataset, aggregate, kind, definition)
    made = MADE[aggregate]
    indicator = Indicator(
        **described(row),
        kind=kind,
        roll_up=made.roll_up,
        form=made.form,
        inputs=tuple(measure.key for measure in measures),
        opens=measures[0].key,
        calculation=f"metrics.calc.custom.{made.calculation}",
        own=measures,
    )
    return (indicator,) if kind is not Kind.DELTA else _difference(indicator)


def _difference(indicator: Indicator) -> tuple[Indicator, ...]:
    """Return a stock, and the difference of it at the window's end and at its start."""
    stock = replace(indicator, key=f"{indicator.key}.stock", kind=Kind.STOCK)
    node = Operation("-", Reference(stock.key, (), "until"), Reference(stock.key, (), "start"))
    delta = replace(
        indicator,
        roll_up=RollUp.RECOMPUTE,
        form=Form.LEVEL,
        inputs=(stock.key,),
        opens="",
        own=(),
        calculation="metrics.catalogue.formula.evaluation.evaluated",
        formula=node,
    )
    return stock, delta


def _measures(
    key: str, dataset: Dataset, aggregate: Aggregate, kind: Kind, definition: Mapping[str, Any]
) -> tuple[Measure, ...]:
    """Return the measures that an aggregate is made of, in the order its calculation takes them."""
    about = _filter(read(definition.get("filter")), dataset)
    field = _field(dataset, aggregate, definition.get("field") or "")
    names = {each.name for each in dataset.fields}
    unfit = tuple(LeftOut(why, is_("unfit", why)) for why in UNFIT if "unfit" in names)
    base = Measure(
        key=f"{key}:value",
        dataset=dataset.key,
        kind=Kind.STOCK if kind in STATES else kind,
        dated_by="" if kind in STATES else _date(dataset, definition.get("dated_by")),
        where=about,
        left_out=unfit,
    )
    if aggregate is Aggregate.COUNT:
        return (base,)
    if aggregate is Aggregate.DISTINCT:
        return (replace(base, aggregate=aggregate, field=field),)
    usable = (*unfit, LeftOut("missing_value", missing(field)))
    value = replace(base, aggregate=aggregate, field=field, left_out=usable)
    n = replace(base, key=f"{key}:n", left_out=usable)
    if aggregate is not Aggregate.SUM:
        return value, n
    unusable = replace(base, key=f"{key}:unusable", where=every(about, missing(field)))
    return value, n, unusable


def _dataset(key: Any) -> Dataset:
    if key not in FOR_TEAMS:
        raise FilterError("unknown_dataset", key)
    return DATASETS[key]


def _word(words: Any, definition: Mapping[str, Any], name: str) -> Any:
    given = definition.get(name)
    return words(given) if given in set(words) else None


def _date(dataset: Dataset, name: Any) -> str:
    chosen = name or dataset.dates[0]
    if chosen not in dataset.dates:
        raise FilterError("wrong_date", chosen)
    return str(chosen)


def _field(dataset: Dataset, aggregate: Aggregate, name: str) -> str:
    if aggregate is Aggregate.COUNT:
        return ""
    if not name:
        raise FilterError("needs_a_field", aggregate.value)
    field = _open_field(dataset, name)
    if aggregate is not Aggregate.DISTINCT and field.type not in NUMBERS:
        raise FilterError("wrong_field", name)
    return field.name


def _filter(chosen: Filter, dataset: Dataset) -> Filter:
    """Return a filter whose every condition a team may put, or raise FilterError."""
    for condition in conditions(chosen):
        field = _open_field(dataset, condition.field)
        if condition.op not in OPS[field.type]:
            raise FilterError("wrong_op", condition.field)
        if field.choices:
            _chosen(condition, field)
    return chosen


def _chosen(condition: Condition, field: Field) -> None:
    if condition.op is Op.IS_NULL:
        return
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    for value in values:
        if value not in field.choices:
            raise FilterError("wrong_choice", value)


def _open_field(dataset: Dataset, name: str) -> Field:
    try:
        field = dataset.field(name)
    except KeyError:
        raise FilterError("unknown_field", name) from None
    if field.inner:
        raise FilterError("unknown_field", name)
    return field
