"""What was read of accounts by hand or from a file: added up, averaged by weight, or the newest.

Of one account all three are what was read there. Values that nobody read, or that are too old, are
unknown, and never zero.

Help: docs/calculations/own-indicators.md.
"""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.status import Status


def added_up(total: pd.Series, n: pd.Series, unusable: pd.Series, outdated: pd.Series) -> Answers:
    """Return the sum of the values that hold.

    Formula: the sum of the newest value of each account.
    Units: those of the values; n counts them, unusable those without an exchange rate, outdated the
        accounts whose newest value is too old.
    No value: not_measured where no account has a value that holds; incomplete, beside the sum of
        the others, where some can't be used or are too old: they would have added something.
    Raises: ValueError when a count is below zero.
    Source: adding up.

    >>> none, one, two = (pd.Series([number, number]) for number in (0.0, 1.0, 2.0))
    >>> found = added_up(pd.Series([7.0, 0.0]), pd.Series([2.0, 0.0]), none, one)
    >>> found["value"].to_list(), found["status"].to_list()
    ([7.0, nan], ['incomplete', 'not_measured'])
    """
    lost = not_negative(unusable).fillna(0) + not_negative(outdated).fillna(0)
    return answers.total(total, n, read_status(n, unusable, lost.gt(0)))


def averaged(total: pd.Series, weight: pd.Series, n: pd.Series, unusable: pd.Series) -> Answers:
    """Return the mean of the values that hold, each by its weight.

    Formula: sum of value x weight / sum of weights, over the newest value of each account.
    Units: those of the values; n counts them, unusable those without an exchange rate.
    No value: not_measured where no account has a value that holds; incomplete, beside the mean of
        the others, where some have no exchange rate.
    Raises: ValueError when a count or a weight is below zero.
    Source: textbook.

    >>> three = (pd.Series([number]) for number in (260.0, 4.0, 2.0))
    >>> averaged(*three, pd.Series([0.0]))["value"].item()
    65.0
    """
    status = read_status(n, unusable, not_negative(unusable).fillna(0).gt(0))
    return answers.weighted_mean(total, not_negative(weight), n, status)


def newest(value: pd.Series, n: pd.Series, unusable: pd.Series) -> Answers:
    """Return the value that was read last, found by the database.

    Formula: the value with the latest day; of one day, the one that was recorded last.
    Units: those of the values; n counts the accounts that have one, unusable those without an
        exchange rate.
    No value: not_measured where no account has a value that holds; incomplete where some have no
        exchange rate, for theirs may be newer.
    Raises: ValueError when a count is below zero.
    Source: textbook.

    >>> newest(pd.Series([4.0, None]), pd.Series([3, 0]), pd.Series([0, 0]))["status"].to_list()
    ['ok', 'not_measured']
    """
    status = read_status(n, unusable, not_negative(unusable).fillna(0).gt(0))
    return answers.level(value, n, status)


def read_status(n: pd.Series, unusable: pd.Series, is_less: pd.Series) -> pd.Series:
    """Return what may be said: nothing where nobody read a value that holds.

    is_less says where the values are fewer than what was read. Where all of them lack a rate,
    something was read, and can't be told.
    """
    counted = not_negative(n).fillna(0)
    return first_status(
        {
            Status.NOT_MEASURED: (counted + unusable.fillna(0)).eq(0),
            Status.INCOMPLETE: is_less,
        }
    )
