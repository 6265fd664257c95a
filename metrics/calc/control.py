"""What campaigns and programs change, as far as accounts that are held out of them tell.

A difference without a control group is no difference: nothing is said. How many accounts are held
out stands as the denominator.

Help: docs/calculations/campaign.md, docs/calculations/overall.md.
"""

import numpy as np
import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.intervals import RESAMPLES, SEED, Array, Bounds
from metrics.calc.status import Status

LEAST_ACCOUNTS = 10
"""Accounts on either side, below which chance alone makes any difference."""


def engagement_lift(
    hits: pd.Series,
    cases: pd.Series,
    other_hits: pd.Series,
    other_cases: pd.Series,
    early: pd.Series,
    silent: pd.Series,
    other_silent: pd.Series,
    targeted: pd.Series,
    held_out: pd.Series,
) -> Answers:
    """Return how much more often campaigns engaged accounts than those held out were engaged.

    Formula: engaged / reached - engaged / held out, in points; Newcombe's interval.
    Units: pairs of campaign and account; early those reached just now; silent those of either side
        not engaged as far as we know, whose visits nobody tells us; pairs aimed at; accounts held
        out. The denominator is the latter.
    No value: not_measured without a control group or a list, or where nothing would have told of
        reach; incomplete where visits of some aren't told; immature while all were reached just
        now; no_data where a side has no case.
    Raises: ValueError when a count is below zero.
    Source: Newcombe (1998), for the interval.

    >>> columns = [pd.Series([float(x)]) for x in (4, 10, 5, 20, 0, 0, 0, 10, 20)]
    >>> found = engagement_lift(*columns)
    >>> found[["value", "ci_low", "ci_high", "denominator"]].round(1).to_dict("list")
    {'value': [15.0], 'ci_low': [-16.9], 'ci_high': [46.9], 'denominator': [20.0]}
    """
    group = not_negative(held_out).fillna(0)
    unknown = hits.isna() | not_negative(cases).isna() | targeted.isna()
    status = first_status(
        {
            Status.NOT_MEASURED: unknown | group.eq(0),
            Status.INCOMPLETE: not_negative(silent).gt(0) | not_negative(other_silent).gt(0),
            Status.IMMATURE: not_negative(early).gt(0) & cases.eq(0),
            Status.NO_DATA: cases.eq(0) | ~not_negative(other_cases).gt(0),
        }
    )
    found = answers.difference(hits, cases, other_hits, other_cases, status)
    return found.assign(denominator=group)


def incremental_roi(
    gains: pd.Series,
    other_gains: pd.Series,
    unusable: pd.Series,
    without_margin: pd.Series,
    held_out: pd.Series,
    deals: pd.Series,
    cost: pd.Series,
    lines: pd.Series,
    unusable_lines: pd.Series,
) -> Answers:
    """Return the margin that a program brought beyond that of accounts held out, over its cost.

    Formula: gain = (mean margin won of accounts enrolled - the same of those held out) x accounts
        enrolled; (gain - cost) / cost. Percentiles of 1,000 resamples of the accounts of both
        sides; the cost is no sample.
    Units: in each cell a list with the margin won by each account, in money; how many wins have no
        amount or rate, and how many no margin in the plan; accounts held out, deals, the cost with
        its lines and those without a rate; percent out. The denominator is the accounts held out.
    No value: not_measured without a control group, deals or cost; incomplete, and without a value,
        where a win has no margin; incomplete where one has no amount; immature while nobody won
        anything; no_data where nothing was spent, or fewer than ten accounts are on a side.
    Raises: ValueError when a count is below zero.
    Source: margin and not revenue; a control group by hold-out; the bootstrap, own.

    >>> sides = pd.Series([[30_000.0] * 20]), pd.Series([[21_000.0] * 20])
    >>> others = (pd.Series([float(x)]) for x in (0, 0, 20, 8, 80_000, 2, 0))
    >>> incremental_roi(*sides, *others)[["value", "n"]].to_dict("list")
    {'value': [125.0], 'n': [40.0]}
    """
    group = not_negative(held_out).fillna(0)
    sides = [
        (_floats(ours), _floats(theirs)) for ours, theirs in zip(gains, other_gains, strict=True)
    ]
    fewest = pd.Series([min(map(len, pair)) for pair in sides], cost.index, dtype="float64")
    n = pd.Series([sum(map(len, pair)) for pair in sides], cost.index, dtype="float64")
    won = pd.Series([any(side.any() for side in pair) for pair in sides], cost.index)
    lacks = not_negative(without_margin).fillna(0).gt(0)
    few = fewest.lt(LEAST_ACCOUNTS)
    unsure = not_negative(unusable).fillna(0).gt(0) | not_negative(unusable_lines).fillna(0).gt(0)
    status = first_status(
        {
            Status.NOT_MEASURED: group.eq(0) | deals.isna() | cost.isna() | lines.isna(),
            Status.INCOMPLETE: ~few & (lacks | unsure),
            Status.IMMATURE: ~few & ~won & cost.gt(0),
            Status.NO_DATA: few | cost.le(0),
        }
    )
    told = [_gain(*pair) for pair in sides]
    value = 100 * (pd.Series(told, cost.index, dtype="float64") - cost) / cost.where(cost > 0)
    value = value.mask(lacks).mask(status.eq(Status.NO_DATA.value), fewest)
    bounds = _drawn(sides, cost.mask(lacks))
    return answers.level(value, n, status, bounds).assign(denominator=group)


def _floats(cell: object) -> Array:
    return np.asarray(cell if isinstance(cell, list) else [], dtype="float64")


def _gain(ours: Array, theirs: Array) -> float:
    """Return what our accounts won beyond what as many of the others would have."""
    if not len(ours) or not len(theirs):
        return np.nan
    return float((ours.mean() - theirs.mean()) * len(ours))


def _drawn(sides: list[tuple[Array, Array]], cost: pd.Series) -> Bounds:
    """Return the percentiles of the return over resamples of the accounts of both sides."""
    bounds = np.full((len(cost), 2), np.nan)
    for place, ((ours, theirs), spent) in enumerate(zip(sides, cost, strict=True)):
        if min(len(ours), len(theirs)) < LEAST_ACCOUNTS or not spent > 0:
            continue
        draw = np.random.default_rng(SEED)
        means = [
            side[draw.integers(0, len(side), size=(RESAMPLES, len(side)))].mean(axis=1)
            for side in (ours, theirs)
        ]
        gain = (means[0] - means[1]) * len(ours)
        bounds[place] = np.percentile(100 * (gain / spent - 1), [2.5, 97.5])
    return bounds[:, 0], bounds[:, 1]
