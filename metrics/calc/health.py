"""How well accounts are: a score of known parts, and its change on the same parts at both ends.

A part that nobody knows drops out, and the weights of the others are brought to their whole again;
below half of the weight nothing is said. Mean and quartiles are of accounts, one each.

Help: docs/calculations/engagement.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from metrics.calc import answers, scales
from metrics.calc.answers import Answers, first_status
from metrics.calc.distribution import PLACE, changes, spreads, unlisted
from metrics.calc.intervals import Array
from metrics.calc.status import Status

PARTS = tuple(part.key for part in scales.HEALTH)
WEIGHTS = tuple(f"health_weight_{part}" for part in PARTS)
RED, AMBER, GREEN = 1, 2, 3
NOTHING_SET: Mapping[str, float] = {}


def points(records: pd.DataFrame, settings: Mapping[str, float] = NOTHING_SET) -> pd.DataFrame:
    """Return each part in points: from its worst value, 0, in a line to its best, 100.

    >>> points(pd.DataFrame({"nps": [20.0, None], "executives": [1.0, 5.0]})).to_dict("list")
    {'nps': [60.0, nan], 'executives': [50.0, 100.0]}
    """
    trend = settings.get("health_trend", scales.HEALTH_TREND)
    ends = {part.key: (part.worst, part.best) for part in scales.HEALTH} | {
        "engagement": (-trend, trend),
        "executives": (0, settings.get("health_executives", scales.HEALTH_EXECUTIVES)),
    }
    names = [name for name in ends if name in records]
    worst, best = np.array([ends[name] for name in names], dtype="float64").T
    found = np.clip(100 * (records[names].to_numpy() - worst) / (best - worst), 0, 100)
    return pd.DataFrame(found, columns=names, index=records.index)


def weighted(known: pd.DataFrame, weights: Mapping[str, float]) -> tuple[pd.Series, pd.Series]:
    """Return the weighted mean of the parts that are known, and the weight that they have.

    >>> known = pd.DataFrame({"a": [60.0, None], "b": [40.0, 60.0], "c": [50.0, 55.0]})
    >>> [each.to_list() for each in weighted(known.assign(d=70.0), {"a": 20, "b": 20, "c": 30,
    ...     "d": 30})]
    [[56.0, 61.875], [100.0, 80.0]]
    """
    values, weight = known.to_numpy(), np.array([float(weights[name]) for name in known.columns])
    of = np.where(np.isnan(values), 0, weight).sum(axis=1)
    mean = np.nansum(values * weight, axis=1) / np.where(of > 0, of, np.nan)
    return pd.Series(mean, index=known.index), pd.Series(of, index=known.index)


def matched(
    then: pd.DataFrame, now: pd.DataFrame, weights: Mapping[str, float]
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return the scores at both ends of the parts known at both, and the weight of these.

    >>> then = pd.DataFrame({"nps": [60.0], "engagement": [40.0], "depth": [50.0], "deals": [70.0]})
    >>> now = then.assign(nps=None, engagement=60.0, depth=55.0).astype("float64")
    >>> weights = {"nps": 20, "engagement": 20, "depth": 30, "deals": 30}
    >>> was, is_, of = (each.item() for each in matched(then, now, weights))
    >>> was, is_, round(is_ - was, 1), of
    (55.0, 61.875, 6.9, 80.0)
    """
    common = then.notna() & now.notna()
    was, of = weighted(then.where(common), weights)
    is_, _of = weighted(now.where(common), weights)
    return was, is_, of


def contributions(
    then: pd.DataFrame, now: pd.DataFrame, weights: Mapping[str, float]
) -> pd.DataFrame:
    """Return what each part adds to the change: its weight x its own change / the common weight.

    >>> then = pd.DataFrame({"nps": [60.0], "engagement": [40.0], "depth": [50.0], "deals": [70.0]})
    >>> now = then.assign(nps=None, engagement=60.0, depth=55.0).astype("float64")
    >>> weights = {"nps": 20, "engagement": 20, "depth": 30, "deals": 30}
    >>> contributions(then, now, weights).round(1).to_dict("list")
    {'nps': [nan], 'engagement': [5.0], 'depth': [1.9], 'deals': [0.0]}
    """
    _was, _is, of = matched(then, now, weights)
    weight = pd.Series({name: float(weights[name]) for name in then.columns})
    return (now - then).mul(weight).div(of.where(of > 0), axis=0)


