"""How fast deals go: against what sellers foresaw, and how long they take.

Help: docs/calculations/finance.md.
"""

import numpy as np
import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.intervals import BLOCK, RESAMPLES, SEED, Array
from metrics.calc.status import Status

LEAST_ACCOUNTS = 10  # from which the interval of a median cycle says something


def days_pulled_in(
    days: pd.Series, worth: pd.Series, number: pd.Series, unusable: pd.Series
) -> Answers:
    """Return by how many days deals close before they were foreseen to, by their worth.

    Formula: sum of worth * (day foreseen first - day closed, or foreseen now) / sum of worth.
    Units: days is the sum of worth times days; worth is money of one currency; number and unusable
        are deals; days out, above zero where they come earlier.
    No value: not_measured where a sum is missing; no_data without a deal foreseen that has a worth;
        incomplete where some have no worth, no rate or no forecast now.
    Raises: ValueError when a count is below zero.
    Source: own; the weight of a deal is its worth.

    >>> days_pulled_in(*(pd.Series([x]) for x in (-1500.0, 400.0, 2.0, 0.0)))["value"].item()
    -3.75
    """
    status = first_status(
        {
            Status.NOT_MEASURED: days.isna() | worth.isna(),
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
            Status.NO_DATA: worth.eq(0),
        }
    )
    return answers.weighted_mean(days, worth, not_negative(number), status)


def foreseen_value(
    value: pd.Series, valued: pd.Series, unusable: pd.Series, foreseen: pd.Series
) -> Answers:
    """Return what deals are worth that came before their time, or did not come in it.

    Formula: the sum of their worths, at the exchange rates of the window's end.
    Units: money; valued, unusable and foreseen are deals, foreseen all that were when it began.
    No value: not_measured where the value is missing; no_data where nothing was foreseen, for a
        forecast can't be made up afterwards; incomplete where a worth is not known.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> foreseen_value(*(pd.Series([x]) for x in (0.0, 0.0, 0.0, 3.0)))["value"].item()
    0.0
    """
    status = first_status(
        {
            Status.NOT_MEASURED: value.isna() | foreseen.isna(),
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
            Status.NO_DATA: not_negative(foreseen).eq(0),
        }
    )
    return answers.total(value, not_negative(valued), status)


def value_gap(
    won: pd.Series,
    won_n: pd.Series,
    won_unusable: pd.Series,
    committed: pd.Series,
    committed_n: pd.Series,
    committed_unusable: pd.Series,
    foreseen: pd.Series,
) -> Answers:
    """Return what was won in the window less what sellers were sure to win in it.

    Formula: worth won - worth foreseen (commit) when the window began to close in it.
    Units: money; the others are deals.
    No value: as foreseen_value.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> value_gap(*(pd.Series([x]) for x in (100.0, 1, 0, 80.0, 1, 0, 2)))["value"].item()
    20.0
    """
    return foreseen_value(
        won - committed, won_n + committed_n, won_unusable + committed_unusable, foreseen
    )


def median_cycle(
    accounts: pd.Series, entered: pd.Series, lasted: pd.Series, won: pd.Series
) -> Answers:
    """Return after how many days half of the deals are won, by those that are open still, too.

    Formula: the first time at which the Kaplan-Meier estimate is one half or less: the product,
        over the times of wins, of 1 - wins / deals at risk. A deal that was open before the window
        is at risk from its age then on; open and lost deals are until they were last seen.
        Bootstrap by account from ten accounts up.
    Units: in each cell of each deal its account, the days from its creation until it was first and
        last seen, and 1 where it was won; days out.
    No value: not_measured where a cell is missing; no_data without a deal; immature where fewer
        than half are won at any age seen.
    Raises: ValueError when the lists of a cell differ in length.
    Source: E. L. Kaplan, P. Meier (1958), Journal of the American Statistical Association 53 (282);
        delayed entry as J. Klein, M. Moeschberger, Survival Analysis, 4.6.

    >>> cells = ([1, 1, 2, 2], [0.0] * 4, [30.0, 60.0, 45.0, 90.0], [1, 1, 0, 0])
    >>> median_cycle(*(pd.Series([cell]) for cell in cells))["value"].item()
    60.0
    """
    rows = list(zip(accounts, entered, lasted, won, strict=True))
    found = np.array([_cell(*row) for row in rows], dtype="float64").reshape(-1, 4)
    value, low, high, number = found.T
    index = accounts.index
    status = first_status(
        {
            Status.NOT_MEASURED: pd.Series(np.isnan(number), index),
            Status.IMMATURE: pd.Series(np.isnan(value) & (number > 0), index),
            Status.NO_DATA: pd.Series(number == 0, index),
        }
    )
    return answers.level(
        pd.Series(value, index), pd.Series(number, index), status, bounds=(low, high)
    )


