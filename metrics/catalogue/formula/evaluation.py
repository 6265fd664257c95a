"""A formula applied to columns: one operand is a float64 column indexed by scope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from metrics.calc.formula import FUNCTIONS, SIGNS, bounded, constant, missing, negated, zscore
from metrics.catalogue.formula.tree import (
    Call,
    Negative,
    Node,
    Not,
    Number,
    Operation,
    Reference,
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the references of a formula stand for, over one index of scopes.

    history holds the columns of earlier windows of the references that stand in zscore_hist.
    """

    index: Any
    columns: Mapping[Reference, Any]
    history: Mapping[Reference, Sequence[Any]]


def evaluated(node: Node, given: Given) -> Any:
    """Return the column of a formula's results, missing where it has no value.

    >>> import pandas as pd
    >>> from metrics.catalogue.formula.parsing import parsed
    >>> downloads, visitors = Reference("downloads"), Reference("visitors")
    >>> columns = {downloads: pd.Series([4, 0, 1]), visitors: pd.Series([8, 2, 0])}
    >>> given = Given(pd.RangeIndex(3), columns, {})
    >>> evaluated(parsed("ratio(downloads, visitors)"), given).to_list()
    [0.5, 0.0, nan]
    """
    return bounded(_of(node, given))


def _of(node: Node, given: Given) -> Any:
    match node:
        case Number(value):
            return constant(value, given.index)
        case Reference():
            return given.columns[node].astype("float64")
        case Negative(operand):
            return -_of(operand, given)
        case Not(operand):
            return negated(_of(operand, given))
        case Operation(sign, left, right):
            return SIGNS[sign](_of(left, given), _of(right, given))
        case Call("zscore_hist", (Reference() as reference,)):
            return zscore(given.columns[reference], given.history.get(reference, ()))
        case Call(name, arguments):
            return FUNCTIONS[name](*(_of(each, given) for each in arguments))
        case _:
            return missing(given.index)