def bands(scores: pd.Series, *, green_from: float, amber_from: float) -> pd.Series:
    """Return the band of each score: 3 green, 2 amber, 1 red; missing where there is none.

    >>> bands(pd.Series([70.0, 69.9, 40.0, 39.9, None]), green_from=70, amber_from=40).to_list()
    [3.0, 2.0, 2.0, 1.0, nan]
    """
    band = np.select([scores >= green_from, scores >= amber_from], [GREEN, AMBER], RED)
    return pd.Series(band, index=scores.index, dtype="float64").where(scores.notna())


def score(accounts: pd.Series, *parts: pd.Series, **settings: float) -> Answers:
    """Return the mean health of accounts, with the spread of their scores.

    Formula: of each account sum of w s / sum of w over the parts that are known, each in points;
        then the mean. The denominator is the percent of the weight that is known.
    Units: in each cell a list with a value for each account, of the account and of each part, as
        it is measured; settings by key; points from 0 to 100 out.
    No value: not_measured where nothing is known of any account; no_data where of none as much as
        half of the weight is.
    Raises: ValueError when the lists of a cell differ in length.
    Source: Gainsight, scorecards: weighted average of measures, weights normalized.

    >>> cells = [[7]], [[20.0]], [[None]], [[50.0]], [[50.0]], [[1.0]], [[None]], [[None]], [[None]]
    >>> answer = score(*(pd.Series(cell) for cell in cells))
    >>> answer[["value", "denominator", "n"]].round(1).to_dict("list")
    {'value': [52.7], 'denominator': [55.0], 'n': [1.0]}
    """
    records, weight = _records(accounts, parts, PARTS), _weights(settings)
    known = points(records, settings)
    scores, of = weighted(known, weight)
    share = 100 * of / (sum(weight.values()) or np.nan)
    enough = share >= settings.get("health_least", scales.LEAST_WEIGHT)
    return _means(records, scores.where(enough), share, known.notna().any(axis=1), accounts.index)


def change(accounts: pd.Series, *parts: pd.Series, **settings: float) -> Answers:
    """Return the mean change of accounts' health, with the spread of the single changes.

    Formula: of each account the score at the window's end less that at its start, both of the
        parts known at both, by the weights of now; then the mean. The denominator is the percent
        of the weight that was compared.
    Units: in each cell a list with a value for each account, of the account and of each part at
        the start and at the end; settings by key; points from -100 to 100 out.
    No value: not_measured where nothing is known of any account; no_data where none has two parts
        and 40 percent of the weight in common.
    Raises: ValueError when the lists of a cell differ in length.
    Source: own, after Gainsight's scorecards.

    >>> cells = {"nps": (20.0, None), "coverage": (40.0, 60.0), "depth": (50.0, 60.0),
    ...     "commercial": (70.0, 70.0)}
    >>> pairs = [pd.Series([[end]]) for part in PARTS for end in cells.get(part, (None, None))]
    >>> change(pd.Series([[7]]), *pairs)[["value", "denominator"]].to_dict("list")
    {'value': [10.0], 'denominator': [45.0]}
    """
    compared = _Compared(accounts, parts, settings)
    return compared.means(compared.delta, compared.dead_band)


def band_change(accounts: pd.Series, *parts: pd.Series, **settings: float) -> Answers:
    """Return by how many bands accounts rose or fell, on average.

    Formula: band at the end less band at the start (3 green, 2 amber, 1 red), of the scores that
        are compared; then the mean. The denominator is the band at the start: for one account the
        two tell the pair.
    Units: see change; bands out.
    No value: see change.
    Raises: see change.
    Source: own.

    >>> cells = {"nps": (0.0, -100.0), "coverage": (60.0, 0.0), "depth": (50.0, 40.0),
    ...     "commercial": (70.0, 50.0)}
    >>> pairs = [pd.Series([[end]]) for part in PARTS for end in cells.get(part, (None, None))]
    >>> band_change(pd.Series([[7]]), *pairs)[["value", "denominator"]].to_dict("list")
    {'value': [-1.0], 'denominator': [2.0]}
    """
    compared = _Compared(accounts, parts, settings)
    limits = {
        "green_from": settings.get("health_green_from", scales.GREEN_FROM),
        "amber_from": settings.get("health_amber_from", scales.AMBER_FROM),
    }
    was, is_ = bands(compared.was, **limits), bands(compared.is_, **limits)
    return compared.means(is_ - was, weight=was)


