"""The columns that every calculation gives, and the one place where they are made.

A calculation finds numerator, denominator, n and status; value and interval follow from these by
the form of the answer (`closed`). What is kept of a measurement is opened again by the same
function, so that a kept answer and a live one can't disagree.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from metrics.calc.intervals import Array, Bounds, Column, adjusted_wald, garwood, wilson
from metrics.calc.status import VALUED, Form, Method, Status

Answers: TypeAlias = pd.DataFrame

PARTS = ["numerator", "denominator", "n", "squares", "low", "high", "status"]
COLUMNS = ["value", "numerator", "denominator", "n", "ci_low", "ci_high", "ci_method", "status"]


def first_status(holds: Mapping[Status, pd.Series]) -> pd.Series:
    """Return, row by row, the first status that holds, and ok where none does."""
    index = next(iter(holds.values())).index
    status = np.full(len(index), Status.OK.value, dtype=object)
    for each in reversed(Status):
        if each in holds:
            status[holds[each].to_numpy(dtype="bool")] = each.value
    return pd.Series(status, index=index, dtype=object)


def not_negative(number: pd.Series) -> pd.Series:
    """Return a column of counts or amounts as float64, or raise where one is below zero."""
    if (number < 0).any():
        raise ValueError(f"{number.name or 'A count'} can't be below zero.")
    return number.astype("float64")


def count(number: pd.Series, status: pd.Series, *, rare: bool = False) -> Answers:
    """Return counts; those of rare events with the exact Poisson interval."""
    method = Method.POISSON if rare else Method.NONE
    return closed(Form.COUNT, method, _parts(status, numerator=number, n=number))


def share(hits: pd.Series, cases: pd.Series, status: pd.Series, *, sure: bool = True) -> Answers:
    """Return hits of cases in percent, with the Wilson interval where cases are independent."""
    method = Method.WILSON if sure else Method.NONE
    return closed(Form.SHARE, method, _parts(status, numerator=hits, denominator=cases, n=cases))


def share_of_total(part: pd.Series, whole: pd.Series, n: pd.Series, status: pd.Series) -> Answers:
    """Return a part of a whole in percent, where n cases make up the whole."""
    parts = _parts(status, numerator=part, denominator=whole, n=n)
    return closed(Form.SHARE, Method.NONE, parts)


def balance(
    difference: pd.Series, squares: pd.Series, cases: pd.Series, status: pd.Series
) -> Answers:
    """Return those at one end less those at the other, in points from -100 to 100."""
    parts = _parts(status, numerator=difference, denominator=cases, n=cases, squares=squares)
    return closed(Form.BALANCE, Method.NPS, parts)


def total(amounts: pd.Series, n: pd.Series, status: pd.Series) -> Answers:
    """Return sums of n usable amounts; there is no sum where all of some amounts are unusable."""
    return closed(Form.TOTAL, Method.NONE, _parts(status, numerator=amounts, n=n))


def mean(
    amounts: pd.Series, n: pd.Series, status: pd.Series, bounds: tuple[Column, Column]
) -> Answers:
    """Return means of n amounts within the bounds that a bootstrap found."""
    parts = _parts(status, numerator=amounts, denominator=n, n=n, low=bounds[0], high=bounds[1])
    return closed(Form.MEAN, Method.BOOTSTRAP, parts)


def ratio(numerator: pd.Series, denominator: pd.Series, status: pd.Series) -> Answers:
    """Return one total over another, which is the number of cases too, without an interval."""
    parts = _parts(status, numerator=numerator, denominator=denominator, n=denominator)
    return closed(Form.MEAN, Method.NONE, parts)


def level(
    values: pd.Series, n: pd.Series, status: pd.Series, bounds: Bounds | None = None
) -> Answers:
    """Return values that a rule of their own found among n cases, such as a median."""
    method = Method.BOOTSTRAP if bounds else Method.NONE
    low, high = bounds or (None, None)
    return closed(Form.LEVEL, method, _parts(status, numerator=values, n=n, low=low, high=high))


def closed(form: Form, method: Method, parts: Mapping[str, Any] | pd.DataFrame) -> Answers:
    """Return the answers that follow from their parts: value and interval by form and method.

    parts has the columns of PARTS: squares is the sum of squared answers of a balance, low and
    high what a bootstrap found; the interval of every other method follows from the rest. There is
    a value only where the status lets one be said.

    >>> parts = _parts(pd.Series(["ok", "no_data"]), numerator=pd.Series([1, 0]),
    ...     denominator=pd.Series([4, 0]))
    >>> closed(Form.SHARE, Method.NONE, parts)["value"].to_list()
    [25.0, nan]
    """
    index = pd.Series(parts["status"]).index
    status = np.asarray(parts["status"], dtype=object)
    numbers = {name: np.asarray(parts[name], dtype="float64") for name in PARTS[:-1]}
    said = np.isin(status, SAID)
    with np.errstate(divide="ignore", invalid="ignore"):
        value, low, high = _FORMS[form](numbers | {"status": status}, method)
    value = np.where(said, value, np.nan)
    has_none = np.isnan(value)
    low, high = (np.where(has_none, np.nan, bound) for bound in (low, high))
    return pd.DataFrame(
        {
            "value": value,
            "numerator": numbers["numerator"],
            "denominator": numbers["denominator"],
            "n": numbers["n"],
            "ci_low": low,
            "ci_high": high,
            "ci_method": _words(np.where(np.isnan(low), Method.NONE.value, method.value), index),
            "status": _words(status, index),
            "squares": numbers["squares"],
        },
        index=index,
    )


SAID = [status.value for status in VALUED]


def _words(words: Array, index: pd.Index) -> pd.Series:
    """Return a column of words as plain objects: nothing is asked of them but what they are."""
    return pd.Series(words, index=index, dtype=object)


def hidden_below(answers: Answers, least: int) -> Answers:
    """Return the answers without those that rest on fewer than least people's opinions.

    The counts stay: they are shown in the place of the score.

    >>> nps = balance(*(pd.Series([x]) for x in (2, 2, 2)), pd.Series(["ok"]))
    >>> hidden_below(nps, 5)[["value", "n", "status"]].to_dict("records")
    [{'value': nan, 'n': 2.0, 'status': 'suppressed'}]
    """
    few = answers["n"].between(1, least - 1)
    numbers = ["value", "ci_low", "ci_high"]
    return answers.assign(
        **{name: answers[name].mask(few) for name in numbers},
        status=answers["status"].mask(few, Status.SUPPRESSED.value),
        ci_method=answers["ci_method"].mask(few, Method.NONE.value),
    )


def _parts(status: pd.Series, **columns: Column | None) -> dict[str, Column]:
    """Return the columns of PARTS, in the order of status, missing where none is given."""
    missing = np.full(len(status), np.nan)
    given = {name: column for name, column in columns.items() if column is not None}
    return {name: given.get(name, missing) for name in PARTS[:-1]} | {"status": status}


_Closing: TypeAlias = Callable[[Mapping[str, Array], Method], tuple[Array, Array, Array]]


def _count(parts: Mapping[str, Array], method: Method) -> tuple[Array, Array, Array]:
    number = parts["numerator"]
    low, high = garwood(number) if method is Method.POISSON else (parts["low"], parts["high"])
    return number, low, high


def _share(parts: Mapping[str, Array], method: Method) -> tuple[Array, Array, Array]:
    hits, cases = parts["numerator"], parts["denominator"]
    low, high = wilson(hits, cases) if method is Method.WILSON else (parts["low"], parts["high"])
    return _over(100 * hits, cases), 100 * low, 100 * high


def _balance(parts: Mapping[str, Array], _method: Method) -> tuple[Array, Array, Array]:
    difference, cases = parts["numerator"], parts["denominator"]
    low, high = adjusted_wald(difference, parts["squares"], cases)
    return _over(100 * difference, cases), 100 * low, 100 * high


def _total(parts: Mapping[str, Array], _method: Method) -> tuple[Array, Array, Array]:
    unusable = (parts["status"] == Status.INCOMPLETE.value) & (parts["n"] == 0)
    return np.where(unusable, np.nan, parts["numerator"]), parts["low"], parts["high"]


def _mean(parts: Mapping[str, Array], _method: Method) -> tuple[Array, Array, Array]:
    return _over(parts["numerator"], parts["denominator"]), parts["low"], parts["high"]


def _level(parts: Mapping[str, Array], _method: Method) -> tuple[Array, Array, Array]:
    return parts["numerator"], parts["low"], parts["high"]


def _over(part: Array, whole: Array) -> Array:
    """Return one column over another, missing where that is not above zero."""
    return np.where(whole > 0, part / whole, np.nan)


_FORMS: dict[Form, _Closing] = {
    Form.COUNT: _count,
    Form.SHARE: _share,
    Form.BALANCE: _balance,
    Form.TOTAL: _total,
    Form.MEAN: _mean,
    Form.LEVEL: _level,
}
