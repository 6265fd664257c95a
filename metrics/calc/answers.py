"""The columns that every calculation gives, and the one place where they are made.

A calculation finds numerator, denominator, n and status; value and interval follow from these by
the form of the answer (`closed`). What is kept of a measurement is opened again by the same
function, so that a kept answer and a live one can't disagree.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pandas as pd

from metrics.calc.intervals import Bounds, adjusted_wald, garwood, wilson
from metrics.calc.status import VALUED, Form, Method, Status

Answers: TypeAlias = pd.DataFrame

PARTS = ["numerator", "denominator", "n", "squares", "low", "high", "status"]
COLUMNS = ["value", "numerator", "denominator", "n", "ci_low", "ci_high", "ci_method", "status"]


def first_status(holds: Mapping[Status, pd.Series]) -> pd.Series:
    """Return, row by row, the first status that holds, and ok where none does."""
    index = next(iter(holds.values())).index
    status = pd.Series(Status.OK.value, index=index, dtype="str")
    for each in reversed(Status):
        if each in holds:
            status = status.mask(holds[each].astype(bool), each.value)
    return status


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


def mean(amounts: pd.Series, n: pd.Series, status: pd.Series, bounds: Bounds) -> Answers:
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


def closed(form: Form, method: Method, parts: pd.DataFrame) -> Answers:
    """Return the answers that follow from their parts: value and interval by form and method.

    parts has the columns of PARTS: squares is the sum of squared answers of a balance, low and
    high what a bootstrap found; the interval of every other method follows from the rest. There is
    a value only where the status lets one be said.

    >>> parts = _parts(pd.Series(["ok", "no_data"]), numerator=pd.Series([1, 0]),
    ...     denominator=pd.Series([4, 0]))
    >>> closed(Form.SHARE, Method.NONE, parts)["value"].to_list()
    [25.0, nan]
    """
    said = parts["status"].isin(VALUED)
    value, low, high = (each.where(said) for each in _FORMS[form](parts, method))
    answers = pd.DataFrame(
        {
            "value": value,
            "numerator": parts["numerator"],
            "denominator": parts["denominator"],
            "n": parts["n"],
            "ci_low": low.where(value.notna()),
            "ci_high": high.where(value.notna()),
            "ci_method": method.value,
            "status": parts["status"],
            "squares": parts["squares"],
        }
    )
    return answers.assign(ci_method=answers["ci_method"].where(answers["ci_low"].notna(), "none"))


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


def _parts(status: pd.Series, **columns: pd.Series | None) -> pd.DataFrame:
    """Return the columns of PARTS over the index of status, missing where none is given."""
    missing = pd.Series(float("nan"), index=status.index)
    given = {name: missing if columns.get(name) is None else columns[name] for name in PARTS[:-1]}
    numbers = pd.DataFrame(given, index=status.index).astype("float64")
    return numbers.assign(status=status)


_Closing: TypeAlias = Callable[[pd.DataFrame, Method], tuple[pd.Series, pd.Series, pd.Series]]


def _count(parts: pd.DataFrame, method: Method) -> tuple[pd.Series, pd.Series, pd.Series]:
    number = parts["numerator"]
    low, high = garwood(number) if method is Method.POISSON else (parts["low"], parts["high"])
    return number, low, high


def _share(parts: pd.DataFrame, method: Method) -> tuple[pd.Series, pd.Series, pd.Series]:
    hits, cases = parts["numerator"], parts["denominator"]
    low, high = wilson(hits, cases) if method is Method.WILSON else (parts["low"], parts["high"])
    return 100 * hits / cases.where(cases > 0), 100 * low, 100 * high


def _balance(parts: pd.DataFrame, _method: Method) -> tuple[pd.Series, pd.Series, pd.Series]:
    difference, cases = parts["numerator"], parts["denominator"]
    low, high = adjusted_wald(difference, parts["squares"], cases)
    return 100 * difference / cases.where(cases > 0), 100 * low, 100 * high


def _total(parts: pd.DataFrame, _method: Method) -> tuple[pd.Series, pd.Series, pd.Series]:
    unusable = parts["status"].eq(Status.INCOMPLETE.value) & parts["n"].eq(0)
    return parts["numerator"].mask(unusable), parts["low"], parts["high"]


def _mean(parts: pd.DataFrame, _method: Method) -> tuple[pd.Series, pd.Series, pd.Series]:
    n = parts["denominator"]
    return parts["numerator"] / n.where(n > 0), parts["low"], parts["high"]


def _level(parts: pd.DataFrame, _method: Method) -> tuple[pd.Series, pd.Series, pd.Series]:
    return parts["numerator"], parts["low"], parts["high"]


_FORMS: dict[Form, _Closing] = {
    Form.COUNT: _count,
    Form.SHARE: _share,
    Form.BALANCE: _balance,
    Form.TOTAL: _total,
    Form.MEAN: _mean,
    Form.LEVEL: _level,
}
