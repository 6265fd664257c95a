"""What teams make of records themselves: a number, a sum, a mean, a middle, an end, a ratio.

Help: docs/calculations/own-indicators.md.
"""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.status import Method, Status


def number_of(number: pd.Series) -> Answers:
    """Return how many records, or different values, there are.

    Formula: the number of them.
    Units: a count.
    No value: not_measured where the number is missing.
    Raises: ValueError when a count is below zero.
    Source: counting.

    >>> number_of(pd.Series([3.0, None]))["status"].to_list()
    ['ok', 'not_measured']
    """
    status = first_status({Status.NOT_MEASURED: not_negative(number).isna()})
    return answers.count(number, status)


def sum_of(total: pd.Series, n: pd.Series, unusable: pd.Series) -> Answers:
    """Return the sum of a field over records.

    Formula: the sum of the values that there are.
    Units: those of the field; n counts the values in the sum, unusable the records without one.
    No value: not_measured where the sum is missing; incomplete, beside the sum of the others, where
        some records have no value.
    Raises: ValueError when a count is below zero.
    Source: adding up.

    >>> sum_of(pd.Series([5.0]), pd.Series([2]), pd.Series([0]))["value"].item()
    5.0
    """
    status = first_status(
        {
            Status.NOT_MEASURED: total.isna() | not_negative(n).isna(),
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
        }
    )
    return answers.total(total, n, status)


def mean_of(total: pd.Series, n: pd.Series) -> Answers:
    """Return the mean of a field over the records that have a value.

    Formula: sum / n; of several scopes together, sum of the sums / sum of the n.
    Units: those of the field.
    No value: not_measured where the sum is missing; no_data where no record has a value.
    Raises: ValueError when a count is below zero.
    Source: textbook.

    >>> mean_of(pd.Series([6.0, 0.0]), pd.Series([4, 0]))["value"].to_list()
    [1.5, nan]
    """
    status = first_status(
        {
            Status.NOT_MEASURED: total.isna() | not_negative(n).isna(),
            Status.NO_DATA: n.eq(0),
        }
    )
    missing = pd.Series(float("nan"), index=n.index)
    found = answers.mean(total, n, status, (missing, missing))
    return found.assign(ci_method=Method.NONE.value)


def level_of(value: pd.Series, n: pd.Series) -> Answers:
    """Return the median, the smallest or the largest value of a field, found by the database.

    Formula: as its name says.
    Units: those of the field.
    No value: not_measured where the number of records is missing; no_data where none has a value.
    Raises: ValueError when a count is below zero.
    Source: textbook.

    >>> level_of(pd.Series([7.0, None]), pd.Series([3, 0]))["status"].to_list()
    ['ok', 'no_data']
    """
    status = first_status(
        {Status.NOT_MEASURED: not_negative(n).isna(), Status.NO_DATA: n.eq(0) | value.isna()}
    )
    return answers.level(value, n, status)


def share_of(part: pd.Series, whole: pd.Series) -> Answers:
    """Return how many of the records that are counted are a part of them, in percent.

    Formula: 100 · part / whole; of several scopes together, sum over sum.
    Units: percent, with the Wilson interval.
    No value: not_measured where a number is missing; no_data where the whole is empty.
    Raises: ValueError when a count is below zero.
    Source: textbook.

    >>> share_of(pd.Series([1.0, 0.0]), pd.Series([4.0, 0.0]))["value"].to_list()
    [25.0, nan]
    """
    status = first_status(
        {
            Status.NOT_MEASURED: not_negative(part).isna() | not_negative(whole).isna(),
            Status.NO_DATA: whole.eq(0),
        }
    )
    return answers.share(part, whole, status)


def conversion_of(
    passed: pd.Series,
    mature: pd.Series,
    waiting: pd.Series,
    heard_of_base: pd.Series,
    heard_of_target: pd.Series,
) -> Answers:
    """Return the share of those whom one event happened to that another followed in time.

    Formula: passed / mature, with the Wilson interval; those whose time is not over are apart.
    Units: accounts, people or deals in; percent out. heard_of_base and heard_of_target are missing
        where nothing would have told of the event.
    No value: not_measured where a number or either event is missing; immature where the time of all
        is not over; no_data where none began.
    Raises: ValueError when a number is below zero or more passed than began.
    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22 (158), 209-212.

    >>> numbers = [pd.Series([x, y]) for x, y in ((5, 0), (12, 0), (8, 3), (20, 3), (9, 0))]
    >>> conversion_of(*numbers)[["value", "status"]].round(1).to_dict("list")
    {'value': [41.7, nan], 'status': ['ok', 'immature']}
    """
    hits, cases = not_negative(passed), not_negative(mature)
    if (hits > cases).any():
        raise ValueError("More can't have passed than began.")
    is_unknown = heard_of_base.isna() | heard_of_target.isna()
    status = first_status(
        {
            Status.NOT_MEASURED: hits.isna() | cases.isna() | is_unknown,
            Status.IMMATURE: cases.eq(0) & not_negative(waiting).fillna(0).gt(0),
            Status.NO_DATA: cases.eq(0),
        }
    )
    return answers.share(hits, cases, status)


def ratio_of(over: pd.Series, under: pd.Series, n: pd.Series, *unusable: pd.Series) -> Answers:
    """Return one total over another.

    Formula: over / under; of several scopes together, sum over sum.
    Units: those of over, for each one of under; n counts the records behind under, unusable the
        records of either without a value.
    No value: not_measured where a total is missing; no_data where under is not above zero;
        incomplete, beside the ratio of the others, where some records have no value.
    Raises: ValueError when a count is below zero.
    Source: textbook.

    >>> over, under = pd.Series([600.0, 5.0]), pd.Series([3.0, 0.0])
    >>> ratio_of(over, under, pd.Series([3, 0]))["value"].to_list()
    [200.0, nan]
    """
    status = _divided(over, under, n, unusable)
    return answers.ratio(over, under, status).assign(n=n.astype("float64"))


def percent_of(over: pd.Series, under: pd.Series, n: pd.Series, *unusable: pd.Series) -> Answers:
    """Return one total over another of the same unit, in percent; see ratio_of.

    >>> percent_of(pd.Series([50.0]), pd.Series([200.0]), pd.Series([4]))["value"].item()
    25.0
    """
    status = _divided(over, under, n, unusable)
    return answers.share_of_total(over, under, n.astype("float64"), status)


def _divided(
    over: pd.Series, under: pd.Series, n: pd.Series, unusable: tuple[pd.Series, ...]
) -> pd.Series:
    lacking = sum((not_negative(each).fillna(0) for each in unusable), pd.Series(0.0, n.index))
    return first_status(
        {
            Status.NOT_MEASURED: over.isna() | under.isna() | not_negative(n).isna(),
            Status.INCOMPLETE: lacking.gt(0),
            Status.NO_DATA: ~under.gt(0),
        }
    )
