"""Indicators that teams make, compiled to the same frozen Indicator as ours.

Of records: a dataset, a filter over its fields, an aggregate, and how the period is taken; or two
of these, one over the other. Of a question: metrics.queries.custom_surveys; of who passed from one
event to another: metrics.queries.custom_conversions. As a formula: an expression over the keys of
other indicators. Told by hand or by a file: the readings of metrics.queries.custom_readings.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from metrics.calc.status import Form, Method
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
from metrics.catalogue.indicator import Indicator, Threshold
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Better, Grain, Kind, RollUp, Unit, Words
from metrics.enums import TOLD, CustomKind
from metrics.models import CustomIndicator
from metrics.queries.custom_conversions import of_conversion
from metrics.queries.custom_readings import of_readings
from metrics.queries.custom_surveys import of_survey
from metrics.queries.datasets.all import DATASETS, FOR_TEAMS
from metrics.queries.datasets.dataset import RANKED, Dataset, Field, FieldType

GRAINS = (Grain.ACCOUNT, Grain.PROGRAM, Grain.ALL)
NUMBERS = frozenset({FieldType.NUMBER, FieldType.MONEY})
KINDS = frozenset(Kind)
STATES = frozenset({Kind.STOCK, Kind.DELTA})
ADDED_UP = frozenset({Aggregate.COUNT, Aggregate.DISTINCT, Aggregate.SUM})
NUMERATOR, DENOMINATOR = "numerator", "denominator"  # the parts of a ratio
UNFIT = ("test", "duplicate", "deleted", "not_a_customer", "machine")
LONGEST = 3_650  # days that a number may look back


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
    if row.kind in OF_THEIR_OWN:
        return (OF_THEIR_OWN[CustomKind(row.kind)](row, described(row)),)
    return (_ratio(row),) if row.kind == CustomKind.RATIO else _aggregate(row)


OF_THEIR_OWN: Mapping[CustomKind, Callable[[CustomIndicator, Mapping[str, Any]], Indicator]] = {
    CustomKind.SURVEY: of_survey,
    CustomKind.CONVERSION: of_conversion,
    **dict.fromkeys(TOLD, of_readings),
}


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
        "thresholds": tuple(
            Threshold(
                value=float(each["value"]),
                name=Words(each.get("name_en", ""), each.get("name_fr", "")),
                is_target=bool(each.get("is_target")),
            )
            for each in row.thresholds
        ),
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
    aggregate, kind, measures = _taken(row.key, row.definition)
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


def _taken(key: str, definition: Mapping[str, Any]) -> tuple[Aggregate, Kind, tuple[Measure, ...]]:
    """Return what a definition of records takes together, how, and the measures it is made of."""
    dataset = _dataset(definition.get("dataset"))
    aggregate, kind = _word(Aggregate, definition, "aggregate"), _word(Kind, definition, "kind")
    if aggregate not in MADE or kind not in KINDS:
        code = "unknown_kind" if aggregate in MADE else "unknown_aggregate"
        raise FilterError(code, definition.get("kind" if aggregate in MADE else "aggregate"))
    if kind not in FOR_TEAMS[dataset.key]:
        raise FilterError("not_of_records", kind.value)
    return aggregate, kind, _measures(key, dataset, aggregate, kind, definition)


def _ratio(row: CustomIndicator) -> Indicator:
    """Return one aggregate over another: Σ/Σ, whatever is taken together."""
    over, under = (_part(row, name) for name in (NUMERATOR, DENOMINATOR))
    is_share = is_a_share(row.definition)
    unusable = (*over[2:], *under[2:])  # of a sum: how many records have no value
    n = under[1] if len(under) > 1 else under[0]
    inputs = (over[0], under[0]) if is_share else (over[0], under[0], n, *unusable)
    return Indicator(
        **described(row),
        kind=Kind(row.definition[NUMERATOR]["kind"]),
        roll_up=RollUp.RATIO,
        interval=Method.WILSON if is_share else Method.NONE,
        form=Form.SHARE if row.unit == Unit.PERCENT else Form.MEAN,
        inputs=tuple(measure.key for measure in inputs),
        opens=under[0].key if is_share else over[0].key,
        calculation=f"metrics.calc.custom.{_dividing(row.unit, is_share=is_share)}",
        own=tuple(dict.fromkeys((*over, *under))),
    )


def _dividing(unit: str, *, is_share: bool) -> str:
    if is_share:
        return "share_of"
    return "percent_of" if unit == Unit.PERCENT else "ratio_of"


def _part(row: CustomIndicator, name: str) -> tuple[Measure, ...]:
    """Return the measures of one side of a ratio."""
    definition = row.definition.get(name)
    if not isinstance(definition, Mapping):
        raise FilterError("needs_both_parts", name)
    aggregate, kind, measures = _taken(f"{row.key}.{name}", definition)
    if aggregate not in ADDED_UP:
        raise FilterError("not_for_a_ratio", aggregate.value)
    if kind is Kind.DELTA:
        raise FilterError("not_for_a_ratio", kind.value)
    return measures


SAME_RECORDS = ("dataset", "kind", "dated_by", "since", "trailing_days")


def is_a_share(definition: Mapping[str, Any]) -> bool:
    """Tell whether a ratio counts a part of the very records that it divides by.

    Then it is a share of cases, with an interval: both count records of one dataset in one way, and
    whatever the denominator asks of them the numerator asks too.
    """
    over, under = definition[NUMERATOR], definition[DENOMINATOR]
    same = all(over.get(name) == under.get(name) for name in SAME_RECORDS)
    counts = {over.get("aggregate"), under.get("aggregate")} == {Aggregate.COUNT.value}
    asked_of_all, asked = (_all_of(each.get("filter") or {}) for each in (under, over))
    return same and counts and all(each in asked for each in asked_of_all)


def _all_of(said: Mapping[str, Any]) -> list[Any]:
    """Return the parts of a filter of which each must hold."""
    return list(said["all"]) if set(said) == {"all"} else [said] if said else []


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
    dated_by = "" if kind in STATES else _date(dataset, kind, definition.get("dated_by"))
    about = every(_filter(read(definition.get("filter")), dataset), *_since(definition, dated_by))
    field = _field(dataset, aggregate, definition.get("field") or "")
    names = {each.name for each in dataset.fields}
    unfit = tuple(LeftOut(why, is_("unfit", why)) for why in UNFIT if "unfit" in names)
    base = Measure(
        key=f"{key}:value",
        dataset=dataset.key,
        kind=Kind.STOCK if kind in STATES else kind,
        dated_by=dated_by,
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


def dates_of(dataset: Dataset, kind: Kind | None) -> tuple[str, ...]:
    """Return what records may be dated by: spans where they are to meet the period, else instants.

    What is for our own measures is none.
    """
    wanted = FieldType.SPAN if kind is Kind.OVERLAP else FieldType.INSTANT
    of_type = {each.name for each in dataset.fields if each.type is wanted and not each.inner}
    return tuple(name for name in dataset.dates if name in of_type)


def _date(dataset: Dataset, kind: Kind, name: Any) -> str:
    offered = dates_of(dataset, kind)
    chosen = name or next(iter(offered), None)
    if chosen not in offered:
        raise FilterError("wrong_date", chosen)
    return str(chosen)


def _since(definition: Mapping[str, Any], dated_by: str) -> Iterator[Condition]:
    """Yield from when on records are counted, where not everything up to the day is."""
    since, days = definition.get("since"), definition.get("trailing_days")
    if not since and not days:
        return
    if definition.get("kind") != Kind.CUMULATIVE or (since and days):
        raise FilterError("not_since", since or days)
    if since:
        yield Condition(dated_by, Op.GTE, checked_day(since))
        return
    if isinstance(days, bool) or not isinstance(days, int) or not 0 < days <= LONGEST:
        raise FilterError("wrong_days", days)
    yield Condition(dated_by, Op.GTE, f"period.until-{days - 1}d")


def checked_day(given: Any) -> str:
    """Return a day as a definition keeps it, or raise FilterError."""
    try:
        return date.fromisoformat(given).isoformat()
    except (TypeError, ValueError):
        raise FilterError("not_a_day", given) from None


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
        if condition.op not in field.ops:
            raise FilterError("wrong_op", condition.field)
        if condition.op in RANKED and field.ranks and condition.value not in field.ranks:
            raise FilterError("wrong_choice", condition.value)
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
