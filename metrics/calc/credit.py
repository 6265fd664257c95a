"""What marketing is credited with of deals: their parts on its touches, added up by cell.

Help: docs/calculations/attribution.md, docs/calculations/overall.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.attribution import Journeys, cents, weights
from metrics.calc.intervals import Array, bootstrap_by_group
from metrics.calc.status import Status

CENTS = 100


@dataclass(frozen=True, slots=True)
class Credited:
    """Deals with what marketing is credited with of each: by cell, in cents, and as a share.

    worth and credit are missing where a deal has no amount or no exchange rate. heads are the first
    rows of the deals among those of their touches.
    """

    cells: pd.Index
    cell: Array
    heads: Array
    account: Array
    created: Array
    won: Array
    worth: Array
    credit: Array
    share: Array

    def added(self, values: Array | None = None) -> pd.Series:
        """Return for each cell the number of its deals, or a sum over them, without the missing."""
        kept = None if values is None else np.nan_to_num(values)
        found = np.bincount(self.cell, weights=kept, minlength=len(self.cells))
        return pd.Series(found.astype("float64"), index=self.cells)

    def listed(self, values: Array) -> pd.Series:
        """Return the values of the deals of each cell, as lists."""
        order = np.argsort(self.cell, kind="stable")
        ends = np.cumsum(np.bincount(self.cell, minlength=len(self.cells)))[:-1]
        lists = [part.tolist() for part in np.split(values[order], ends)]
        return pd.Series(lists, index=self.cells, dtype="object")


LISTS = ("deal", "account", "worth", "created", "won", "lead", "at", "minutes", "is_marketing",
         "campaign")  # fmt: skip
"""What is told of each touch, in the order in which calculations take the lists of it.