def improved_share(accounts: pd.Series, *parts: pd.Series, **settings: float) -> Answers:
    """Return the share of accounts whose health rose by the dead-band (5 points) or more.

    Formula: accounts with a change of 5 or more / accounts that can be compared; Wilson interval.
    Units: see change; percent out.
    No value: see change.
    Raises: see change.
    Source: own; Gainsight's arrow has no dead-band.

    >>> pairs = [pd.Series([[end] * 2]) for part in PARTS for end in (0.0, 5.0)]
    >>> improved_share(pd.Series([[7, 8]]), *pairs)["value"].item()
    100.0
    """
    compared = _Compared(accounts, parts, settings)
    return compared.share(compared.delta >= compared.dead_band)


def stable_share(accounts: pd.Series, *parts: pd.Series, **settings: float) -> Answers:
    """Return the share of accounts whose health changed by less than the dead-band.

    Formula: accounts with a change below 5 either way / accounts that can be compared.
    Units: see change; percent out.
    No value: see change.
    Raises: see change.
    Source: own.

    >>> pairs = [pd.Series([[end] * 2]) for part in PARTS for end in (0.0, 0.0)]
    >>> stable_share(pd.Series([[7, 8]]), *pairs)["value"].item()
    100.0
    """
    compared = _Compared(accounts, parts, settings)
    return compared.share(compared.delta.abs() < compared.dead_band)


def declined_share(accounts: pd.Series, *parts: pd.Series, **settings: float) -> Answers:
    """Return the share of accounts whose health fell by the dead-band or more.

    Formula: accounts with a change of -5 or less / accounts that can be compared.
    Units: see change; percent out.
    No value: see change.
    Raises: see change.
    Source: own.

    >>> pairs = [pd.Series([[end] * 2]) for part in PARTS for end in (50.0, 0.0)]
    >>> declined_share(pd.Series([[7, 8]]), *pairs)["value"].item()
    100.0
    """
    compared = _Compared(accounts, parts, settings)
    return compared.share(compared.delta <= -compared.dead_band)


class _Compared:
    """Accounts at both ends of a window, as far as they can be compared."""

    def __init__(
        self, accounts: pd.Series, parts: tuple[pd.Series, ...], settings: Mapping[str, float]
    ) -> None:
        names = [f"{part} {end}" for part in PARTS for end in ("then", "now")]
        self.records, self.index = _records(accounts, parts, names), accounts.index
        then, now = (self._at(end, settings) for end in ("then", "now"))
        weight = _weights(settings)
        was, is_, of = matched(then, now, weight)
        self.common = 100 * of / (sum(weight.values()) or np.nan)
        parts_least, weight_least = _least(settings)
        several = (then.notna() & now.notna()).sum(axis=1) >= parts_least
        enough = several & (self.common >= weight_least)
        self.was, self.is_ = was.where(enough), is_.where(enough)
        self.delta = (self.is_ - self.was).round(9)  # 4.999999999999993 is five points
        self.any_known = then.notna().any(axis=1) | now.notna().any(axis=1)
        self.dead_band = settings.get("health_dead_band", scales.DEAD_BAND)

    def _at(self, end: str, settings: Mapping[str, float]) -> pd.DataFrame:
        told = {part: self.records[f"{part} {end}"] for part in PARTS}
        return points(pd.DataFrame(told), settings)

    def means(
        self, values: pd.Series, dead_band: float | None = None, *, weight: pd.Series | None = None
    ) -> Answers:
        """Return the means of values, with their spread about a dead-band where there is one."""
        beside = self.common if weight is None else weight
        return _means(self.records, values, beside, self.any_known, self.index, dead_band)

    def share(self, hits: pd.Series) -> Answers:
        """Return the share of the accounts that can be compared which are hits."""
        compared = self.delta.notna()
        places = self.records[PLACE].to_numpy()
        hit = _sums(places, (hits & compared).to_numpy(), self.index)
        n = _sums(places, compared.to_numpy(), self.index)
        known = _sums(places, self.any_known.to_numpy(), self.index)
        return answers.share(hit, n, _status(n, known))


def _means(
    records: pd.DataFrame,
    values: pd.Series,
    beside: pd.Series,
    any_known: pd.Series,
    index: pd.Index,
    dead_band: float | None = None,
) -> Answers:
    """Return the mean of the accounts' values, and beside it the mean of something else."""
    said = values.notna()
    places = records[PLACE].to_numpy()
    n = _sums(places, said.to_numpy(), index)
    total = _sums(places, values.fillna(0).to_numpy(), index)
    other = _sums(places, beside.where(said).fillna(0).to_numpy(), index)
    status = _status(n, _sums(places, any_known.to_numpy(), index))
    found = answers.level(total / n.where(n > 0), n, status)
    of = pd.Series(places)[said.to_numpy()].reset_index(drop=True)
    told = values[said].reset_index(drop=True)
    spread = spreads(told, of, index) if dead_band is None else changes(told, of, index, dead_band)
    return found.assign(denominator=other / n.where(n > 0), spread=spread)


