"""Scores of single records, and what they come to together: mean, quartiles and bands."""

from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers
from metrics.calc.spread import CUTS, Spread

Numbers: TypeAlias = np.ndarray[Any, Any]

PLACE = "place"
QUARTERS = (0.25, 0.5, 0.75)


def unlisted(**cells: pd.Series) -> pd.DataFrame:
    """Return the records of all cells, one a row, with the place of the cell each came from.

    A cell is a list with a value for each record, in the same order in each column; a column that
    is missing has no records.

    Raises ValueError when the lists of a cell differ in length.

    >>> unlisted(score=pd.Series([[1.0, 2.0], [], [3.0]])).to_dict("list")
    {'score': [1.0, 2.0, 3.0], 'place': [0, 0, 2]}
    """
    lists = {name: column.tolist() for name, column in cells.items()}
    sizes = [[_size(cell) for cell in column] for column in lists.values()]
    if any(size != sizes[0] for size in sizes):
        raise ValueError("Each record needs a value in each column.")
    columns = {
        name: np.array(
            [value for cell in column if isinstance(cell, list) for value in cell], dtype="float64"
        )
        for name, column in lists.items()
    }
    return pd.DataFrame(columns | {PLACE: np.repeat(np.arange(len(sizes[0])), sizes[0])})


def _size(cell: object) -> int:
    return len(cell) if isinstance(cell, list) else 0


def weighted_means(
    records: pd.DataFrame, status: pd.Series, *, by: str = "", weight: str = ""
) -> Answers:
    """Return the mean score of the records of each place, with the spread of the scores.

    records has the columns place and score, without missing ones. weight names what each record
    weighs, where they don't weigh the same. The spread is that of the records; or, where by names
    what they are grouped by, that of the groups' own means. It needs two of them.

    >>> records = pd.DataFrame({"place": [0, 0, 0], "score": [88.0, 42.0, 83.0], "team": [1, 1, 2]})
    >>> answer = weighted_means(records, pd.Series(["ok"]), by="team")
    >>> answer["value"].item(), answer["spread"].item().median
    (71.0, 74.0)
    """
    places, scores = records[PLACE].to_numpy(), records["score"].to_numpy()
    worth = records[weight].to_numpy() if weight else np.ones(len(records))
    total = pd.Series(_sums(places, scores * worth, len(status)), index=status.index)
    weights = pd.Series(_sums(places, worth, len(status)), index=status.index)
    cases = np.bincount(places, minlength=len(status)).astype("float64")
    found = answers.ratio(total, weights, status).assign(n=cases)
    if by:
        groups, names = pd.factorize(records[by], use_na_sentinel=False)
        shared, group = np.unique(places * len(names) + groups, return_inverse=True)
        scores = _sums(group, scores * worth, len(shared)) / _sums(group, worth, len(shared))
        places = shared // len(names)
    spread = spreads(pd.Series(scores), pd.Series(places), status.index)
    return found.assign(spread=spread)


def _sums(places: Numbers, values: Numbers, number: int) -> Numbers:
    """Return the sum of the values of each of so many places."""
    return np.bincount(places, weights=values, minlength=number)


def spreads(scores: pd.Series, places: pd.Series, index: pd.Index) -> pd.Series:
    """Return the spread of the scores of each place, None where there are fewer than two.

    Quartiles lie between scores by their distance, as in Excel's QUARTILE.INC.

    >>> spreads(pd.Series([10.0, 20.0, 40.0, 90.0]), pd.Series([0] * 4), pd.Index([7])).item()
    Spread(lower=17.5, median=30.0, upper=52.5, bands=(2, 1, 0, 1))
    """
    order = np.lexsort((scores.to_numpy(), places.to_numpy()))
    ordered = scores.to_numpy()[order]
    size = np.bincount(places.to_numpy(dtype="int64"), minlength=len(index))
    start = np.cumsum(size) - size
    several = np.flatnonzero(size > 1)
    quartiles = [_between(ordered, start[several], size[several], q) for q in QUARTERS]
    band = np.searchsorted(CUTS, ordered, side="right")
    row = np.repeat(np.arange(len(index)), size)
    counts = np.zeros((len(index), len(CUTS) + 1), dtype="int64")
    np.add.at(counts, (row, band), 1)
    found: list[Spread | None] = [None] * len(index)
    ends = zip(*(each.tolist() for each in quartiles), strict=True)
    for place, (lower, median, upper) in zip(several.tolist(), ends, strict=True):
        found[place] = Spread(lower, median, upper, tuple(counts[place].tolist()))
    return pd.Series(found, index=index, dtype="object")


def changes(scores: pd.Series, places: pd.Series, index: pd.Index, dead_band: float) -> pd.Series:
    """Return the same of changes: how many fell, stayed within a dead-band, and rose.

    >>> changes(pd.Series([-5.0, 0.0, 4.9, 20.0]), pd.Series([0] * 4), pd.Index([7]), 5).item()
    Spread(lower=-1.25, median=2.45, upper=8.675, bands=(1, 2, 1))
    """
    found = spreads(scores, places, index)
    size = len(index)
    fell, rose = (
        np.bincount(places.to_numpy(dtype="int64")[hit.to_numpy()], minlength=size)
        for hit in (scores <= -dead_band, scores >= dead_band)
    )
    every = np.bincount(places.to_numpy(dtype="int64"), minlength=size)
    bands = zip(fell.tolist(), (every - fell - rose).tolist(), rose.tolist(), strict=True)
    return pd.Series(
        [each and replace(each, bands=band) for each, band in zip(found, bands, strict=True)],
        index=index,
        dtype="object",
    )


def _between(ordered: Numbers, start: Numbers, size: Numbers, share: float) -> Numbers:
    """Return the value that a share of each run of ordered scores lies below."""
    place = share * (size - 1)
    low = np.floor(place).astype("int64")
    high = np.ceil(place).astype("int64")
    lower, upper = ordered[start + low], ordered[start + high]
    return np.asarray(lower + (place - low) * (upper - lower))
