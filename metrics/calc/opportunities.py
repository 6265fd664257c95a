"""Deals: how many began, what they are worth, and how they end.

Help: docs/calculations/finance.md.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.intervals import bootstrap
from metrics.calc.status import Status


def new_opportunities(number: pd.Series) -> Answers:
    """Return how many opportunities began in the window.

    Formula: the number of them, with the exact Poisson interval.
    Units: opportunities.
    No value: not_measured where the number is missing.
    Raises: ValueError when a count is below zero.
    Source: F. Garwood (1936), Biometrika 28 (3/4), 437-442.

    >>> new_opportunities(pd.Series([4.0, None]))[["value", "ci_low", "ci_high"]].round(2)
       value  ci_low  ci_high
    0    4.0    1.09    10.24
    1    NaN     NaN      NaN
    """
    status = first_status({Status.NOT_MEASURED: not_negative(number).isna()})
    return answers.count(number, status, rare=True)


def pipeline_value(value: pd.Series, valued: pd.Series, unusable: pd.Series) -> Answers:
    """Return what opportunities are worth together, in one currency.

    Formula: the sum of their amounts, each converted at the dated rate of its event.
    Units: money; valued counts the amounts in the sum, unusable those without amount or rate.
    No value: not_measured where the value is missing. Where some amounts are unusable the sum of
        the others is given and marked incomplete; there is none where all are.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> which, rows = ["some", "all", "none"], ([166.0, 0, 0], [2, 0, 0], [1, 1, 0])
    >>> columns = (pd.Series(row, index=which) for row in rows)
    >>> pipeline_value(*columns)[["value", "status"]]
          value      status
    some  166.0  incomplete
    all     NaN  incomplete
    none    0.0          ok
    """
    status = first_status(
        {
            Status.NOT_MEASURED: value.isna() | not_negative(valued).isna(),
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
        }
    )
    return answers.total(value, valued, status)


def average_size(deals: pd.Series, amounts: pd.Series, without_rate: pd.Series) -> Answers:
    """Return the mean amount of the deals won in the window.

    Formula: sum of the amounts / number of the deals; bootstrap by deal from ten deals up. The
        parts of a split deal are one deal.
    Units: in each cell the deals and their amounts, in the same order and one currency; money out.
    No value: not_measured where the cell is missing; no_data where no deal with an amount was won;
        incomplete, beside the mean of the others, where an exchange rate is missing.
    Raises: ValueError when the two lists of a cell differ in length or a count is below zero.
    Source: practice of sales reporting: value of won deals / number of won deals.

    >>> deals = pd.Series([[1, 2, 3, 3], []], index=["A", "B"])
    >>> amounts = pd.Series([[40.0, 60.0, 300.0, 200.0], []], index=["A", "B"])
    >>> average_size(deals, amounts, pd.Series([0, 0], index=["A", "B"]))[["value", "n", "status"]]
       value    n   status
    A  200.0  3.0       ok
    B    NaN  0.0  no_data
    """
    sizes, n = _sizes(deals, amounts)
    return answers.mean(_each(sizes, np.sum), n, _found(n, without_rate), bootstrap(sizes))


def median_size(deals: pd.Series, amounts: pd.Series, without_rate: pd.Series) -> Answers:
    """Return the middle amount of the deals won in the window.

    Formula: the median of the amounts; bootstrap by deal from ten deals up.
    Units: in each cell the deals and their amounts, in the same order and one currency; money out.
    No value: as the mean.
    Raises: ValueError when the two lists of a cell differ in length or a count is below zero.
    Source: textbook; a single large deal does not move it.

    >>> deals, amounts = pd.Series([[1, 2, 3]]), pd.Series([[40.0, 60.0, 500.0]])
    >>> median_size(deals, amounts, pd.Series([0]))["value"].item()
    60.0
    """
    sizes, n = _sizes(deals, amounts)
    bounds = bootstrap(sizes, np.median)
    return answers.level(_each(sizes, np.median), n, _found(n, without_rate), bounds)


def largest_share(deals: pd.Series, amounts: pd.Series, without_rate: pd.Series) -> Answers:
    """Return how much of the value won in the window is a single deal.

    Formula: largest amount / sum of the amounts.
    Units: in each cell the deals and their amounts, in the same order and one currency; percent
        out.
    No value: as the mean.
    Raises: ValueError when the two lists of a cell differ in length or a count is below zero.
    Source: own.

    >>> deals, amounts = pd.Series([[1, 2, 3]]), pd.Series([[40.0, 60.0, 500.0]])
    >>> largest_share(deals, amounts, pd.Series([0]))["value"].round(1).item()
    83.3
    """
    sizes, n = _sizes(deals, amounts)
    largest, whole = _each(sizes, np.max), _each(sizes, np.sum)
    return answers.share_of_total(largest, whole, n, _found(n, without_rate))


def close_rate(won: pd.Series, decided: pd.Series) -> Answers:
    """Return the share of the opportunities decided in the window that were won.

    Formula: won / decided, with the Wilson interval; decided are the won and the lost, and a deal
        that ended without a decision is lost.
    Units: opportunities in, missing where no feed was live; percent out.
    No value: not_measured where a count is missing; no_data where none was decided.
    Raises: ValueError when a count is below zero or more were won than decided.
    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22 (158), 209-212.

    >>> accounts = ["Airbus", "Bosch", "Ceva"]
    >>> won = pd.Series([9, 0, None], index=accounts)
    >>> decided = pd.Series([12, 0, None], index=accounts)
    >>> close_rate(won, decided)[["value", "ci_low", "ci_high", "status"]].round(1)
            value  ci_low  ci_high        status
    Airbus   75.0    46.8     91.1            ok
    Bosch     NaN     NaN      NaN       no_data
    Ceva      NaN     NaN      NaN  not_measured
    """
    return answers.share(won, decided, _cases(won, decided))


def close_rate_value(
    won: pd.Series, decided: pd.Series, valued: pd.Series, unusable: pd.Series
) -> Answers:
    """Return the share of the value decided in the window that was won.

    Formula: amount won / amount won and lost, each converted at the rate of its close date.
    Units: money of one currency in, valued and unusable in opportunities; percent out.
    No value: not_measured where an amount is missing; no_data where nothing of worth was decided;
        incomplete, beside the share of the others, where an amount or a rate is missing.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> close_rate_value(*(pd.Series([x]) for x in (500, 1400, 10, 0)))["value"].round(1).item()
    35.7
    """
    status = first_status(
        {
            Status.NOT_MEASURED: won.isna() | decided.isna(),
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
            Status.NO_DATA: decided.eq(0),
        }
    )
    return answers.share_of_total(won, decided, not_negative(valued), status)


def no_decision_rate(undecided: pd.Series, decided: pd.Series) -> Answers:
    """Return the share of the closures of the window that ended without a decision.

    Formula: no decision / (won + lost), with the Wilson interval.
    Units: opportunities in; percent out.
    No value: not_measured where a count is missing; no_data where none was closed.
    Raises: ValueError when a count is below zero or there are more of them than closures.
    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22 (158), 209-212.

    >>> no_decision_rate(pd.Series([2]), pd.Series([8]))["value"].item()
    25.0
    """
    return answers.share(undecided, decided, _cases(undecided, decided))


def reached_rate(reached: pd.Series, entered: pd.Series, maturing: pd.Series) -> Answers:
    """Return the share of those that entered in the window which got as far as asked.

    Formula: reached / entered, with the Wilson interval.
    Units: opportunities in; percent out. maturing counts those that are open and entered less than
        the horizon (180 days) before the as-of date.
    No value: not_measured where a count is missing; no_data where none entered. While some are
        maturing the rate so far, a lower bound, is given and marked immature.
    Raises: ValueError when a count is below zero or more got there than entered.
    Source: own; the created-cohort form of a win rate.

    >>> rate = reached_rate(pd.Series([3]), pd.Series([10]), pd.Series([2]))
    >>> rate[["value", "status"]].to_dict("list")
    {'value': [30.0], 'status': ['immature']}
    """
    status = _cases(reached, entered, maturing)
    return answers.share(reached, entered, status)


def _cases(hits: pd.Series, cases: pd.Series, maturing: pd.Series | None = None) -> pd.Series:
    """Return the status of a share of cases."""
    if (not_negative(hits) > not_negative(cases)).any():
        raise ValueError("There can't be more hits than cases.")
    never = pd.Series(data=False, index=cases.index)
    return first_status(
        {
            Status.NOT_MEASURED: hits.isna() | cases.isna(),
            Status.IMMATURE: never if maturing is None else maturing.fillna(0).gt(0),
            Status.NO_DATA: cases.eq(0),
        }
    )


def _found(n: pd.Series, without_rate: pd.Series) -> pd.Series:
    """Return the status of what is found among n amounts."""
    return first_status(
        {
            Status.NOT_MEASURED: n.isna(),
            Status.INCOMPLETE: not_negative(without_rate).fillna(0).gt(0),
            Status.NO_DATA: n.eq(0),
        }
    )


def _sizes(deals: pd.Series, amounts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return in each cell the amount of each deal, its parts added up, and how many deals."""
    pairs = zip(deals, amounts, strict=True)
    sizes = pd.Series([_recombined(*pair) for pair in pairs], index=deals.index, dtype="object")
    return sizes, sizes.map(len).astype("float64").where(deals.notna())


def _recombined(deals: object, amounts: object) -> list[float]:
    if not isinstance(deals, list) or not isinstance(amounts, list):
        return []
    if len(deals) != len(amounts):
        raise ValueError("Each deal needs its amount.")
    whole: dict[object, float] = {}
    for deal, amount in zip(deals, amounts, strict=True):
        whole[deal] = whole.get(deal, 0.0) + float(amount)
    return list(whole.values())


def _each(cells: pd.Series, statistic: Callable[[list[float]], float]) -> pd.Series:
    """Return the statistic of the list in each cell, missing where it is empty."""
    found = [statistic(cell) if cell else np.nan for cell in cells]
    return pd.Series(found, index=cells.index, dtype="float64")
