"""Intervals: how sure a value is, by the method that suits its kind.

Columns of numbers come in, as Series or plain arrays, and both ends go out as arrays of float64 in
the same order.
"""

import math
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Z_95 = 1.959963984540054
RESAMPLES = 1_000
SEED = 20_260_331
BLOCK = 4_000_000  # draws held in memory at once
TINY = 1e-300
CLOSE = 1e-15

Array: TypeAlias = np.ndarray[Any, Any]
Column: TypeAlias = pd.Series | Array
Bounds: TypeAlias = tuple[Array, Array]


def wilson(hits: Column, cases: Column) -> Bounds:
    """Return the Wilson score interval of a share, from 0 to 1; missing where there is no case.

    >>> low, high = wilson(pd.Series([2, 0, 4]), pd.Series([10, 10, 10]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0567, 0.0, 0.1682], [0.5098, 0.2775, 0.6873])
    """
    n = _cases(cases)
    share = _floats(hits) / n
    spread = Z_95**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z_95 / (1 + spread) * np.sqrt(share * (1 - share) / n + spread / (4 * n))
    # Rounding would leave 5e-15 where the bound is the share itself.
    return np.where(share == 0, 0.0, middle - half), np.where(share == 1, 1.0, middle + half)


def newcombe(hits: Column, cases: Column, other_hits: Column, other_cases: Column) -> Bounds:
    """Return the interval of the difference of two shares, made of their Wilson intervals.

    >>> low, high = newcombe(*(pd.Series([x]) for x in (4, 10, 5, 20)))
    >>> round(low.item(), 3), round(high.item(), 3)
    (-0.169, 0.469)
    """
    share, other = _floats(hits) / _cases(cases), _floats(other_hits) / _cases(other_cases)
    low, high = wilson(hits, cases)
    other_low, other_high = wilson(other_hits, other_cases)
    down = np.sqrt((share - low) ** 2 + (other_high - other) ** 2)
    up = np.sqrt((high - share) ** 2 + (other - other_low) ** 2)
    return share - other - down, share - other + up


def adjusted_wald(difference: Column, squares: Column, n: Column) -> Bounds:
    """Return the interval of a mean of answers worth +1, 0 or -1, from -1 to 1.

    Three answers are added, 3/4 of one at each end (Rocks 2016). difference is the sum of the
    answers, squares the sum of their squares: those at either end.

    >>> low, high = adjusted_wald(pd.Series([2]), pd.Series([8]), pd.Series([10]))
    >>> round(100 * low.item(), 1), round(100 * high.item(), 1)
    (-30.3, 61.1)
    """
    cases = _cases(n) + 3
    middle = _floats(difference) / cases
    error = np.sqrt(np.maximum((_floats(squares) + 1.5) / cases - middle**2, 0) / cases)
    return np.maximum(middle - Z_95 * error, -1), np.minimum(middle + Z_95 * error, 1)


def garwood(events: Column) -> Bounds:
    """Return the exact interval of the mean of a Poisson count (Garwood 1936).

    >>> low, high = garwood(pd.Series([0, 4]))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.0, 1.09], [3.69, 10.24])
    """
    missing = (math.nan, math.nan)
    return _ends(
        missing if math.isnan(count) else _garwood(int(count)) for count in _floats(events).tolist()
    )


def _floats(column: Column) -> Array:
    return np.asarray(column, dtype="float64")


def _cases(column: Column) -> Array:
    """Return numbers of cases, missing where there is none."""
    cases = _floats(column)
    return np.where(cases > 0, cases, np.nan)


def _ends(pairs: Iterable[tuple[float, float]]) -> Bounds:
    """Return the two columns that pairs of ends make up."""
    both = np.array(list(pairs), dtype="float64").reshape(-1, 2)
    return both[:, 0], both[:, 1]


def bootstrap(
    values: pd.Series, statistic: Callable[..., np.ndarray] = np.mean, *, least: int = 10
) -> Bounds:
    """Return the percentile interval of a statistic of the list in each cell.

    1,000 resamples with a fixed seed, begun afresh for each cell, so that a cell has the same
    interval alone and among others. Missing where a list is shorter than least.

    >>> low, high = bootstrap(pd.Series([[5.0] * 10, [1.0, 2.0]]))
    >>> low.tolist(), high.tolist()
    ([5.0, nan], [5.0, nan])
    """
    return _ends(
        _percentiles(np.asarray(cell, dtype="float64"), statistic, least) for cell in values
    )


def bootstrap_by_group(groups: pd.Series, values: pd.Series, *, least: int = 10) -> Bounds:
    """Return the percentile interval of the mean of the list in each cell, resampled by group.

    groups names, in the same order, what each value belongs to: visits of one account are alike,
    so accounts are drawn and not visits. Missing where there are fewer groups than least.

    >>> low, high = bootstrap_by_group(pd.Series([[1, 1, 2]]), pd.Series([[5.0, 7.0, 6.0]]))
    >>> low.tolist(), high.tolist()
    ([nan], [nan])
    """
    return _ends(
        _percentiles_by_group(of, cell, least) if isinstance(cell, list) else (math.nan, math.nan)
        for of, cell in zip(groups, values, strict=True)
    )


