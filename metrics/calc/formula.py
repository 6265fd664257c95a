"""The signs and functions of formulas, each applied to whole columns.

Missing stays missing, except in coalesce and in the branch of an if that is not taken. A condition
is 1, 0 or missing; and, or and not follow three-valued logic.

Help: docs/calculations/own-indicators.md.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

HUNDRED = 100.0
LARGEST = 1e18
LEAST_HISTORY = 3


def constant(value: float, index: pd.Index) -> pd.Series:
    """Return a column of one value."""
    return pd.Series(value, index=index, dtype="float64")


def missing(index: pd.Index) -> pd.Series:
    """Return a column of no values."""
    return constant(np.nan, index)


def bounded(result: pd.Series) -> pd.Series:
    """Return the results without those beyond 1e18: no value."""
    return result.where(result.abs() <= LARGEST)


def negated(condition: pd.Series) -> pd.Series:
    """Return the conditions turned; an unknown one stays unknown."""
    return 1 - condition.ne(0).astype("float64").where(condition.notna())


def ratio(left: pd.Series, right: pd.Series) -> pd.Series:
    """Return left / right, missing where right is missing or zero."""
    return left / right.where(right != 0)


def _percent_of(left: pd.Series, right: pd.Series) -> pd.Series:
    return HUNDRED * ratio(left, right)


def _pct_change(now: pd.Series, before: pd.Series) -> pd.Series:
    return HUNDRED * ratio(now - before, before.abs())


def _known(condition: pd.Series, left: pd.Series, right: pd.Series) -> pd.Series:
    return condition.astype("float64").where(left.notna() & right.notna())


def _both(left: pd.Series, right: pd.Series) -> pd.Series:
    unknown = (left.isna() & right.ne(0)) | (right.isna() & left.ne(0))
    return (left.ne(0) & right.ne(0)).astype("float64").mask(unknown)


def _either(left: pd.Series, right: pd.Series) -> pd.Series:
    return 1 - _both(1 - left, 1 - right)


def _if(condition: pd.Series, then: pd.Series, otherwise: pd.Series) -> pd.Series:
    return then.where(condition.ne(0), otherwise).where(condition.notna())


def _coalesce(*columns: pd.Series) -> pd.Series:
    first, *rest = columns
    for column in rest:
        first = first.where(first.notna(), column)
    return first


def _extreme(
    rule: Callable[[pd.Series, pd.Series], pd.Series],
) -> Callable[..., pd.Series]:
    def found(*columns: pd.Series) -> pd.Series:
        first, *rest = columns
        for column in rest:
            first = rule(first, column)
        return first

    return found


def _least(left: pd.Series, right: pd.Series) -> pd.Series:
    return left.where(left <= right, right).where(left.notna() & right.notna())


def _most(left: pd.Series, right: pd.Series) -> pd.Series:
    return left.where(left >= right, right).where(left.notna() & right.notna())


def _clamp(value: pd.Series, low: pd.Series, high: pd.Series) -> pd.Series:
    return _least(_most(value, low), high)


def _round(value: pd.Series, digits: pd.Series | None = None) -> pd.Series:
    if digits is None:
        return value.round()
    scale = 10.0 ** digits.round().clip(-15, 15)
    return (value * scale).round() / scale


def _log(value: pd.Series) -> pd.Series:
    logarithm: pd.Series = np.log(value.where(value > 0))
    return logarithm


def _sqrt(value: pd.Series) -> pd.Series:
    root: pd.Series = np.sqrt(value.where(value >= 0))
    return root


def _weighted(*pairs: pd.Series) -> pd.Series:
    values, weights = pairs[::2], pairs[1::2]
    weighed = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return ratio(pd.Series(weighed), pd.Series(sum(weights)))


def zscore(now: pd.Series, before: Sequence[pd.Series]) -> pd.Series:
    """Return how many standard deviations off its own earlier windows a value is.

    Missing where fewer than three of them are known, or where they never differed.
    """
    if not before:
        return missing(now.index)
    past = pd.concat(list(before), axis=1)
    spread = past.std(axis=1, ddof=1).where(past.notna().sum(axis=1) >= LEAST_HISTORY)
    return ratio(now - past.mean(axis=1), spread)


SIGNS: Mapping[str, Callable[[pd.Series, pd.Series], pd.Series]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": ratio,
    "%of": _percent_of,
    "<": lambda left, right: _known(left < right, left, right),
    "<=": lambda left, right: _known(left <= right, left, right),
    ">": lambda left, right: _known(left > right, left, right),
    ">=": lambda left, right: _known(left >= right, left, right),
    "==": lambda left, right: _known(left == right, left, right),
    "!=": lambda left, right: _known(left != right, left, right),
    "and": _both,
    "or": _either,
}

FUNCTIONS: Mapping[str, Callable[..., pd.Series]] = {
    "if": _if,
    "coalesce": _coalesce,
    "min": _extreme(_least),
    "max": _extreme(_most),
    "abs": pd.Series.abs,
    "round": _round,
    "clamp": _clamp,
    "ratio": ratio,
    "pct_change": _pct_change,
    "log": _log,
    "sqrt": _sqrt,
    "weighted": _weighted,
}
