"""What marketing had to do with deals: sourced, influenced, and as a share of all.

Help: docs/calculations/finance.md, docs/calculations/overall.md.
"""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.status import Status


def claimed_value(
    value: pd.Series, valued: pd.Series, unusable: pd.Series, unheard: pd.Series
) -> Answers:
    """Return what the deals that marketing may claim are worth together, in one currency.

    Formula: the sum of their amounts.
    Units: money; valued counts the amounts in the sum, unusable those without amount or rate,
        unheard the deals whose touches nobody told us.
    No value: not_measured where the value is missing. Where some deals are unusable or unheard the
        sum of the others is given and marked incomplete; there is none where all are.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> columns = (pd.Series(each) for each in ([100.0, 0.0], [1, 0], [0, 0], [0, 2]))
    >>> claimed_value(*columns)[["value", "status"]]
       value      status
    0  100.0          ok
    1    NaN  incomplete
    """
    left = not_negative(unusable).fillna(0) + not_negative(unheard).fillna(0)
    status = first_status(
        {
            Status.NOT_MEASURED: value.isna() | not_negative(valued).isna(),
            Status.INCOMPLETE: left.gt(0),
        }
    )
    return answers.total(value, valued, status)


def claimed_share(
    part: pd.Series,
    whole: pd.Series,
    valued: pd.Series,
    unusable: pd.Series,
    unheard: pd.Series,
    heard: pd.Series,
) -> Answers:
    """Return the value that marketing may claim as a share of all, without an interval.

    Formula: amounts of claimed deals / amounts of all deals whose touches were told us.
    Units: money of one currency in; valued, unusable, unheard and heard in deals; percent out.
    No value: not_measured where an amount is missing or no deal's touches were told us; no_data
        where nothing of worth was there; incomplete, beside the share of the others, where an
        amount or a rate is missing.
    Raises: ValueError when a count is below zero.
    Source: own; the two claims are kept apart after Forrester.

    >>> one = [pd.Series([each]) for each in (100.0, 650.0, 4, 0, 0, 4)]
    >>> claimed_share(*one)["value"].round(1).item()
    15.4
    """
    unknown = part.isna() | whole.isna() | _nobody_told(heard, unheard)
    status = first_status(
        {
            Status.NOT_MEASURED: unknown,
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
            Status.NO_DATA: whole.eq(0),
        }
    )
    return answers.share_of_total(part, whole, not_negative(valued), status)


def claimed_count_share(part: pd.Series, whole: pd.Series, unheard: pd.Series) -> Answers:
    """Return the deals that marketing may claim as a share of all, with the Wilson interval.

    Formula: claimed deals / deals whose touches were told us.
    Units: deals in; percent out.
    No value: not_measured where a count is missing or no deal's touches were told us; no_data
        without a deal.
    Raises: ValueError when a count is below zero.
    Source: E. B. Wilson (1927) for the interval.

    >>> claimed_count_share(*(pd.Series([each]) for each in (1, 4, 0)))["value"].item()
    25.0
    """
    status = first_status(
        {
            Status.NOT_MEASURED: part.isna() | whole.isna() | _nobody_told(whole, unheard),
            Status.NO_DATA: not_negative(whole).eq(0),
        }
    )
    return answers.share(not_negative(part), whole, status)


def claimed_number(part: pd.Series, whole: pd.Series, unheard: pd.Series) -> Answers:
    """Return how many deals marketing may claim, with the exact Poisson interval.

    Formula: the number of them.
    Units: deals.
    No value: not_measured where a count is missing or no deal's touches were told us.
    Raises: ValueError when a count is below zero.
    Source: F. Garwood (1936), Biometrika 28 (3/4), 437-442.

    >>> claimed_number(*(pd.Series([each]) for each in (0, 0, 3)))["status"].item()
    'not_measured'
    """
    unknown = part.isna() | whole.isna() | _nobody_told(whole, unheard)
    status = first_status({Status.NOT_MEASURED: unknown})
    return answers.count(not_negative(part), status, rare=True)


def _nobody_told(heard: pd.Series, unheard: pd.Series) -> pd.Series:
    """Return where there were deals, and nobody told us of the touches of any."""
    return not_negative(heard).eq(0) & not_negative(unheard).gt(0)
