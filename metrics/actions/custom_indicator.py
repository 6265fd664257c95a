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
from metrics.catalogue.filters import read
from metrics.catalogue.formula.parsing import RESERVED, FormulaError, parsed
from metrics.catalogue.formula.references import check, in_order
from metrics.catalogue.formula.tree import Reference
from metrics.catalogue.formula.units import ANY, CONDITION, unit_of
from metrics.catalogue.measure import Aggregate
from metrics.catalogue.words import Kind, Unit
from metrics.enums import CustomKind, IndicatorState
from metrics.models import CustomIndicator
from metrics.queries.compiling import ANY_WINDOW, condition
from metrics.queries.custom import compiled
from metrics.queries.datasets.all import DATASETS
from metrics.queries.datasets.dataset import FieldType

LONGEST_KEY = 48
COUNTS = frozenset({Aggregate.COUNT, Aggregate.DISTINCT})
UNDATED = frozenset({Kind.STOCK, Kind.DELTA})


def define(
    row: CustomIndicator, kind: str, definition: Mapping[str, Any], *, known: Catalogue
) -> None:
    """Give a row its definition, and the unit that follows from it.

    What an indicator meant before stays beside its new meaning, once it was active. known is what a
    formula may refer to. Raises FormulaError, FilterError or ConditionError where the definition
    can't be right, and leaves the row as it is.
    """
    if kind == CustomKind.FORMULA:
        meant: dict[str, Any] = {"formula": str(definition["formula"]).strip()}
        unit = unit_of_formula(row.key, meant["formula"], known)
    else:
        meant = of_records(definition)
        unit = unit_of_records(row, meant)
    if row.state != IndicatorState.DRAFT and row.definition != meant:
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
    others = {each.key: each.formula for each in known if each.formula is not None}
    in_order({**others, key: node}, [key])
    found = unit_of(node, unit)
    if found == CONDITION:
        raise FormulaError("not_a_number", "condition")
    return Unit.INDEX if found == ANY else found


def of_records(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition of records with the parts that it needs, and no other."""
    counts = definition["aggregate"] == Aggregate.COUNT
    meant = {
        "dataset": definition["dataset"],
        "filter": {"all": list((definition.get("filter") or {}).get("all", []))},
        "aggregate": definition["aggregate"],
        "field": "" if counts else definition.get("field") or "",
        "kind": definition["kind"],
    }
    if meant["kind"] not in UNDATED:
        first = DATASETS[meant["dataset"]].dates[0]
        meant["dated_by"] = definition.get("dated_by") or first
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
