"""What a team's indicator means: checked, and given to its row with all that follows from it.

The builder's form and the API both end here, so that both take and refuse the same.
"""

import re
from collections.abc import Mapping
from copy import copy
from typing import Any

from abmplanner.kit.scope import checking_rules
from abmplanner.kit.words import fold
from metrics.catalogue.catalogue import CATALOGUE, Catalogue
from metrics.catalogue.filters import FilterError, read
from metrics.catalogue.formula.parsing import RESERVED, FormulaError, parsed
from metrics.catalogue.formula.references import check, in_order, levels
from metrics.catalogue.formula.tree import Node, Reference, references
from metrics.catalogue.formula.units import ANY, CONDITION, unit_of
from metrics.catalogue.indicator import NOTHING, Indicator
from metrics.catalogue.measure import Aggregate
from metrics.catalogue.words import Better, Kind, RollUp, Unit
from metrics.enums import TOLD, CustomKind, IndicatorState
from metrics.models import CustomIndicator, IndicatorReading
from metrics.queries.compiling import ANY_WINDOW, LARGEST, condition
from metrics.queries.custom import DENOMINATOR, NUMERATOR, compiled, dates_of, is_a_share
from metrics.queries.custom_conversions import checked_conversion
from metrics.queries.custom_readings import checked
from metrics.queries.custom_surveys import checked_survey, unit_of_survey
from metrics.queries.datasets.all import DATASETS
from metrics.queries.datasets.dataset import FieldType
from metrics.queries.wishes import Wish, windows_of

LONGEST_KEY = 48
MOST_THRESHOLDS = 5
MOST_LEVELS = 8  # of formulas over formulas
MOST_WINDOWS = 40  # that one formula asks for, with all that it refers to
COUNTS = frozenset({Aggregate.COUNT, Aggregate.DISTINCT})
UNDATED = frozenset({Kind.STOCK, Kind.DELTA})
BEGINS = ("since", "trailing_days")  # from when on everything is counted


def define(
    row: CustomIndicator, kind: str, definition: Mapping[str, Any], *, known: Catalogue
) -> None:
    """Give a row its definition, and the unit that follows from it.

    What an indicator meant before stays beside its new meaning, once it was active. known is what a
    formula may refer to. Raises FormulaError, FilterError or ConditionError where the definition
    can't be right, and leaves the row as it is.
    """
    if kind not in TOLD and row.kind in TOLD and row.pk and is_read(row):
        raise FilterError("is_read", kind)
    if kind == CustomKind.FORMULA:
        meant: dict[str, Any] = {"formula": str(definition["formula"]).strip()}
        unit = unit_of_formula(row.key, meant["formula"], known)
    elif kind == CustomKind.RATIO:
        meant = {name: of_records(definition[name]) for name in (NUMERATOR, DENOMINATOR)}
        unit = unit_of_ratio(row, meant)
    elif kind in TOLD:
        meant = of_readings(row, definition)
        unit = meant["unit"]
    elif kind == CustomKind.SURVEY:
        meant = checked_survey(definition)
        unit = unit_of_survey(meant)
    elif kind == CustomKind.CONVERSION:
        meant, unit = checked_conversion(definition), Unit.PERCENT
    else:
        meant = of_records(definition)
        unit = unit_of_records(row, meant)
    if row.definition and row.state != IndicatorState.DRAFT and row.definition != meant:
        past = {str(row.definition_version): row.definition}
        row.past_definitions = {**row.past_definitions, **past}
        row.definition_version += 1
    row.kind, row.definition, row.unit = kind, meant, unit


def unit_of_formula(key: str, text: str, known: Catalogue) -> str:
    """Return the unit of a formula's result: a plain number is an index. Raises FormulaError."""

    def unit(reference: Reference) -> str:
        return known.resolved(reference.key).unit

    node = parsed(text)
    check(node, known.resolved)
    refuse_circle(key, node, known)
    refuse_expansion(key, node, known)
    found = unit_of(node, unit)
    if found == CONDITION:
        raise FormulaError("not_a_number", "condition")
    return Unit.INDEX if found == ANY else found


def refuse_circle(key: str, node: Node, known: Catalogue) -> None:
    """Raise FormulaError where a formula leads back to itself, at the reference that does so.

    Retired indicators and earlier definitions lead on too.
    """
    formulas = {**known.formulas, key: node}
    for reference in references(node):
        try:
            in_order(formulas, [reference.key])
        except FormulaError as wrong:
            raise FormulaError(wrong.code, wrong.detail, reference.column) from None