def _cell(
    accounts: object, entered: object, lasted: object, won: object
) -> tuple[float, float, float, float]:
    """Return the median of a cell, the ends of its interval, and of how many deals it is."""
    if not all(isinstance(each, list) for each in (accounts, entered, lasted, won)):
        return np.nan, np.nan, np.nan, np.nan
    names, start, end, is_won = (
        np.asarray(each, dtype="float64") for each in (accounts, entered, lasted, won)
    )
    if not len(names) == len(start) == len(end) == len(is_won):
        raise ValueError("Each deal needs its account, its days and its end.")
    if not len(names):
        return np.nan, np.nan, np.nan, 0.0
    curve = _Curve(start, end, is_won)
    value = curve.medians(np.ones((1, len(names))))[0]
    low, high = _ends(names, curve)
    return float(value), low, high, float(len(names))


def _ends(names: Array, curve: "_Curve") -> tuple[float, float]:
    """Return the percentiles of the median over resamples of whole accounts.

    A resample in which the median is not reached is longer than any: the end is missing then.
    """
    accounts, place = np.unique(names, return_inverse=True)
    if len(accounts) < LEAST_ACCOUNTS:
        return np.nan, np.nan
    draw = np.random.default_rng(SEED)
    found: list[Array] = []
    rows = max(1, min(RESAMPLES, BLOCK // len(names)))
    while sum(map(len, found)) < RESAMPLES:
        chosen = draw.integers(0, len(accounts), size=(rows, len(accounts)))
        times = np.zeros((rows, len(accounts)))
        np.add.at(times, (np.arange(rows)[:, None], chosen), 1.0)
        found.append(curve.medians(times[:, place]))
    medians = np.concatenate(found)[:RESAMPLES]
    ordered = np.sort(np.where(np.isnan(medians), np.inf, medians)).tolist()
    low, high = ordered[int(0.025 * RESAMPLES)], ordered[int(0.975 * RESAMPLES)]
    return (low, high) if np.isfinite(high) else (np.nan, np.nan)


class _Curve:
    """The share of deals not yet won by age, for any weights of the deals."""

    def __init__(self, entered: Array, lasted: Array, won: Array) -> None:
        won = np.where(entered < lasted, won, 0)  # who was not there a moment says nothing
        self.times = np.unique(lasted[won > 0])
        self.by_entry, self.by_end = np.argsort(entered), np.argsort(lasted)
        self.came = np.searchsorted(entered[self.by_entry], self.times, side="left")
        self.gone = np.searchsorted(lasted[self.by_end], self.times, side="left")
        self.won = won
        self.at = np.searchsorted(self.times, lasted)

    def medians(self, weights: Array) -> Array:
        """Return the median for each row of weights, missing where it is not reached."""
        rows = len(weights)
        if not len(self.times):
            return np.full(rows, np.nan)
        risk = _sums(weights[:, self.by_entry])[:, self.came]
        risk -= _sums(weights[:, self.by_end])[:, self.gone]
        wins = np.zeros((len(self.times), rows))
        is_won = np.flatnonzero(self.won > 0)
        np.add.at(wins, self.at[is_won], weights[:, is_won].T)
        with np.errstate(divide="ignore", invalid="ignore"):
            steps = np.where(risk > 0, 1 - wins.T / risk, 1.0)
        below = np.cumprod(steps, axis=1) <= 0.5 + 1e-12
        first = below.argmax(axis=1)
        return np.where(below.any(axis=1), self.times[first], np.nan)


def _sums(weights: Array) -> Array:
    """Return for each row what the first so many come to, from none on."""
    return np.concatenate([np.zeros((len(weights), 1)), weights.cumsum(axis=1)], axis=1)
