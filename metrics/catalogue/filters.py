"""Conditions on the records of a dataset, as data: what a filter may say, and how it is read.

A filter is built-in or comes from a person as JSON; both are the same few classes, so that a custom
indicator is measured by the same mechanism as ours. Which fields exist, of what type, is known to
the dataset; here is only the shape.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

MOST_CONDITIONS = 30
MOST_DEPTH = 4
MOST_VALUES = 200


class Op(StrEnum):
    """What a condition asks of a field."""

    EQ = "eq"
    NE = "ne"
    IN = "in"
    NOT_IN = "not_in"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    BETWEEN = "between"  # half-open
    IS_NULL = "is_null"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"


class Join(StrEnum):
    """How the parts of a group hold together."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Condition:
    """One field, compared with a value; a relative date is the text as_of-90d or period.start."""

    field: str
    op: Op
    value: Any = None


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all, any or none must hold; an empty group of all holds for every record."""

    join: Join
    parts: "tuple[Filter, ...]" = ()


Filter: TypeAlias = Condition | Group


class FilterError(ValueError):
    """A filter that can't be read; code says why, detail names what."""

    def __init__(self, code: str, detail: object = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = str(detail)


def every(*parts: Filter) -> Group:
    """Return the filter that holds where all parts hold."""
    return Group(Join.ALL, parts)


def some(*parts: Filter) -> Group:
    """Return the filter that holds where any part holds."""
    return Group(Join.ANY, parts)


def is_(field: str, value: Any) -> Condition:
    """Return the filter that a field has a value."""
    return Condition(field, Op.EQ, value)


def in_(field: str, *values: Any) -> Condition:
    """Return the filter that a field has one of these values."""
    return Condition(field, Op.IN, values)


def missing(field: str) -> Condition:
    """Return the filter that a field is empty."""
    return Condition(field, Op.IS_NULL, value=True)


EVERYTHING = every()


def conditions(chosen: Filter) -> Iterator[Condition]:
    """Yield every condition of a filter, in reading order."""
    if isinstance(chosen, Condition):
        yield chosen
        return
    for part in chosen.parts:
        yield from conditions(part)


def read(given: Any) -> Filter:
    """Return the filter that JSON describes, or raise FilterError where it describes none.

    >>> given = {"all": [{"field": "type", "op": "in", "value": ["new"]}]}
    >>> read(given) == every(in_("type", "new"))
    True
    """
    chosen = EVERYTHING if not given else _read(given, 1)
    if sum(1 for _ in conditions(chosen)) > MOST_CONDITIONS:
        raise FilterError("too_many_conditions", MOST_CONDITIONS)
    return chosen


def written(chosen: Filter) -> dict[str, Any]:
    """Return the JSON of a filter: reading it gives the same filter again.

    >>> written(in_("type", "new"))
    {'field': 'type', 'op': 'in', 'value': ['new']}
    """
    if isinstance(chosen, Condition):
        value = list(chosen.value) if isinstance(chosen.value, tuple) else chosen.value
        return {"field": chosen.field, "op": chosen.op.value, "value": value}
    return {chosen.join.value: [written(part) for part in chosen.parts]}


def _read(given: Any, depth: int) -> Filter:
    if depth > MOST_DEPTH:
        raise FilterError("too_deep", MOST_DEPTH)
    if not isinstance(given, Mapping):
        raise FilterError("not_a_filter", type(given).__name__)
    if set(given) <= {"field", "op", "value"} and "field" in given:
        return _condition(given)
    if len(given) != 1 or next(iter(given)) not in set(Join):
        raise FilterError("not_a_filter", ", ".join(map(str, given)))
    join, parts = next(iter(given.items()))
    if not isinstance(parts, list | tuple):
        raise FilterError("not_a_filter", join)
    return Group(Join(join), tuple(_read(part, depth + 1) for part in parts))


def _condition(given: Mapping[str, Any]) -> Condition:
    field, name, value = given["field"], given.get("op", "eq"), given.get("value")
    if not isinstance(field, str) or name not in set(Op):
        raise FilterError("unknown_op", name)
    op = Op(name)
    if op in {Op.IN, Op.NOT_IN, Op.BETWEEN}:
        if not isinstance(value, list | tuple) or len(value) > MOST_VALUES:
            raise FilterError("needs_a_list", field)
        if op is Op.BETWEEN and len(value) != 2:  # noqa: PLR2004 -- from and to
            raise FilterError("needs_two_ends", field)
        return Condition(field, op, tuple(value))
    if isinstance(value, list | tuple | Mapping):
        raise FilterError("needs_one_value", field)
    return Condition(field, op, value)
