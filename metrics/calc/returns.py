"""What programs bring for what they cost: margin and revenue credited to marketing, payback.

Help: docs/calculations/overall.md.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.credit import CENTS, LISTS, Credited, credited
from metrics.calc.intervals import RESAMPLES, SEED, Array, Bounds
from metrics.calc.status import Status
from metrics.calc.velocity import LEAST_ACCOUNTS

DEALS = (*LISTS, "margin", "closed_days")
"""What is told of each touch on a deal that was won, in the order of the columns."""


def cost_total(cost: pd.Series, lines: pd.Series, unusable: pd.Series) -> Answers:
    """Return what was spent until the end of the window, of all categories.

    Formula: the sum of the lines of spend, with each program's part of those that several share.
    Units: money; lines counts those in the sum, unusable those without an exchange rate.
    No value: not_measured where the cost is missing; incomplete, with the sum of the others, where
        a rate is missing.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> cost_total(pd.Series([80.0]), pd.Series([2]), pd.Series([0]))["value"].item()
    80.0
    """
    status = first_status(
        {
            Status.NOT_MEASURED: cost.isna() | not_negative(lines).isna(),
            Status.INCOMPLETE: not_negative(unusable).fillna(0).gt(0),
        }
    )
    return answers.total(cost, lines, status)


def attributed_roi(
    *columns: pd.Series,
    attribution_model: str,
    decay_days: float,
    credits_marketing_alone: bool,
) -> Answers:
    """Return the margin credited to marketing, less the cost, over the cost.

    Formula: (sum of credit on touches of marketing x margin of the deal - cost) / cost, cumulative.
        Percentiles of 1,000 resamples of accounts, from ten accounts up; the cost is no sample.
    Units: lists of DEALS, the deals whose touches nobody told us, then cost, its lines, those that
        can't be used, and lists of amounts and ages in days of the lines; percent out.
    No value: not_measured where deals or cost are missing; no_data where nothing was spent;
        incomplete, and without a value, where a deal has no margin in the plan; incomplete, beside
        the value of the others, where an amount, a rate or touches are missing; immature while the
        spending is younger than the median deal, or nothing is won.
    Raises: ValueError when lists differ in length, a count is below zero or no such model is known.
    Source: margin and not revenue; the bootstrap, own.

    >>> deal = [1.0, 7.0, 4e5, 9e5, 6e6, np.nan, 5e5, 10.0, 1.0, np.nan, 0.6, 11.0]
    >>> spent = [0, 80_000.0, 2, 0, [50_000.0, 30_000.0], [120.0, 106.0]]
    >>> columns = [pd.Series([each]) for each in (*([told] for told in deal), *spent)]
    >>> asked = {"attribution_model": "linear", "decay_days": 30, "credits_marketing_alone": False}
    >>> attributed_roi(*columns, **asked)["value"].item()
    200.0
    """
    told = _Returns(columns, attribution_model, decay_days, alone=credits_marketing_alone)
    gain = told.deals.added(told.gains) / CENTS
    value = 100 * _over(gain - told.cost, told.cost)
    status = first_status(told.holds | {Status.IMMATURE: told.is_young})
    value = value.mask(told.lacks_margin)
    bounds = _drawn(told.deals, told.gains / CENTS, told.cost)
    return answers.level(value, told.n, status, bounds)


def revenue_to_cost(
    *columns: pd.Series,
    attribution_model: str,
    decay_days: float,
    credits_marketing_alone: bool,
) -> Answers:
    """Return the revenue credited to marketing over the cost: a multiple, not a return.

    Formula: sum of credit on touches of marketing / cost, cumulative.
    Units: as attributed_roi; a multiple out, without an interval.
    No value: as attributed_roi, but it takes no margin.
    Raises: as attributed_roi.
    Source: own.

    >>> deal = [1.0, 7.0, 4e5, 9e5, 6e6, np.nan, 5e5, 10.0, 1.0, np.nan, 0.6, 11.0]
    >>> spent = [0, 80_000.0, 2, 0, [50_000.0, 30_000.0], [120.0, 106.0]]
    >>> columns = [pd.Series([each]) for each in (*([told] for told in deal), *spent)]
    >>> asked = {"attribution_model": "linear", "decay_days": 30, "credits_marketing_alone": False}
    >>> revenue_to_cost(*columns, **asked)["value"].item()
    5.0
    """
    told = _Returns(columns, attribution_model, decay_days, alone=credits_marketing_alone)
    value = _over(told.deals.added(told.deals.credit) / CENTS, told.cost)
    holds = told.holds_without_margin | {Status.IMMATURE: told.is_young}
    return answers.level(value, told.n, first_status(holds))


def pipeline_to_cost(
    *columns: pd.Series,
    attribution_model: str,
    decay_days: float,
    credits_marketing_alone: bool,
) -> Answers:
    """Return the pipeline credited to marketing over the cost.

    Formula: sum of credit on touches of marketing, of all deals created / cost, cumulative.
    Units: as attributed_roi, of the deals created; a multiple out, without an interval.
    No value: as revenue_to_cost, but it is never immature.
    Raises: as attributed_roi.
    Source: own.

    >>> deal = [1.0, 7.0, 8e5, 9e5, np.nan, np.nan, 5e5, 10.0, 1.0, np.nan, np.nan, np.nan]
    >>> spent = [0, 80_000.0, 2, 0, [50_000.0, 30_000.0], [120.0, 106.0]]
    >>> columns = [pd.Series([each]) for each in (*([told] for told in deal), *spent)]
    >>> asked = {"attribution_model": "linear", "decay_days": 30, "credits_marketing_alone": False}
    >>> pipeline_to_cost(*columns, **asked)["value"].item()
    10.0
    """
    told = _Returns(columns, attribution_model, decay_days, alone=credits_marketing_alone)
    value = _over(told.deals.added(told.deals.credit) / CENTS, told.cost)
    return answers.level(value, told.n, first_status(told.holds_without_margin))


def payback_days(
    *columns: pd.Series,
    attribution_model: str,
    decay_days: float,
    credits_marketing_alone: bool,
) -> Answers:
    """Return how many days after the first cost the margins had paid all costs back, for good.

    Formula: days from the first line of spend to the close of the deal from which on the margin
        credited to marketing stays at or above what was spent until then.
    Units: as attributed_roi; days out.
    No value: as attributed_roi; no_data while it isn't paid back.
    Raises: as attributed_roi.
    Source: own.

    >>> deal = [1.0, 7.0, 4e5, 9e5, 6e6, np.nan, 5e5, 10.0, 1.0, np.nan, 0.6, 11.0]
    >>> spent = [0, 80_000.0, 2, 0, [50_000.0, 30_000.0], [120.0, 106.0]]
    >>> columns = [pd.Series([each]) for each in (*([told] for told in deal), *spent)]
    >>> asked = {"attribution_model": "linear", "decay_days": 30, "credits_marketing_alone": False}
    >>> payback_days(*columns, **asked)["value"].item()
    109.0
    """
    told = _Returns(columns, attribution_model, decay_days, alone=credits_marketing_alone)
    order = np.argsort(told.deals.cell, kind="stable")
    ends = np.cumsum(np.bincount(told.deals.cell, minlength=len(told.cost)))[:-1]
    gains, ages = (
        np.split(column[order], ends) for column in (told.gains / CENTS, told.closed_days)
    )
    days = [_paid_back(*cell) for cell in zip(told.amounts, told.ages, gains, ages, strict=True)]
    value = pd.Series(days, index=told.cost.index, dtype="float64").mask(told.lacks_margin)
    status = first_status(told.holds | {Status.NO_DATA: value.isna() | told.cost.le(0)})
    return answers.level(value, told.n, status)


def _paid_back(amounts: object, ages: object, gains: Array, closed: Array) -> float:
    """Return the days from the first cost until the balance stays at or above zero."""
    if not isinstance(amounts, list) or not isinstance(ages, list) or not amounts:
        return np.nan
    age = np.concatenate([np.asarray(ages, dtype="float64"), closed])
    change = np.concatenate([-np.asarray(amounts, dtype="float64"), np.nan_to_num(gains)])
    is_gain = np.arange(len(age)) >= len(amounts)
    order = np.lexsort((is_gain, -age))
    balance = np.round(np.cumsum(change[order]), 4)
    below = np.flatnonzero(balance < 0)
    since = below[-1] + 1 if len(below) else 0
    return float(max(ages) - age[order][since]) if since < len(balance) else np.nan


# ---- what all of them take ---------------------------------------------------------------------


class _Returns:
    """Deals with their gains, and what was spent, of the cells of columns."""

    def __init__(
        self, columns: Sequence[pd.Series], model: str, decay_days: float, *, alone: bool
    ) -> None:
        lists = dict(zip(DEALS, columns, strict=False))
        self.unheard, self.cost, lines, unusable, self.amounts, self.ages = columns[len(DEALS) :]
        touched = {name: lists[name] for name in LISTS}
        self.deals: Credited = credited(touched, model, decay_days, marketing_alone=alone)
        heads = self.deals.heads
        margin, self.closed_days = (_flat(lists[name])[heads] for name in DEALS[-2:])
        self.gains = np.where(self.deals.credit == 0, 0.0, self.deals.credit * margin)
        self.n = self.deals.added(~np.isnan(self.deals.worth))
        self.lacks_margin = self.deals.added(np.isnan(margin) & (self.deals.credit > 0)).gt(0)
        unsure = self.deals.added().gt(self.n) | not_negative(self.unheard).gt(0)
        unknown = lists["deal"].isna() | self.cost.isna() | not_negative(lines).isna()
        self.holds_without_margin = {
            Status.NOT_MEASURED: unknown,
            Status.INCOMPLETE: unsure | not_negative(unusable).fillna(0).gt(0),
            Status.NO_DATA: self.cost.le(0),
        }
        self.holds = self.holds_without_margin | {
            Status.INCOMPLETE: self.holds_without_margin[Status.INCOMPLETE] | self.lacks_margin
        }

    @property
    def is_young(self) -> pd.Series:
        """Tell where spending is younger than the median deal is long, or nothing is won."""
        length = (self.deals.won - self.deals.created) / 86_400
        medians = [np.median(cell) if cell else np.inf for cell in self.deals.listed(length)]
        oldest = [max(cell) if isinstance(cell, list) and cell else 0 for cell in self.ages]
        return pd.Series(np.array(oldest) < np.array(medians), self.cost.index) & self.cost.gt(0)


def _flat(cells: pd.Series) -> Array:
    lists = [np.asarray(cell, dtype="float64") for cell in cells if isinstance(cell, list)]
    return np.concatenate([np.empty(0), *lists])


def _over(part: pd.Series, cost: pd.Series) -> pd.Series:
    """Return a column over the cost, missing where nothing was spent."""
    return part / cost.where(cost > 0)


def _drawn(deals: Credited, gains: Array, cost: pd.Series) -> Bounds:
    """Return the percentiles of a return over resamples of the accounts of each cell."""
    bounds = np.full((len(cost), 2), np.nan)
    cells = zip(deals.listed(deals.account), deals.listed(gains), cost, strict=True)
    for place, (accounts, values, spent) in enumerate(cells):
        names, at = np.unique(np.asarray(accounts, dtype="float64"), return_inverse=True)
        if len(names) < LEAST_ACCOUNTS or not spent > 0:
            continue
        sums = np.bincount(at, weights=np.nan_to_num(np.asarray(values, dtype="float64")))
        draw = np.random.default_rng(SEED)
        times = draw.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=RESAMPLES)
        bounds[place] = np.percentile(100 * ((times @ sums) / spent - 1), [2.5, 97.5])
    return bounds[:, 0], bounds[:, 1]