def refuse_expansion(key: str, node: Node, known: Catalogue) -> None:
    """Raise FormulaError where a formula, or one that is made of it, would ask for too much.

    References within references multiply windows, and each window costs statements of its own.
    """
    formulas = {**known.formulas, key: node}
    made_of_it = [each for each in formulas if key in in_order(formulas, [each])]
    made = known.replaced(
        Indicator(
            key=key,
            name=NOTHING,
            unit=Unit.INDEX,
            better=Better.NONE,
            kind=Kind.FLOW,
            roll_up=RollUp.RECOMPUTE,
            grains=(),
            formula=node,
        )
    )
    for each in made_of_it:
        if levels(each, formulas) > MOST_LEVELS:
            raise FormulaError("too_many_levels", MOST_LEVELS)
        wish = Wish(made[each], (), ANY_WINDOW)
        if windows_of(wish, made, most=MOST_WINDOWS) > MOST_WINDOWS:
            raise FormulaError("too_many_windows", MOST_WINDOWS)


def of_readings(row: CustomIndicator, definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition of values that are told, with the parts that it needs, and no other.

    Raises FilterError where it can't be right, or where values were written in another unit.
    """
    meant = checked(definition)
    if row.pk and meant["unit"] != row.unit and is_read(row):
        raise FilterError("unit_is_read", meant["unit"])
    return meant


def is_read(row: CustomIndicator) -> bool:
    """Tell whether there are values of an indicator, whoever may see them."""
    with checking_rules():
        return IndicatorReading.objects.filter(indicator=row, voided_at=None).exists()


def of_records(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition of records with the parts that it needs, and no other."""
    counts = definition["aggregate"] == Aggregate.COUNT
    meant = {
        "dataset": definition["dataset"],
        "filter": definition.get("filter") or {"all": []},
        "aggregate": definition["aggregate"],
        "field": "" if counts else definition.get("field") or "",
        "kind": definition["kind"],
    }
    if meant["kind"] not in UNDATED:
        offered = dates_of(DATASETS[meant["dataset"]], Kind(meant["kind"]))
        meant["dated_by"] = definition.get("dated_by") or next(iter(offered), "")
    if meant["kind"] == Kind.CUMULATIVE:
        meant |= {name: definition[name] for name in BEGINS if definition.get(name)}
    return meant


def unit_of_records(row: CustomIndicator, definition: Mapping[str, Any]) -> str:
    """Return what an aggregate is counted in. Raises FilterError or ConditionError."""
    made = copy(row)
    made.kind, made.definition = CustomKind.AGGREGATE, definition
    made.key, made.unit = row.key or "new", Unit.COUNT
    compiled(made)
    dataset = DATASETS[definition["dataset"]]
    condition(read(definition["filter"]), dataset, ANY_WINDOW)
    if definition["aggregate"] in COUNTS:
        return Unit.COUNT
    is_money = dataset.field(definition["field"]).type is FieldType.MONEY
    return Unit.MONEY if is_money else Unit.INDEX


def unit_of_ratio(row: CustomIndicator, definition: Mapping[str, Any]) -> str:
    """Return what a ratio is told in: percent where both sides are alike, else what is on top.

    A part of the same records and money over money are percent; money over a number of records is
    money; anything else is a plain number. Raises FilterError or ConditionError.
    """
    over, under = (unit_of_records(row, definition[name]) for name in (NUMERATOR, DENOMINATOR))
    made = copy(row)
    made.kind, made.definition = CustomKind.RATIO, definition
    made.key, made.unit = row.key or "new", Unit.INDEX
    compiled(made)
    if is_a_share(definition) or over == under == Unit.MONEY:
        return Unit.PERCENT
    return Unit.MONEY if (over, under) == (Unit.MONEY, Unit.COUNT) else Unit.INDEX


def checked_thresholds(given: Any) -> list[dict[str, Any]]:
    """Return thresholds as a row keeps them, the lowest first, or raise FilterError."""
    if not isinstance(given, list | tuple) or len(given) > MOST_THRESHOLDS:
        raise FilterError("too_many_thresholds", MOST_THRESHOLDS)
    found: dict[float, dict[str, Any]] = {}
    for each in given:
        value = each.get("value")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not abs(value) <= LARGEST:
            raise FilterError("not_a_number", value)
        if value in found:
            raise FilterError("same_threshold", value)
        names = {name: str(each.get(name) or "").strip() for name in ("name_en", "name_fr")}
        found[value] = {"value": value, **names, "is_target": bool(each.get("is_target"))}
    if sum(each["is_target"] for each in found.values()) > 1:
        raise FilterError("several_targets")
    return [found[value] for value in sorted(found)]


def free_key(name: str) -> str:
    """Return a key that says the name and that no other indicator has."""
    words = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:LONGEST_KEY] or "indicator"
    key = words if words[0].isalpha() else f"own_{words}"
    stem, number = key, 1
    with checking_rules():  # a key is taken, whoever may see the indicator
        rows = CustomIndicator.objects.filter(key__startswith=key)
        taken = set(rows.values_list("key", flat=True))
    while key in CATALOGUE or key in RESERVED or key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key
