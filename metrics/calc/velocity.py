"""How much money a day goes through the deals: number, win rate, value and length together.

Help: docs/calculations/overall.md.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status
from metrics.calc.intervals import RESAMPLES, SEED, Array, bootstrap_by_group
from metrics.calc.scales import LEAST_WINS
from metrics.calc.status import Status

LEAST_ACCOUNTS = 10

Rule: TypeAlias = Callable[[Array], Array]
"""What is made of the sums of a side: a number for each row of them."""

Drawing: TypeAlias = Callable[[Sequence[Array]], Array]
"""The same of the sums of several sides."""


@dataclass(frozen=True, slots=True)
class Side:
    """The deals of one side of the comparison, as lists in the cells of columns.

    running names the account of each qualified deal that was open, ended that of each decided one
    and won whether it was won, gained that of each won one and days how long it took, sized that of
    each won one with an amount and amounts that amount; unusable counts those without a rate.
    """

    running: pd.Series
    ended: pd.Series
    won: pd.Series
    gained: pd.Series
    days: pd.Series
    sized: pd.Series
    amounts: pd.Series
    unusable: pd.Series

    @property
    def unknown(self) -> pd.Series:
        """Tell where the deals were not measured."""
        return self.running.isna() | self.ended.isna()

    @property
    def unrated(self) -> pd.Series:
        """Tell where an exchange rate is missing."""
        return self.unusable.fillna(0).gt(0)

    @property
    def wins(self) -> pd.Series:
        """How many deals were won."""
        return _lengths(self.gained)


# Of a side, in the columns of an array with a row for each account.
OPEN, WON, DECIDED, AMOUNT, SIZED, DAYS, TIMED = range(7)


def velocity(*lists: pd.Series) -> Answers:
    """Return how much money a day the deals of one side bring.

    Formula: N x W x A / L. N are the qualified deals open at any time of the window, W the won
        among those decided in it, A the mean amount of the won, L their mean days from creation to
        the end. Percentiles of 1,000 resamples of accounts, from ten accounts up.
    Units: lists of Side, in its order; money a day out.
    No value: not_measured where the lists are missing; no_data where a component has no value;
        incomplete, from the other amounts, where an exchange rate is missing.
    Raises: ValueError when lists of the same deals differ in length.
    Source: sales practice (pipeline velocity); the bootstrap, own.

    >>> eight = [[1.0] * 20, [1.0] * 10, [1.0] * 4 + [0.0] * 6, [1.0] * 4, [80.0] * 4]
    >>> lists = [pd.Series([each]) for each in (*eight, [1.0] * 4, [50_000.0] * 4)]
    >>> velocity(*lists, pd.Series([0]))["value"].item()
    5000.0
    """
    return _answers(Side(*lists), _velocity)


def velocity_of_one(*lists: pd.Series) -> Answers:
    """Return how much money a day one deal of a side brings, however many there are.

    Formula: W x A / L, as in velocity.
    Units: lists of Side, in its order; money a day out.
    No value: as velocity.
    Raises: as velocity.
    Source: own; comparable between sides of different size.

    >>> eight = [[1.0] * 20, [1.0] * 10, [1.0] * 4 + [0.0] * 6, [1.0] * 4, [80.0] * 4]
    >>> lists = [pd.Series([each]) for each in (*eight, [1.0] * 4, [50_000.0] * 4)]
    >>> velocity_of_one(*lists, pd.Series([0]))["value"].item()
    250.0
    """
    return _answers(Side(*lists), _of_one)


def velocity_ratio(*lists: pd.Series, least_wins: float = LEAST_WINS) -> Answers:
    """Return how many times as fast the deals of the first side bring money, deal by deal.

    Formula: (W x A / L) of the one side over that of the other; both are drawn by account together.
    Units: lists of Side for the one side, then for the other.
    No value: as velocity for either side; no_data with fewer won deals on a side than are set (5).
    Raises: as velocity.
    Source: own.

    >>> five = [1.0] * 5
    >>> decided, won, amounts = [1.0] * 10, five + [0.0] * 5, [50_000.0] * 5
    >>> quick, slow = (
    ...     [pd.Series([each]) for each in (five, decided, won, five, days, five, amounts, 0)]
    ...     for days in ([80.0] * 5, [100.0] * 5)
    ... )
    >>> velocity_ratio(*quick, *slow)["value"].item()
    1.25
    """
    one, other = Side(*lists[:8]), Side(*lists[8:])
    few = one.wins.lt(least_wins) | other.wins.lt(least_wins)
    status = first_status(
        {
            Status.NOT_MEASURED: one.unknown | other.unknown,
            Status.INCOMPLETE: one.unrated | other.unrated,
            Status.NO_DATA: few,
        }
    )
    found = [_both(*pair) for pair in zip(_sums(one), _sums(other), strict=True)]
    values = pd.Series([value for value, *_bounds in found], index=few.index, dtype="float64")
    bounds = np.array([ends for _value, *ends in found], dtype="float64").reshape(-1, 2)
    values = values.mask(few)
    status = status.mask(values.isna() & status.eq(Status.OK.value), Status.NO_DATA.value)
    return answers.level(values, one.wins + other.wins, status, (bounds[:, 0], bounds[:, 1]))


def running(deals: pd.Series) -> Answers:
    """Return how many qualified deals of a side were open at some time of the window.

    Formula: their number.
    Units: a list of the account of each in; deals out.
    No value: not_measured where the list is missing.
    Raises: nothing.
    Source: own.

    >>> running(pd.Series([[7.0, 7.0, 9.0]]))["value"].item()
    3.0
    """
    status = first_status({Status.NOT_MEASURED: deals.isna()})
    return answers.count(_lengths(deals), status)


def influenced_share(influenced: pd.Series, other: pd.Series) -> Answers:
    """Return the influenced deals as a share of both sides, with the Wilson interval.

    Formula: influenced / (influenced + not influenced), of the qualified deals open in the window.
    Units: lists of the account of each deal in; percent out.
    No value: not_measured where a list is missing; no_data without a deal.
    Raises: nothing.
    Source: E. B. Wilson (1927) for the interval.

    >>> influenced, other = pd.Series([[7.0, 7.0, 9.0], []]), pd.Series([[8.0], []])
    >>> influenced_share(influenced, other)[["value", "ci_low", "ci_high", "status"]].round(1)
       value  ci_low  ci_high   status
    0   75.0    30.1     95.4       ok
    1    NaN     NaN      NaN  no_data
    """
    hits, cases = _lengths(influenced), _lengths(influenced) + _lengths(other)
    return answers.share(hits, cases, _status(cases))


def win_rate(ended: pd.Series, won: pd.Series) -> Answers:
    """Return the won among the decided deals of a side, with the Wilson interval.

    Formula: won / (won + lost) of the deals closed in the window.
    Units: for each deal its account, and 1 where it was won, in lists; percent out.
    No value: not_measured where the list is missing; no_data where none was decided.
    Raises: nothing.
    Source: E. B. Wilson (1927) for the interval.

    >>> ended, won = pd.Series([[7.0, 7.0, 8.0, 9.0], []]), pd.Series([[1.0, 0.0, 0.0, 0.0], []])
    >>> win_rate(ended, won)[["value", "ci_low", "ci_high", "status"]].round(1)
       value  ci_low  ci_high   status
    0   25.0     4.6     69.9       ok
    1    NaN     NaN      NaN  no_data
    """
    hits = pd.Series([_total(cell) for cell in won], index=won.index, dtype="float64")
    cases = _lengths(ended)
    return answers.share(hits, cases, _status(cases))


def average_value(sized: pd.Series, amounts: pd.Series, unusable: pd.Series) -> Answers:
    """Return the mean amount of the won deals of a side, drawn by account from ten accounts up.

    Formula: sum of amounts / number of won deals with an amount, at the rates of one day: that on
        which the window ends.
    Units: for each deal its account and its amount, in lists; money out.
    No value: not_measured where the list is missing; no_data where none with an amount was won;
        incomplete, beside the mean of the others, where a rate is missing.
    Raises: ValueError when the two lists of a cell differ in length.
    Source: own.

    >>> sized, amounts = pd.Series([[7.0, 9.0], [8.0]]), pd.Series([[40_000.0, 60_000.0], [500.0]])
    >>> average_value(sized, amounts, pd.Series([0, 1]))[["value", "n", "status"]]
         value    n      status
    0  50000.0  2.0          ok
    1    500.0  1.0  incomplete
    """
    status = first_status(
        {
            Status.NOT_MEASURED: amounts.isna(),
            Status.INCOMPLETE: unusable.fillna(0).gt(0),
            Status.NO_DATA: _lengths(amounts).eq(0),
        }
    )
    return _mean(sized, amounts, status)


def average_days(gained: pd.Series, days: pd.Series) -> Answers:
    """Return the mean days of the won deals of a side, drawn by account from ten accounts up.

    Formula: sum of days from creation to the end, without those in which a deal was closed before
        it was taken up again / number of won deals.
    Units: for each deal its account and its days, in lists; days out.
    No value: not_measured where the list is missing; no_data where none was won.
    Raises: ValueError when the two lists of a cell differ in length.
    Source: own.

    >>> gained, days = pd.Series([[7.0, 7.0, 9.0], []]), pd.Series([[60.0, 80.0, 130.0], []])
    >>> average_days(gained, days)[["value", "n", "status"]]
       value    n   status
    0   90.0  3.0       ok
    1    NaN  0.0  no_data
    """
    return _mean(gained, days, _status(_lengths(days)))


def decomposed(
    rates: tuple[float, float], values: tuple[float, float], days: tuple[float, float]
) -> tuple[float, float, float]:
    """Return what win rate, value and length add to the logarithm of the ratio of two velocities.

    Each pair is of the one side and the other. The three add up to ln of the ratio per deal.

    >>> [round(each, 3) for each in decomposed((0.4, 0.25), (50_000, 40_000), (80, 100))]
    [0.47, 0.223, 0.223]
    """
    rate, value, length = (math.log(one / other) for one, other in (rates, values, days))
    return rate, value, -length


# ---- of one side -------------------------------------------------------------------------------


def _answers(side: Side, rule: Rule) -> Answers:
    """Return what a rule makes of the deals of a side, and its percentiles over accounts."""
    found = [_one(sums, rule) for sums in _sums(side)]
    values = pd.Series([value for value, *_ends in found], index=side.running.index)
    ends = np.array([bounds for _value, *bounds in found], dtype="float64").reshape(-1, 2)
    status = first_status(
        {
            Status.NOT_MEASURED: side.unknown,
            Status.INCOMPLETE: side.unrated,
            Status.NO_DATA: values.isna(),
        }
    )
    return answers.level(values.astype("float64"), side.wins, status, (ends[:, 0], ends[:, 1]))


def _of_one(sums: Array) -> Array:
    """Return W x A / L of sums, with their names in the last dimension."""
    part = {name: sums[..., name] for name in (WON, DECIDED, AMOUNT, SIZED, DAYS, TIMED)}
    with np.errstate(divide="ignore", invalid="ignore"):
        speed = (
            part[WON] / part[DECIDED] * (part[AMOUNT] / part[SIZED])
            / (part[DAYS] / part[TIMED])
        )  # fmt: skip
    return np.where(np.isfinite(speed), speed, np.nan)


def _velocity(sums: Array) -> Array:
    return sums[..., OPEN] * _of_one(sums)


def _one(by_account: dict[float, Array], rule: Rule) -> tuple[float, float, float]:
    sums = np.array(list(by_account.values())).reshape(-1, 7)
    value = float(rule(sums.sum(axis=0)))
    return value, *_drawn([sums], lambda drawn: rule(drawn[0]))


def _both(one: dict[float, Array], other: dict[float, Array]) -> tuple[float, float, float]:
    """Return the ratio of two sides, and its percentiles; an account is drawn with both."""
    nothing = np.zeros(7)
    accounts = sorted({*one, *other})
    sides = [
        np.array([side.get(each, nothing) for each in accounts]).reshape(-1, 7)
        for side in (one, other)
    ]

    def ratio(sums: Sequence[Array]) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            found = _of_one(sums[0]) / _of_one(sums[1])
        return np.where(np.isfinite(found), found, np.nan)

    return float(ratio([side.sum(axis=0) for side in sides])), *_drawn(sides, ratio)


def _drawn(sides: Sequence[Array], rule: Drawing) -> tuple[float, float]:
    """Return the percentiles of a rule over resamples of accounts, missing below ten of them.

    Draws in which the rule has no value, for nothing was won in them, say nothing.
    """
    size = len(sides[0])
    if size < LEAST_ACCOUNTS:
        return math.nan, math.nan
    draw = np.random.default_rng(SEED)
    times = draw.multinomial(size, np.full(size, 1 / size), size=RESAMPLES)
    found = rule([times @ side for side in sides])
    found = found[~np.isnan(found)]
    if not len(found):
        return math.nan, math.nan
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


# ---- lists -------------------------------------------------------------------------------------


def _sums(side: Side) -> Iterator[dict[float, Array]]:
    """Yield for each cell the sums of each account."""
    for running_, ended, won, gained, days, sized, amounts in zip(
        side.running, side.ended, side.won, side.gained, side.days, side.sized, side.amounts,
        strict=True,
    ):  # fmt: skip
        if not isinstance(running_, list) or not isinstance(ended, list):
            yield {}
            continue
        named = [running_, ended, gained, sized]
        accounts, place = np.unique(np.concatenate(named), return_inverse=True)
        ends = np.cumsum([len(each) for each in named])[:-1]
        of_open, of_ended, of_gained, of_sized = np.split(place, ends)

        added = partial(_added, len(accounts))
        table = np.column_stack(
            [
                added(of_open), added(of_ended, won), added(of_ended), added(of_sized, amounts),
                added(of_sized), added(of_gained, days), added(of_gained),
            ]
        )  # fmt: skip
        yield dict(zip(accounts.tolist(), table, strict=True))


def _added(size: int, of: Array, what: Sequence[float] | None = None) -> Array:
    """Return for each account the number of deals, or the sum of what is given of each."""
    if what is not None and len(what) != len(of):
        raise ValueError("Each deal needs its number.")
    weights = None if what is None else np.asarray(what, dtype="float64")
    return np.bincount(of, weights=weights, minlength=size).astype("float64")


def _mean(groups: pd.Series, values: pd.Series, status: pd.Series) -> Answers:
    sums = pd.Series([_total(cell) for cell in values], index=values.index, dtype="float64")
    return answers.mean(sums, _lengths(values), status, bootstrap_by_group(groups, values))


def _total(cell: object) -> float:
    return float(sum(cell)) if isinstance(cell, list) else math.nan


def _lengths(cells: pd.Series) -> pd.Series:
    found = [len(cell) if isinstance(cell, list) else math.nan for cell in cells]
    return pd.Series(found, index=cells.index, dtype="float64")


def _status(cases: pd.Series) -> pd.Series:
    return first_status({Status.NOT_MEASURED: cases.isna(), Status.NO_DATA: cases.eq(0)})
