"""The columns that every calculation gives, and the one place where they are made.

A calculation finds numerator, denominator, n and status; value and interval follow from these by
the form of the answer (`closed`). What is kept of a measurement is opened again by the same
function, so that a kept answer and a live one can't disagree.
"""

from collections.abc import Callable, Mapping
from typing import Any, Self, TypeAlias, overload

import numpy as np
import pandas as pd

from metrics.calc.intervals import Array, Bounds, Column, adjusted_wald, garwood, newcombe, wilson
from metrics.calc.status import VALUED, Form, Method, Status

PARTS = ["numerator", "denominator", "n", "squares", "low", "high", "status"]
COLUMNS = ["value", "numerator", "denominator", "n", "ci_low", "ci_high", "ci_method", "status"]


class Answers:
    """Answers of an index of targets: plain arrays, one a column.

    They read like a frame, which is made only where one is asked for: of one account it would take
    as long as the arithmetic, and two hundred indicators are answered at once.

    >>> found = Answers(pd.Index([7, 9]), {"value": np.array([1.5, np.nan])})
    >>> found["value"].to_dict(), found[["value"]].shape, "spread" in found
    ({7: 1.5, 9: nan}, (2, 1), False)
    """

    __slots__ = ("arrays", "index")

    def __init__(self, index: pd.Index, arrays: Mapping[str, Array]) -> None:
        self.index = index
        self.arrays = arrays

    @overload
    def __getitem__(self, name: str) -> pd.Series: ...
    @overload
    def __getitem__(self, name: list[str]) -> pd.DataFrame: ...
    def __getitem__(self, name: str | list[str]) -> pd.Series | pd.DataFrame:
        """Return a column, or a frame of several."""
        if isinstance(name, str):
            return pd.Series(self.arrays[name], index=self.index)
        return self.frame[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a column of this name."""
        return name in self.arrays

    @property
    def frame(self) -> pd.DataFrame:
        """The answers as a frame."""
        return pd.DataFrame(self.arrays, index=self.index)

    def assign(self, **columns: Any) -> Self:
        """Return the answers with other or further columns; a word is that of all."""
        size = len(self.index)
        given = {
            name: np.full(size, column, dtype=object) if isinstance(column, str) else column
            for name, column in columns.items()
        }
        return type(self)(self.index, {**self.arrays, **_arrays(given)})


def _arrays(columns: Mapping[str, Any]) -> dict[str, Array]:
    return {name: np.asarray(column) for name, column in columns.items()}


def first_status(holds: Mapping[Status, pd.Series]) -> pd.Series:
    """Return, row by row, the first status that holds, and ok where none does."""
    index = next(iter(holds.values())).index
    status = np.full(len(index), Status.OK.value, dtype=object)
    for each in sorted(holds, key=_PLACES.__getitem__, reverse=True):
        status[np.asarray(holds[each], dtype="bool")] = each.value
    return pd.Series(status, index=index)


_PLACES = {status: place for place, status in enumerate(Status)}


def not_negative(number: pd.Series) -> pd.Series:
    """Return a column of counts or amounts as float64, or raise where one is below zero."""
    if (np.asarray(number) < 0).any():
        raise ValueError(f"{number.name or 'A count'} can't be below zero.")
    return number if number.dtype == "float64" else number.astype("float64")


def count(number: pd.Series, status: pd.Series, *, rare: bool = False) -> Answers:
    """Return counts; those of rare events with the exact Poisson interval."""
    method = Method.POISSON if rare else Method.NONE
    return closed(Form.COUNT, method, _parts(status, numerator=number, n=number))


def share(
    hits: pd.Series,
    cases: pd.Series,
    status: pd.Series,
    *,
    sure: bool = True,
    bounds: Bounds | None = None,
) -> Answers:
    """Return hits of cases in percent, with the Wilson interval where cases are independent.

    bounds are what a bootstrap found where they are not, in percent; Wilson's where these miss.
    """
    method = Method.WILSON if sure else Method.NONE
    low, high = bounds or (None, None)
    parts = _parts(status, numerator=hits, denominator=cases, n=cases, low=low, high=high)
    return closed(Form.SHARE, method, parts)


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


def cost(spend: pd.Series, events: pd.Series, status: pd.Series) -> Answers:
    """Return what each of some rare events cost; its interval is that of how many there are.

    >>> twelve, four = pd.Series([12_000.0]), pd.Series([4.0])
    >>> found = cost(twelve, four, pd.Series(["ok"]))
    >>> found[["value", "ci_low", "ci_high"]].round(-1).to_dict("list")
    {'value': [3000.0], 'ci_low': [1170.0], 'ci_high': [11010.0]}
    """
    parts = _parts(status, numerator=spend, denominator=events, n=events)
    return closed(Form.MEAN, Method.POISSON, parts)


def weighted_mean(
    amounts: pd.Series, weights: pd.Series, n: pd.Series, status: pd.Series
) -> Answers:
    """Return the means of n cases by weight: sums of weight times case, over sums of weight."""
    parts = _parts(status, numerator=amounts, denominator=weights, n=n)
    return closed(Form.MEAN, Method.NONE, parts)


def index(events: pd.Series, expected: pd.Series, n: pd.Series, status: pd.Series) -> Answers:
    """Return events over how many were expected, with the exact Poisson interval of the events."""
    parts = _parts(status, numerator=events, denominator=expected, n=n)
    return closed(Form.INDEX, Method.POISSON, parts)


def level(
    values: pd.Series, n: pd.Series, status: pd.Series, bounds: Bounds | None = None
) -> Answers:
    """Return values that a rule of their own found among n cases, such as a median."""
    method = Method.BOOTSTRAP if bounds else Method.NONE
    low, high = bounds or (None, None)
    return closed(Form.LEVEL, method, _parts(status, numerator=values, n=n, low=low, high=high))


def difference(
    hits: pd.Series,
    cases: pd.Series,
    other_hits: pd.Series,
    other_cases: pd.Series,
    status: pd.Series,
) -> Answers:
    """Return one share less another in points, with the interval of their difference.

    >>> columns = (pd.Series([x]) for x in (4, 10, 5, 20))
    >>> found = difference(*columns, pd.Series(["ok"]))
    >>> found[["value", "ci_low", "ci_high"]].round(1).to_dict("list")
    {'value': [15.0], 'ci_low': [-16.9], 'ci_high': [46.9]}
    """
    share = hits / cases.where(cases > 0) - other_hits / other_cases.where(other_cases > 0)
    low, high = (100 * end for end in newcombe(hits, cases, other_hits, other_cases))
    n = cases + other_cases
    parts = _parts(status, numerator=100 * share, n=n, low=low, high=high)
    return closed(Form.LEVEL, Method.NEWCOMBE, parts)


def closed(form: Form, method: Method, parts: Mapping[str, Any]) -> Answers:
    """Return the answers that follow from their parts: value and interval by form and method.

    parts has the columns of PARTS: squares is the sum of squared answers of a balance, low and
    high what a bootstrap found, which goes before Wilson's interval; every other method's follows
    from the rest. There is a value only where the status lets one be said.

    >>> parts = _parts(pd.Series(["ok", "no_data"]), numerator=pd.Series([1, 0]),
    ...     denominator=pd.Series([4, 0]))
    >>> closed(Form.SHARE, Method.NONE, parts)["value"].to_list()
    [25.0, nan]
    """
    status = parts["status"]
    index = status.index if isinstance(status, pd.Series) else pd.RangeIndex(len(status))
    words = np.asarray(status, dtype=object)
    numbers = {name: np.asarray(parts[name], dtype="float64") for name in PARTS[:-1]}
    with np.errstate(divide="ignore", invalid="ignore"):
        value, low, high = _FORMS[form](numbers | {"status": words}, method)
    value = np.where([word in SAID for word in words.tolist()], value, np.nan)
    is_drawn = ~np.isnan(numbers["low"]) & (method is Method.WILSON)
    has_none = np.isnan(value)
    low, high = (np.where(has_none, np.nan, bound) for bound in (low, high))
    methods = np.full(len(words), method.value, dtype=object)
    methods[is_drawn] = Method.BOOTSTRAP.value
    methods[np.isnan(low)] = Method.NONE.value
    return Answers(
        index,
        {
            "value": value,
            "numerator": numbers["numerator"],
            "denominator": numbers["denominator"],
            "n": numbers["n"],
            "ci_low": low,
            "ci_high": high,
            "ci_method": methods,
            "status": words,
            "squares": numbers["squares"],
        },
    )


SAID = frozenset(status.value for status in VALUED)


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
    hits, cases, low, high = (parts[name] for name in ("numerator", "denominator", "low", "high"))
    if method is Method.WILSON:
        ends = (100 * end for end in wilson(hits, cases))
        is_drawn = ~np.isnan(low)
        low, high = (
            np.where(is_drawn, drawn, end) for drawn, end in zip((low, high), ends, strict=True)
        )
    return _over(100 * hits, cases), low, high


def _balance(parts: Mapping[str, Array], _method: Method) -> tuple[Array, Array, Array]:
    difference, cases = parts["numerator"], parts["denominator"]
    low, high = adjusted_wald(difference, parts["squares"], cases)
    return _over(100 * difference, cases), 100 * low, 100 * high


def _total(parts: Mapping[str, Array], _method: Method) -> tuple[Array, Array, Array]:
    unusable = (parts["status"] == Status.INCOMPLETE.value) & (parts["n"] == 0)
    return np.where(unusable, np.nan, parts["numerator"]), parts["low"], parts["high"]


def _mean(parts: Mapping[str, Array], method: Method) -> tuple[Array, Array, Array]:
    total, cases = parts["numerator"], parts["denominator"]
    if method is not Method.POISSON:
        return _over(total, cases), parts["low"], parts["high"]
    few, many = garwood(np.where(cases > 0, cases, np.nan))
    ends = total / many, total / few
    return _over(total, cases), np.minimum(*ends), np.maximum(*ends)


def _index(parts: Mapping[str, Array], _method: Method) -> tuple[Array, Array, Array]:
    events, expected = parts["numerator"], parts["denominator"]
    low, high = (_over(bound, expected) for bound in garwood(events))
    return _over(events, expected), low, high


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
    Form.INDEX: _index,
    Form.MEAN: _mean,
    Form.LEVEL: _level,
}
