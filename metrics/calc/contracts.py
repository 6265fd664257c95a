"""Contracts that come due and customers: what was kept, and what may be lost.

Help: docs/calculations/awareness.md, docs/calculations/finance.md.
"""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.status import Status

DAYS_OF_A_YEAR = 365


def due_value(value: pd.Series, valued: pd.Series, unusable: pd.Series, due: pd.Series) -> Answers:
    """Return what some of the contracts that come due are worth a year.

    Formula: the sum of it, for the renewed ones at most what they were worth before.
    Units: money; valued, unusable and due are contracts, due all that come due in the window.
    No value: not_measured where the value is missing; no_data where nothing comes due; incomplete
        where a worth is not known, beside the sum of the others.
    Raises: ValueError when a count is below zero.
    Source: own; available to renew, as customer-success practice has it.

    >>> columns = (pd.Series([x, 0.0]) for x in (320.0, 3.0, 0.0, 5.0))
    >>> due_value(*columns)[["value", "status"]]
       value   status
    0  320.0       ok
    1    NaN  no_data
    """
    status = first_status(
        {
            Status.NOT_MEASURED: value.isna() | due.isna(),
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
            Status.NO_DATA: not_negative(due).eq(0),
        }
    )
    return answers.total(value, not_negative(valued), status)


def attended_value(
    value: pd.Series, valued: pd.Series, unusable: pd.Series, due: pd.Series, touches: pd.Series
) -> Answers:
    """Return what was protected where ABM was there.

    Formula: as due_value. touches tell whether anybody would have told us of them.
    Units: money, contracts, touches.
    No value: as due_value; not_measured where touches are.
    Raises: ValueError when a count is below zero.
    Source: own. That ABM was there does not say that it is why.

    >>> columns = [pd.Series([x]) for x in (320.0, 3.0, 0.0, 5.0, float("nan"))]
    >>> attended_value(*columns)["status"].item()
    'not_measured'
    """
    return due_value(value, valued, unusable, due.mask(touches.isna()))


def gap(value: pd.Series, valued: pd.Series, unusable: pd.Series) -> Answers:
    """Return by how much less was lost than the plan accepts; below zero, more was.

    Formula: sum of (accepted rate * worth before - loss), each contract by the rate of its account.
    Units: money; valued and unusable are contracts, unusable those without worth, rate of exchange
        or accepted rate.
    No value: not_measured where the gap is missing; no_data without a contract; incomplete where
        some can't be used: nothing is accepted to be lost without anybody saying so.
    Raises: ValueError when a count is below zero.
    Source: own, after the run-off rates of service contracts.

    >>> rows = ([-37.0, 0.0], [4.0, 0.0], [0.0, 2.0])
    >>> gap(*(pd.Series(row) for row in rows))[["value", "status"]]
       value      status
    0  -37.0          ok
    1    NaN  incomplete
    """
    status = first_status(
        {
            Status.NOT_MEASURED: value.isna() | not_negative(valued).isna(),
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
            Status.NO_DATA: valued.eq(0),
        }
    )
    return answers.total(value, valued, status)


def rate_of(part: pd.Series, whole: pd.Series, valued: pd.Series, unusable: pd.Series) -> Answers:
    """Return a part of what contracts or customers are worth a year, in percent.

    Formula: part / whole, both sums.
    Units: money of one currency; valued and unusable are contracts or customers; percent out.
    No value: not_measured where a sum is missing; no_data where the whole is nothing; incomplete,
        beside the rate of the others, where a worth is not known.
    Raises: ValueError when a count is below zero.
    Source: gross and net revenue retention, and run-off, as finance reports them.

    >>> rate_of(*(pd.Series([x]) for x in (100.0, 420.0, 4.0, 0.0)))["value"].round(1).item()
    23.8
    """
    status = first_status(
        {
            Status.NOT_MEASURED: part.isna() | whole.isna(),
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
            Status.NO_DATA: whole.eq(0),
        }
    )
    return answers.share_of_total(part, whole, not_negative(valued), status)


def customer_rate(some: pd.Series, customers: pd.Series) -> Answers:
    """Return the share of the customers at the start who were lost, or kept, by the end.

    Formula: some / customers, with the Wilson interval.
    Units: customers in, missing where no feed was live; percent out.
    No value: not_measured where a count is missing; no_data where there was no customer.
    Raises: ValueError when a count is below zero or more were lost than there were.
    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22 (158), 209-212.

    >>> found = customer_rate(pd.Series([4.0]), pd.Series([50.0]))
    >>> found[["value", "ci_low", "ci_high"]].round(1).to_dict("records")
    [{'value': 8.0, 'ci_low': 3.2, 'ci_high': 18.8}]
    """
    if (not_negative(some) > not_negative(customers)).any():
        raise ValueError("There can't be more of them than customers.")
    status = first_status(
        {Status.NOT_MEASURED: some.isna() | customers.isna(), Status.NO_DATA: customers.eq(0)}
    )
    return answers.share(some, customers, status)


def heard_rate(
    heard: pd.Series, revenue: pd.Series, valued: pd.Series, unusable: pd.Series, voices: pd.Series
) -> Answers:
    """Return the share of the customers' revenue whose account answered.

    Formula: revenue of the accounts that answered / revenue of all customers.
    Units: money; valued and unusable are customers; voices, the answers that tell whether any
        survey was brought to us at all; percent out.
    No value: as rate_of; not_measured where answers are.
    Raises: ValueError when a count is below zero.
    Source: CustomerGauge recommends to hear 80 percent of the revenue in a quarter.

    >>> heard_rate(*(pd.Series([x]) for x in (60.0, 80.0, 3.0, 0.0, 5.0)))["value"].item()
    75.0
    """
    return rate_of(heard.mask(voices.isna()), revenue, valued, unusable)


def annualized(lost: float, days: float) -> float:
    """Return the percent that would be lost in a year, at the pace of so many days.

    Formula: 1 - (1 - c)^(365 / days).
    Units: percent in and out; days of the window.
    Source: own.

    >>> round(annualized(8.0, 181), 1)
    15.5
    """
    kept: float = (1 - lost / 100) ** (DAYS_OF_A_YEAR / days)
    return 100 * (1 - kept)
