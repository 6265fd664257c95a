"""How many accounts and opportunities qualified, what they cost and what became of them.

Help: docs/calculations/finance.md.
"""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.status import Status


def events(number: pd.Series) -> Answers:
    """Return how many accounts or opportunities qualified, with the interval of rare events.

    Formula: the number itself; Garwood's interval.
    Units: events in and out.
    No value: not_measured where the number is missing.
    Raises: ValueError when a number is below zero.
    Source: F. Garwood (1936), Biometrika 28 (3/4), 437-442.

    >>> events(pd.Series([4.0]))[["value", "ci_low", "ci_high"]].round(2).values.tolist()
    [[4.0, 1.09, 10.24]]
    """
    number = not_negative(number)
    return answers.count(number, _measured(number), rare=True)


def standing(number: pd.Series) -> Answers:
    """Return how many accounts are qualified now.

    Formula: the number itself.
    Units: accounts in and out.
    No value: not_measured where the number is missing.
    Raises: ValueError when a number is below zero.
    Source: own.

    >>> standing(pd.Series([3.0]))["value"].item()
    3.0
    """
    number = not_negative(number)
    return answers.count(number, _measured(number))


def cost_of(cost: pd.Series, lines: pd.Series, unusable: pd.Series, number: pd.Series) -> Answers:
    """Return what each of some rare events cost.

    Formula: cost / number, between cost / upper and cost / lower end of Garwood's interval.
    Units: money and lines of spend, events; money out.
    No value: not_measured where cost or number is missing; incomplete, beside the cost of the other
        lines, where an exchange rate is missing; no_data where nothing happened.
    Raises: ValueError when a number of lines or events is below zero.
    Source: Garwood (1936) for the interval; cost over it, own.

    >>> each = cost_of(*(pd.Series([x]) for x in (12_000.0, 3.0, 0.0, 4.0)))
    >>> each[["value", "ci_low", "ci_high"]].round().values.tolist()
    [[3000.0, 1172.0, 11011.0]]
    """
    status = first_status(
        {
            Status.NOT_MEASURED: cost.isna() | not_negative(lines).isna() | number.isna(),
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
            Status.NO_DATA: not_negative(number).eq(0),
        }
    )
    return answers.cost(cost, number, status)


def pipeline_qualified(worth: pd.Series, valued: pd.Series, unusable: pd.Series) -> Answers:
    """Return what the opportunities that marketing qualified were worth when they qualified.

    Formula: the sum of their amounts at that instant.
    Units: money of one currency, opportunities; money out.
    No value: not_measured where the sum is missing; incomplete, beside the sum of the others, where
        an amount or an exchange rate is missing.
    Raises: ValueError when a number is below zero.
    Source: own.

    >>> pipeline_qualified(*(pd.Series([x]) for x in (80.0, 2.0, 1.0)))["status"].item()
    'incomplete'
    """
    status = first_status(
        {
            Status.NOT_MEASURED: worth.isna() | not_negative(valued).isna(),
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
        }
    )
    return answers.total(worth, valued, status)


def conversion(converted: pd.Series, mature: pd.Series, maturing: pd.Series) -> Answers:
    """Return the share of qualified accounts that had an opportunity in time, of those past it.

    Formula: converted / mature, with the Wilson interval; those whose time is not over are apart.
    Units: accounts in; percent out.
    No value: not_measured where a number is missing; immature where the time of all is not over;
        no_data where none qualified.
    Raises: ValueError when a number is below zero or more converted than qualified.
    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22 (158), 209-212.

    >>> conversion(*(pd.Series([x]) for x in (5.0, 12.0, 8.0)))["value"].round(1).item()
    41.7
    """
    hits, cases = not_negative(converted), not_negative(mature)
    if (hits > cases).any():
        raise ValueError("There can't be more conversions than accounts.")
    waiting = not_negative(maturing).fillna(0).gt(0)
    status = first_status(
        {
            Status.NOT_MEASURED: hits.isna() | cases.isna(),
            Status.IMMATURE: cases.eq(0) & waiting,
            Status.NO_DATA: cases.eq(0),
        }
    )
    return answers.share(hits, cases, status)


def conversion_so_far(converted: pd.Series, cases: pd.Series, maturing: pd.Series) -> Answers:
    """Return the share of all qualified accounts that have had an opportunity: a lower bound.

    Formula: converted / qualified, with the Wilson interval.
    Units: accounts in; percent out.
    No value: not_measured where a number is missing; no_data where none qualified. While the time
        of some is not over, the share is given and marked immature.
    Raises: ValueError when a number is below zero or more converted than qualified.
    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22 (158), 209-212.

    >>> conversion_so_far(*(pd.Series([x]) for x in (6.0, 20.0, 8.0)))["value"].item()
    30.0
    """
    hits, cases = not_negative(converted), not_negative(cases)
    if (hits > cases).any():
        raise ValueError("There can't be more conversions than accounts.")
    status = first_status(
        {
            Status.NOT_MEASURED: hits.isna() | cases.isna(),
            Status.IMMATURE: not_negative(maturing).fillna(0).gt(0),
            Status.NO_DATA: cases.eq(0),
        }
    )
    return answers.share(hits, cases, status)


def _measured(number: pd.Series) -> pd.Series:
    return first_status({Status.NOT_MEASURED: number.isna()})