def _sums(places: Array, values: Any, index: pd.Index) -> pd.Series:
    return pd.Series(
        np.bincount(places, weights=np.asarray(values, dtype="float64"), minlength=len(index)),
        index=index,
    )


def _status(n: pd.Series, known: pd.Series) -> pd.Series:
    none = n.eq(0)
    return first_status({Status.NOT_MEASURED: none & known.eq(0), Status.NO_DATA: none})


def _records(accounts: pd.Series, parts: tuple[pd.Series, ...], names: Any) -> pd.DataFrame:
    return unlisted(account=accounts, **dict(zip(names, parts, strict=True)))


def _weights(settings: Mapping[str, float]) -> dict[str, float]:
    """Return the weight of each part, the delivered one where none is set."""
    return {
        part.key: settings.get(f"health_weight_{part.key}", part.weight) for part in scales.HEALTH
    }


def _least(settings: Mapping[str, float]) -> tuple[float, float]:
    """Return how many parts, and how much of the weight, must be known at both ends."""
    return (
        settings.get("health_least_parts", scales.LEAST_COMMON_PARTS),
        settings.get("health_least_common", scales.LEAST_COMMON_WEIGHT),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What the parts of one account come to; None where nothing can be told."""

    weights: Mapping[str, float]
    values: Mapping[str, float | None]
    points: Mapping[str, float | None]
    before: Mapping[str, float | None]
    adds: Mapping[str, float | None]
    score: float | None
    weight_known: float
    was: float | None
    now: float | None
    compared: float | None
    naive: float | None

    @property
    def change(self) -> float | None:
        """The change of what is known at both ends."""
        both = self.now is not None and self.was is not None
        return round(self.now - self.was, 9) if both else None  # type: ignore[operator]  # both

    @property
    def composition(self) -> float | None:
        """What of the naive change comes from other parts being known."""
        both = self.naive is not None and self.change is not None
        return self.naive - self.change if both else None  # type: ignore[operator]  # both


def told(cells: Mapping[str, float | None], settings: Mapping[str, float]) -> Told:
    """Return what the parts of one account come to, by the same rules as of many.

    cells has each part at both ends, as it is measured: nps_then, nps_now and so on.

    >>> cells = dict.fromkeys(f"{part}_{end}" for part in PARTS for end in ("then", "now"))
    >>> of = told(cells | {"nps_then": 20.0, "coverage_then": 40.0, "coverage_now": 60.0,
    ...     "depth_then": 50.0, "depth_now": 55.0, "commercial_then": 70.0, "commercial_now": 70.0,
    ...     "judgement_now": 3.0}, {})
    >>> [round(each, 2) for each in (of.score, of.weight_known, of.change, of.naive)]
    [59.55, 55.0, 8.33, 4.55]
    >>> round(of.adds["coverage"], 2), of.adds["nps"], round(of.composition, 2)
    (6.67, None, -3.79)
    """
    frames = {
        end: pd.DataFrame({part: [cells[f"{part}_{end}"]] for part in PARTS}).astype("float64")
        for end in ("then", "now")
    }
    then, now = points(frames["then"], settings), points(frames["now"], settings)
    weights = _weights(settings)
    whole = sum(weights.values()) or np.nan
    least = settings.get("health_least", scales.LEAST_WEIGHT)
    scores = {}
    for end, known in (("then", then), ("now", now)):
        value, of = weighted(known, weights)
        scores[end] = value.where(100 * of / whole >= least).item()
    was, is_, common = (each.item() for each in matched(then, now, weights))
    parts_least, weight_least = _least(settings)
    several = (then.notna() & now.notna()).sum(axis=1).item() >= parts_least
    enough = several and 100 * common / whole >= weight_least
    adds = contributions(then, now, weights)
    return Told(
        weights=weights,
        values=_cells(frames["now"]),
        points=_cells(now),
        before=_cells(then),
        adds=_cells(adds) if enough else dict.fromkeys(PARTS),
        score=_or_none(scores["now"]),
        weight_known=100 * weighted(now, weights)[1].item() / whole,
        was=was if enough else None,
        now=is_ if enough else None,
        compared=100 * common / whole if enough else None,
        naive=_or_none(scores["now"] - scores["then"]),
    )


def _cells(frame: pd.DataFrame) -> dict[str, float | None]:
    return {str(name): _or_none(column.item()) for name, column in frame.items()}


def _or_none(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