A deal without touches has one row without at. campaign is missing where what is asked about is no
campaign, and 0 for a touch of none.
"""


def credited(
    lists: Mapping[str, pd.Series], model: str, decay_days: float, *, marketing_alone: bool
) -> Credited:
    """Return what marketing is credited with of each deal, for the cells of columns of lists.

    Of a campaign only its own touches are credited, so that campaigns add up; the index of the
    columns says which. With marketing_alone deals are shared out over touches of marketing only.
    """
    cells = lists["deal"].index
    lengths = [len(cell) if isinstance(cell, list) else 0 for cell in lists["deal"]]
    cell = np.repeat(np.arange(len(cells)), lengths)
    rows = {name: _flat(column) for name, column in lists.items()}
    if any(len(column) != len(cell) for column in rows.values()):
        raise ValueError("Each touch needs all that is told of it.")
    deal, heads = _numbered(cell, rows["deal"])
    is_ours = rows["is_marketing"] > 0
    touched = ~np.isnan(rows["at"]) & (is_ours | (not marketing_alone))
    share = np.zeros(len(deal))
    share[touched] = weights(
        Journeys(
            deal[touched], rows["at"][touched], rows["minutes"][touched],
            *(rows[name][heads] for name in ("created", "won", "lead")),
        ),
        model,
        decay_days=decay_days,
    )  # fmt: skip
    worth = np.round(CENTS * rows["worth"][heads])
    credit = cents(deal, share, np.nan_to_num(worth))
    campaign = rows["campaign"]
    counts = is_ours & (np.isnan(campaign) | (campaign == np.asarray(cells, dtype="float64")[cell]))
    of_deal = {"weights": share * counts, "credit": credit * counts}
    added = {
        name: np.bincount(deal, weights=values, minlength=len(heads))
        for name, values in of_deal.items()
    }
    return Credited(
        cells=cells,
        cell=cell[heads],
        heads=heads,
        account=rows["account"][heads],
        created=rows["created"][heads],
        won=rows["won"][heads],
        worth=worth,
        credit=np.where(np.isnan(worth), np.nan, added["credit"]),
        share=added["weights"],
    )


def attributed_value(
    *columns: pd.Series,
    attribution_model: str,
    decay_days: float,
    credits_marketing_alone: bool,
) -> Answers:
    """Return what marketing is credited with of deals, in exact cents.

    Formula: each deal's amount is shared out over its touches by the model; the sum on touches of
        marketing.
    Units: lists of LISTS, then the number of deals whose touches nobody told us; money out.
    No value: not_measured where the lists are missing. Where some deals have no amount, no rate or
        untold touches, the sum over the others is given and marked incomplete; none where all do.
    Raises: ValueError when lists differ in length, a count is below zero or no such model is known.
    Source: position models after Adobe Marketo Measure and HubSpot; largest remainder, own.

    >>> deal = [[1.0] * 3, [7.0] * 3, [100.0] * 3, [5.0] * 3, [9.0] * 3, [np.nan] * 3]
    >>> touches = [[2.0, 3.0, 4.0], [10.0] * 3, [1.0, 0.0, 0.0], [np.nan] * 3]  # the first is ours
    >>> columns = [pd.Series([each]) for each in (*deal, *touches, 0)]
    >>> asked = {"attribution_model": "linear", "decay_days": 30, "credits_marketing_alone": False}
    >>> attributed_value(*columns, **asked)["value"].item()
    33.34
    """
    found, unheard = _credited(columns, attribution_model, decay_days, credits_marketing_alone)
    n = found.added(~np.isnan(found.worth))
    status = first_status(
        {
            Status.NOT_MEASURED: columns[0].isna(),
            Status.INCOMPLETE: found.added().gt(n) | unheard.gt(0),
        }
    )
    return answers.total(found.added(found.credit) / CENTS, n, status)


def attributed_share(
    *columns: pd.Series,
    attribution_model: str,
    decay_days: float,
    credits_marketing_alone: bool,
) -> Answers:
    """Return what marketing is credited with as a share of the value of the same deals.

    Formula: credit on touches of marketing / amounts, of deals whose touches were told us.
    Units: as attributed_value; percent out, without an interval.
    No value: not_measured where the lists are missing or no deal's touches were told us; no_data
        where nothing of worth was there; incomplete, beside the share of the others, where an
        amount or a rate is missing.
    Raises: as attributed_value.
    Source: as attributed_value.

    >>> deals = [[1.0, 2.0], [7.0, 8.0], [300.0, 100.0], [5.0] * 2, [9.0] * 2, [np.nan] * 2]
    >>> touches = [[3.0, 3.0], [10.0, 10.0], [1.0, 0.0], [np.nan] * 2]  # one on each, one of ours
    >>> columns = [pd.Series([each]) for each in (*deals, *touches, 0)]
    >>> asked = {"attribution_model": "linear", "decay_days": 30, "credits_marketing_alone": False}
    >>> attributed_share(*columns, **asked)["value"].item()
    75.0
    """
    found, unheard = _credited(columns, attribution_model, decay_days, credits_marketing_alone)
    n, deals, whole = found.added(~np.isnan(found.worth)), found.added(), found.added(found.worth)
    status = first_status(
        {
            Status.NOT_MEASURED: columns[0].isna() | (deals.eq(0) & unheard.gt(0)),
            Status.INCOMPLETE: deals.gt(n),
            Status.NO_DATA: whole.eq(0),
        }
    )
    part = found.added(found.credit)
    return answers.share_of_total(part / CENTS, whole / CENTS, n, status)


def attributed_count_share(
    *columns: pd.Series,
    attribution_model: str,
    decay_days: float,
    credits_marketing_alone: bool,
) -> Answers:
    """Return what marketing is credited with of deals by their number, drawn by account.

    Formula: sum of the shares of deals on touches of marketing / number of deals; percentiles of
        1,000 resamples of accounts, from ten accounts up.
    Units: as attributed_value; percent out.
    No value: not_measured where the lists are missing or no deal's touches were told us; no_data
        without a deal.
    Raises: as attributed_value.
    Source: as attributed_value.

    >>> deals = [[1.0, 2.0], [7.0, 8.0], [300.0, 100.0], [5.0] * 2, [9.0] * 2, [np.nan] * 2]
    >>> touches = [[3.0, 3.0], [10.0, 10.0], [1.0, 0.0], [np.nan] * 2]  # one on each, one of ours
    >>> columns = [pd.Series([each]) for each in (*deals, *touches, 0)]
    >>> asked = {"attribution_model": "linear", "decay_days": 30, "credits_marketing_alone": False}
    >>> attributed_count_share(*columns, **asked)["value"].item()
    50.0
    """
    found, unheard = _credited(columns, attribution_model, decay_days, credits_marketing_alone)
    deals = found.added()
    status = first_status(
        {
            Status.NOT_MEASURED: columns[0].isna() | (deals.eq(0) & unheard.gt(0)),
            Status.NO_DATA: deals.eq(0),
        }
    )
    drawn = bootstrap_by_group(found.listed(found.account), found.listed(found.share))
    bounds = tuple(100 * bound for bound in drawn)
    return answers.share(
        found.added(found.share), deals, status, sure=False, bounds=(bounds[0], bounds[1])
    )


def _credited(
    columns: Sequence[pd.Series],
    model: str,
    decay_days: float,
    alone: bool,  # noqa: FBT001
) -> tuple[Credited, pd.Series]:
    *lists, unheard = columns
    named = dict(zip(LISTS, lists, strict=True))
    found = credited(named, model, decay_days, marketing_alone=alone)
    return found, not_negative(unheard).fillna(0)


def _flat(cells: pd.Series) -> Array:
    """Return the numbers of all lists of a column, one after the other."""
    lists = [np.asarray(cell, dtype="float64") for cell in cells if isinstance(cell, list)]
    return np.concatenate([np.empty(0), *lists])


def _numbered(cell: Array, keys: Array) -> tuple[Array, Array]:
    """Return the number of the deal of each row, from 0 on in order, and the first row of each."""
    begins = np.ones(len(keys), dtype=bool)
    begins[1:] = (np.diff(keys) != 0) | (np.diff(cell) != 0)
    return np.cumsum(begins) - 1, np.flatnonzero(begins)
