"""What teams make of records themselves: a number of them, a sum, a mean, a middle or an end."""

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