def _percentiles_by_group(
    groups: list[float], values: list[float], least: int
) -> tuple[float, float]:
    """Return the percentiles of the mean over resamples of whole groups."""
    if len(groups) != len(values):
        raise ValueError("Each value needs its group.")
    if len(set(groups)) < least:
        return math.nan, math.nan
    _names, place = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.bincount(place, weights=np.asarray(values, dtype="float64"))
    sizes = np.bincount(place)
    draw = np.random.default_rng(SEED)
    chosen = draw.integers(0, len(sums), size=(RESAMPLES, len(sums)))
    means = sums[chosen].sum(axis=1) / sizes[chosen].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def bootstrap_of_shares(hits: pd.Series, cases: pd.Series, *, least: int = 10) -> Bounds:
    """Return the percentile interval of the share that the numbers in each cell make, by account.

    A cell has account and number in turn, in the order of the accounts; those of hits are among
    those of cases. What is alike within an account is drawn together. Missing below least accounts,
    and where all cases are hits or none is: no draw would differ then.

    >>> cases = pd.Series([[each for account in range(10) for each in (account, 4)]])
    >>> hits = pd.Series([[each for account in range(5) for each in (account, 4)]])
    >>> low, high = bootstrap_of_shares(hits, cases)
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.2], [0.8])
    """
    return _ends(
        _share_percentiles(hit, case, least) if isinstance(case, list) else (math.nan, math.nan)
        for hit, case in zip(hits, cases, strict=True)
    )


def _share_percentiles(hits: list[float], cases: list[float], least: int) -> tuple[float, float]:
    """Return the percentiles of a share over resamples of accounts."""
    accounts, all_cases = np.asarray(cases, dtype="float64").reshape(-1, 2).T
    hit, number = np.asarray(hits or [], dtype="float64").reshape(-1, 2).T
    if len(accounts) < least or number.sum() in {0, all_cases.sum()}:
        return math.nan, math.nan
    all_hits = np.zeros_like(all_cases)
    all_hits[np.searchsorted(accounts, hit)] = number
    draw = np.random.default_rng(SEED)
    size = len(accounts)
    rows = max(1, min(RESAMPLES, BLOCK // size))
    shares: list[np.ndarray] = []
    while sum(map(len, shares)) < RESAMPLES:
        chosen = draw.integers(0, size, size=(rows, size))
        shares.append(all_hits[chosen].sum(axis=1) / all_cases[chosen].sum(axis=1))
    low, high = np.percentile(np.concatenate(shares)[:RESAMPLES], [2.5, 97.5])
    return float(low), float(high)


def _percentiles(
    sample: np.ndarray, statistic: Callable[..., np.ndarray], least: int
) -> tuple[float, float]:
    """Return the 2.5th and 97.5th percentile of the statistic over resamples of one sample."""
    size = len(sample)
    if size < least:
        return math.nan, math.nan
    ordered = np.sort(sample)  # the order in which rows came must not matter
    draw = np.random.default_rng(SEED)
    rows = max(1, min(RESAMPLES, BLOCK // size))
    found: list[np.ndarray] = []
    while sum(map(len, found)) < RESAMPLES:
        chosen = ordered[draw.integers(0, size, size=(rows, size))]
        found.append(statistic(chosen, axis=1))
    low, high = np.percentile(np.concatenate(found)[:RESAMPLES], [2.5, 97.5])
    return float(low), float(high)


@lru_cache(maxsize=4_096)
def _garwood(events: int) -> tuple[float, float]:
    """Return the means at which so many events or more, or so many or fewer, have 2.5 %."""
    low = _mean_where(events, 0.025) if events else 0.0
    return low, _mean_where(events + 1, 0.975)


def _mean_where(shape: int, share: float) -> float:
    """Return x where the regularized lower gamma function of shape reaches share, by halving."""
    low, high = 0.0, shape + 10 * math.sqrt(shape) + 10
    for _step in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if lower_gamma(shape, middle) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def lower_gamma(shape: float, x: float) -> float:
    """Return P(shape, x), the chance that a Poisson count of mean x reaches shape.

    By its series below shape + 1 and by its continued fraction above (Lentz), to CLOSE.

    >>> round(lower_gamma(1, 1.0), 12) == round(1 - math.exp(-1), 12)
    True
    """
    if x <= 0:
        return 0.0
    scale = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    return scale * _series(shape, x) if x < shape + 1 else 1 - scale * _fraction(shape, x)


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    step = shape
    while term > total * 1e-16:
        step += 1
        term *= x / step
        total += term
    return total


def _fraction(shape: float, x: float) -> float:
    below = x + 1 - shape
    upper, lower = 1 / TINY, 1 / below
    total, step = lower, 0
    while True:
        step += 1
        factor = step * (shape - step)
        below += 2
        lower = 1 / _not_zero(factor * lower + below)
        upper = _not_zero(below + factor / upper)
        change = upper * lower
        total *= change
        if abs(change - 1) < CLOSE:
            return total


def _not_zero(number: float) -> float:
    return number if abs(number) > TINY else TINY
