"""How fast deals left their stages before, by cells that are widened until they say something.

Help: docs/calculations/finance.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.calc import answers, scales
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.intervals import Array
from metrics.calc.status import Status

DAY = 86_400.0
BANDS = ("", "small", "middle", "large")

Key = tuple[object, ...]


def acceleration(events: pd.Series, expected: pd.Series) -> Answers:
    """Return how many times as fast deals leave their stages as they did before.

    Formula: exits observed / exits expected, which are the days in each stage times the exits a day
        that deals like them had; with Garwood's interval of the exits, over what was expected.
    Units: exits; an index, above 1 where deals are faster. n is the exits expected, rounded down.
    No value: not_measured where either is missing; no_data where none was expected.
    Raises: ValueError when a number is below zero.
    Source: own; the standardized ratio of observed and expected events of epidemiology. Garwood
        (1936), Biometrika 28 (3/4), 437-442.

    >>> found = acceleration(pd.Series([7.0]), pd.Series([5.0]))
    >>> found[["value", "ci_low", "ci_high"]].round(2).to_dict("records")
    [{'value': 1.4, 'ci_low': 0.56, 'ci_high': 2.88}]
    """
    missing = not_negative(events).isna() | not_negative(expected).isna()
    status = first_status({Status.NOT_MEASURED: missing, Status.NO_DATA: expected.eq(0)})
    return answers.index(events, expected, np.floor(expected + 1e-9), status)


def days_saved(saved: pd.Series, deals: pd.Series) -> Answers:
    """Return how many days fewer deals took for the stages they left than deals did before.

    Formula: sum of (median days of the stage before - actual days) / number of deals; completed
        stages only.
    Units: days; deals.
    No value: not_measured where either is missing; no_data without a deal that left a stage.
    Raises: ValueError when a number of deals is below zero.
    Source: own.

    >>> days_saved(pd.Series([30.0]), pd.Series([2.0]))["value"].item()
    15.0
    """
    missing = saved.isna() | not_negative(deals).isna()
    status = first_status({Status.NOT_MEASURED: missing, Status.NO_DATA: deals.eq(0)})
    return answers.ratio(saved, deals, status)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast deals left a stage: exits a day, and the median of the days until then."""

    rate: float
    usual: float


class Past:
    """Spans in stages and exits out of them, asked for the time before any instant.

    rows have whether it is an exit, the segment, stage, type and band of the deal, when it began or
    the exit was, and when it ended or how many days the stage had taken; instants in seconds.
    days is how long back counts, exits how many it takes.
    """

    def __init__(
        self,
        rows: Sequence[tuple[bool, str, int, str, str, float, float]],
        *,
        days: float = scales.PAST_DAYS,
        exits: int = scales.ENOUGH_EXITS,
    ) -> None:
        self.days, self.least = days, exits
        left: dict[Key, list[tuple[float, float]]] = {}
        spans: dict[Key, list[tuple[float, float]]] = {}
        for is_exit, segment, stage, kind, band, at, end in rows:
            for key in _levels(segment, stage, kind, band):
                (left if is_exit else spans).setdefault(key, []).append((at, end))
        self.stages = sorted({row[2] for row in rows})
        self.kinds = sorted({row[3] for row in rows})
        self.exits = {key: _sorted(found) for key, found in left.items()}
        self.spans = {key: _Spans(found) for key, found in spans.items()}
        self.known: dict[tuple[Key, float], Pace | None] = {}

    def cells(self, before: float, segment: str) -> Iterator[tuple[int, str, str, Pace]]:
        """Yield the pace of each stage, type and band of a segment in the time before an instant.

        >>> rows = [(True, "", 1, "new", "", 86400.0 * day, 5.0) for day in range(10)]
        >>> past = Past([*rows, (False, "", 1, "new", "", 0.0, 86400.0 * 100)])
        >>> next(past.cells(86400.0 * 200, "other"))
        (1, 'new', '', Pace(rate=0.1, usual=5.0))
        """
        for stage in self.stages:
            for kind in self.kinds:
                for band in BANDS:
                    for key in _levels(segment, stage, kind, band):
                        if (pace := self._pace(key, before)) is not None:
                            yield stage, kind, band, pace
                            break

    def _pace(self, key: Key, before: float) -> Pace | None:
        """Return the pace of a cell, None where too few deals tell it."""
        at = (key, before)
        if at not in self.known:
            self.known[at] = self._found(key, before)
        return self.known[at]

    def _found(self, key: Key, before: float) -> Pace | None:
        if key not in self.exits or key not in self.spans:
            return None
        since = before - self.days * DAY
        times, days = self.exits[key]
        first, last = np.searchsorted(times, [since, before], side="left")
        seconds = self.spans[key].until(before) - self.spans[key].until(since)
        if last - first < self.least or seconds <= 0:
            return None
        return Pace(float(last - first) / (seconds / DAY), float(np.median(days[first:last])))


def _levels(segment: str, stage: int, kind: str, band: str) -> tuple[Key, ...]:
    """Return the cells that a deal is in, the narrowest first."""
    return (segment, stage, kind, band), (segment, stage, kind), (segment, stage), (stage,)


def _sorted(found: Sequence[tuple[float, float]]) -> tuple[Array, Array]:
    rows = np.array(sorted(found), dtype="float64")
    return rows[:, 0], rows[:, 1]


class _Spans:
    """Spans of time, and how much of them lies before any instant."""

    def __init__(self, found: Sequence[tuple[float, float]]) -> None:
        rows = np.array(found, dtype="float64")
        self.starts, self.ends = np.sort(rows[:, 0]), np.sort(rows[:, 1])
        self.start_sums = np.concatenate([[0.0], self.starts.cumsum()])
        self.end_sums = np.concatenate([[0.0], self.ends.cumsum()])

    def until(self, at: float) -> float:
        """Return how many seconds of all spans lie before an instant."""
        begun = np.searchsorted(self.starts, at, side="left")
        over = np.searchsorted(self.ends, at, side="left")
        begun_for = begun * at - self.start_sums[begun]
        return float(begun_for - (over * at - self.end_sums[over]))
