"""Goals: how far, how far by now, and what to call it.

Every function takes columns with one row per goal, so that one goal and thirty thousand take the
same path. Inside they are arrays: a page shows a few goals, and an operation on a column of pandas
costs more than its arithmetic. The word of a status, a type or a profile is that of the
enumerations below.

Help: docs/calculations/goals.md.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.calc.columns import rows
from metrics.calc.status import HELD, JUDGED, GoalStatus, GoalType, Profile

SCORE_CAP = 1.2  # one runaway goal must not hide a failure
LEAST_COVERAGE = 0.60
LEAST_EXPECTED_TO_PROJECT = 0.25
ON_TRACK_FROM, AT_RISK_FROM = 0.9, 0.7  # of a score

Numbers: TypeAlias = npt.NDArray[np.float64]
QUIETLY = np.errstate(all="ignore")  # what has no number says so by its status


def elapsed(start: pd.Series, due: pd.Series, as_of: float) -> pd.Series:
    """Return the share of a goal's time that is over, from 0 to 1.

    Formula: clamp((as_of - start) / (due - start), 0, 1).
    Units: instants in seconds since an epoch.
    No value: never missing.
    Raises: ValueError when a goal is due before it starts.
    Source: own.

    >>> day = 86_400
    >>> elapsed(pd.Series([0]), pd.Series([365 * day]), 181 * day).round(4).item()
    0.4959
    """
    if (due <= start).any():
        raise ValueError("A goal can't be due before it starts.")
    return ((as_of - start) / (due - start)).clip(0, 1)


@QUIETLY
def expected(goals: pd.DataFrame) -> pd.Series:
    """Return the share that should be attained by now, following each goal's profile.

    Formula: linear f; back_loaded f squared; lagged 0 for lag days, then linear to 1 at the due
        date; milestones straight lines through the dated points; seasonal the cumulative share of
        last year's same indicator. A level to be kept is expected whole at any time; of a
        milestone nothing is expected before its due date.
    Units: columns type, profile, elapsed (0 to 1), duration (days), lag (days), points (a list of
        pairs of elapsed share and expected share) and season (0 to 1) in; a share out.
    No value: missing where the season is not known.
    Raises: ValueError for a profile that doesn't exist.
    Source: linear: practice of goal software; the others own.

    >>> goal = {"type": "reach", "elapsed": 0.5, "duration": 100.0, "lag": 25.0, "season": None,
    ...     "points": [(0.5, 0.2)]}
    >>> names = ["linear", "back_loaded", "lagged", "milestones"]
    >>> expected(pd.DataFrame([{**goal, "profile": name} for name in names])).round(3).to_list()
    [0.5, 0.25, 0.333, 0.2]
    """
    unknown = set(goals["profile"]) - {each.value for each in Profile}
    if unknown:
        raise ValueError(f"There is no profile {min(unknown)}.")
    over, lag, duration, season = _numbers(goals, "elapsed", "lag", "duration", "season")
    is_over = over >= 1
    delay = np.clip(np.where(np.isnan(lag), 0.0, lag / duration), 0, 1)
    lagged = np.where(delay < 1, np.maximum((over - delay) / (1 - delay), 0), 0.0)
    by_profile = {
        Profile.LINEAR: over,
        Profile.MILESTONES: np.array([*map(_through, over, goals["points"])], dtype="float64"),
        Profile.BACK_LOADED: over**2,
        Profile.LAGGED: np.where(is_over, 1.0, lagged),
        Profile.SEASONAL: np.where(is_over, 1.0, season),
    }
    chosen = [_are(goals["profile"], profile) for profile in by_profile]
    share = np.select(chosen, list(by_profile.values()), np.nan)
    share = np.where(_are(goals["type"], *HELD), 1.0, share)
    share = np.where(_are(goals["type"], GoalType.MILESTONE), is_over, share)
    return pd.Series(share, index=goals.index)


def _through(over: float, points: Sequence[tuple[float, float]] | None) -> float:
    """Return the height of the line through (0, 0), the points and (1, 1)."""
    dated = sorted([(0.0, 0.0), *(points or []), (1.0, 1.0)])
    return float(np.interp(over, [at for at, _ in dated], [height for _, height in dated]))


@QUIETLY
def attained(goals: pd.DataFrame) -> pd.Series:
    """Return the share of each goal that is attained: below 0 if it went backwards.

    Formula: reach (x - b) / (t - b), whichever way it goes; cumulate x / t; maintain 1 while the
        threshold holds, else 1 - |x - t| / tolerance, at least 0; range likewise from its nearer
        end; milestone 0 or 1.
    Units: columns type, value, baseline, target, low, high, tolerance in; a share out.
    No value: missing where the value is missing, or the baseline of a reach, or target = baseline.
    Raises: nothing.
    Source: reach: practice of goal software; the others own.

    >>> goal = {"baseline": None, "low": None, "high": None, "tolerance": None}
    >>> goals = [{**goal, "type": "reach", "value": 52.0, "baseline": 40.0, "target": 70.0},
    ...     {**goal, "type": "reach", "value": 27.0, "baseline": 30.0, "target": 20.0},
    ...     {**goal, "type": "maintain_min", "value": 8.0, "target": 10.0, "tolerance": 4.0}]
    >>> attained(pd.DataFrame(goals)).to_list()
    [0.4, 0.3, 0.5]
    """
    value, base, target = _numbers(goals, "value", "baseline", "target")
    low, high, tolerance = _numbers(goals, "low", "high", "tolerance")

    def held(missed_by: Numbers) -> Numbers:
        kept = np.maximum(1 - missed_by / np.where(tolerance > 0, tolerance, np.nan), 0)
        return np.where(missed_by == 0, 1.0, np.nan_to_num(kept))

    above, below = np.maximum(value - target, 0), np.maximum(target - value, 0)
    outside = np.maximum(low - value, 0) + np.maximum(value - high, 0)
    way = np.where(target != base, target - base, np.nan)
    by_type = {
        GoalType.REACH: (value - base) / way,
        GoalType.CUMULATE: value / np.where(target != 0, target, np.nan),
        GoalType.MILESTONE: (value > 0).astype("float64"),
        GoalType.MAINTAIN_MIN: held(below),
        GoalType.MAINTAIN_MAX: held(above),
        GoalType.RANGE: held(outside),
    }
    chosen = [_are(goals["type"], kind) for kind in by_type]
    share = np.select(chosen, list(by_type.values()), np.nan)
    return pd.Series(np.where(np.isnan(value), np.nan, share), index=goals.index)


def _numbers(rows: pd.DataFrame, *names: str) -> list[Numbers]:
    """Return columns as numbers, not a number where nothing is known."""
    return [rows[name].to_numpy(dtype="float64", na_value=np.nan) for name in names]


def _are(words: pd.Series, *wanted: str) -> npt.NDArray[np.bool_]:
    """Tell of each word whether it is one of those wanted."""
    return np.array([word in wanted for word in words], dtype="bool")


@QUIETLY
def paced(goals: pd.DataFrame) -> pd.DataFrame:
    """Return where each goal stands: attained, expected, pace index, status, projection.

    Formula: PI = attained / expected; on_track from 0.90, at_risk from 0.70 (columns on_track and
        at_risk), else off_track; too_early below a tenth of the time or while nothing is expected.
        Expected value b + e (t - b). A goal that is off_track, with its expected value inside the
        interval of its value, is inconclusive. A level to be kept is achieved at its due date
        alone. Projection b + (x - b) / e from e = 0.25, and so for both ends of the interval.
    Units: the columns of attained and expected, and started, due (bool), ci_low, ci_high, on_track,
        at_risk, too_early (shares) in; shares, values and words out.
    No value: no_data where attained is missing; expected value and projection are missing where
        they say nothing, as for a milestone.
    Raises: ValueError for a profile that doesn't exist.
    Source: own; the elapsed-time rule is common practice, its thresholds are own.

    >>> goal = {"type": "reach", "profile": "linear", "elapsed": 0.4959, "duration": 365.0,
    ...     "lag": None, "points": None, "season": None, "value": 52.0, "baseline": 40.0,
    ...     "target": 70.0, "low": None, "high": None, "tolerance": None, "started": True,
    ...     "due": False, "ci_low": None, "ci_high": None, "on_track": 0.9, "at_risk": 0.7,
    ...     "too_early": 0.1}
    >>> row = paced(pd.DataFrame([goal]))
    >>> row[["status", "pace", "expected_value", "projected"]].round(3).to_dict("records")
    [{'status': 'at_risk', 'pace': 0.807, 'expected_value': 54.877, 'projected': 64.198}]
    """
    share, due_share = attained(goals).to_numpy(), expected(goals).to_numpy()
    value, base, target = _numbers(goals, "value", "baseline", "target")
    low, high = _numbers(goals, "ci_low", "ci_high")
    kinds = goals["type"]
    base = np.where(_are(kinds, GoalType.CUMULATE), 0.0, base)
    moving = _are(kinds, GoalType.REACH, GoalType.CUMULATE)
    pace = share / np.where(due_share > 0, due_share, np.nan)
    expected_value = np.where(moving, base + due_share * (target - base), target)
    expected_value = np.where(_are(kinds, GoalType.MILESTONE), np.nan, expected_value)
    unsure = (expected_value >= low) & (expected_value <= high)
    far = np.where(moving & (due_share >= LEAST_EXPECTED_TO_PROJECT), due_share, np.nan)
    return pd.DataFrame(
        {
            "attained": share,
            "expected": due_share,
            "pace": pace,
            "status": _status(goals, share, pace, unsure),
            "unsure": unsure,
            "expected_value": expected_value,
            "projected": base + (value - base) / far,
            "projected_low": base + (low - base) / far,
            "projected_high": base + (high - base) / far,
        },
        index=goals.index,
    )


def _status(
    goals: pd.DataFrame, share: Numbers, pace: Numbers, unsure: npt.NDArray[np.bool_]
) -> npt.NDArray[Any]:
    """Return the word for each goal, the first that holds in the order of GoalStatus."""
    on_track, at_risk = _numbers(goals, "on_track", "at_risk")
    elapsed_share, too_early = _numbers(goals, "elapsed", "too_early")
    started, due = (goals[name].to_numpy(dtype="bool") for name in ("started", "due"))
    held = _are(goals["type"], *HELD)
    full = share >= 1
    behind = (pace < at_risk) | (share < 0)
    holds = {
        GoalStatus.NOT_STARTED: ~started,
        GoalStatus.NO_DATA: np.isnan(share),
        GoalStatus.ACHIEVED: full & (due | ~held),
        GoalStatus.MISSED: due & ~full,
        GoalStatus.TOO_EARLY: ((elapsed_share < too_early) & ~held) | np.isnan(pace),
        GoalStatus.ON_TRACK: (pace >= on_track) & ~(share < 0),
        GoalStatus.AT_RISK: ~behind,
        GoalStatus.INCONCLUSIVE: unsure,
        GoalStatus.OFF_TRACK: behind,
    }
    words = [each.value for each in GoalStatus]
    return np.select([holds[each] for each in GoalStatus], words, GoalStatus.OFF_TRACK.value)


@QUIETLY
def rolled_up(goals: pd.DataFrame, within: pd.Series) -> pd.DataFrame:
    """Return one row per group of goals: its score, how much of it is known, and its band.

    Formula: g = clamp(PI, 0, 1.2); score = sum(w g) / sum(w) over the goals with data; coverage =
        sum(w with data) / sum(w); measured and goals count the same, each goal as one. Bands as
        those of one goal: on_track from 0.90, at_risk from 0.70, else off_track. A critical goal
        that is off track or missed keeps the band from being better than at_risk.
    Units: columns pace, attained, status, weight, critical in; within names each goal's group.
        Goals that can't be judged yet (not started, too early) are left aside.
    No value: score missing and band no_data where coverage is below 60 %; band too_early where no
        goal of the group can be judged yet.
    Raises: ValueError when a weight is below zero.
    Source: own; attainment is rolled up, never values of different units.

    >>> goals = pd.DataFrame({"pace": [0.807, 1.10, 0.55, None], "attained": [0.4, 0.6, 0.3, None],
    ...     "status": ["at_risk", "on_track", "off_track", "no_data"], "weight": [3, 2, 5, 2],
    ...     "critical": False})
    >>> rolled_up(goals, pd.Series(["account"] * 4)).round(3).to_dict("records")
    [{'score': 0.737, 'coverage': 0.833, 'band': 'at_risk', 'measured': 3, 'goals': 4}]
    """
    given, pace, share = _numbers(goals, "weight", "pace", "attained")
    if (given < 0).any():
        raise ValueError("A weight can't be below zero.")
    judged = _are(goals["status"], *JUDGED)
    known = np.clip(np.where(np.isnan(share), np.nan, pace), 0, SCORE_CAP)
    known = np.where(np.isnan(known) & (share >= 1), 1.0, known)
    known = np.where(judged, known, np.nan)
    weight = np.where(judged | _are(goals["status"], GoalStatus.NO_DATA), given, 0.0)
    failed = _are(goals["status"], GoalStatus.OFF_TRACK, GoalStatus.MISSED)
    failing = goals["critical"].to_numpy(dtype="bool") & failed
    groups, at = np.unique(within.to_numpy(), return_inverse=True)

    def added(numbers: npt.NDArray[Any]) -> Numbers:
        return np.bincount(at, weights=numbers, minlength=len(groups)).astype("float64")

    of_known = added(np.where(np.isnan(known), 0.0, weight))
    of_all, scored = added(weight), added(np.nan_to_num(known) * weight)
    coverage = of_known / np.where(of_all > 0, of_all, np.nan)
    score = scored / np.where(of_known > 0, of_known, np.nan)
    score = np.where(coverage >= LEAST_COVERAGE, score, np.nan)
    held_back = (added(failing) > 0) & (score >= ON_TRACK_FROM)
    band = banded(pd.Series(score)).to_numpy(dtype="object")
    band = np.where(held_back, GoalStatus.AT_RISK.value, band)
    band = np.where(np.isnan(coverage), GoalStatus.TOO_EARLY.value, band)
    counted = {"measured": ~np.isnan(known), "goals": weight > 0}
    counts = {name: added(each.astype("float64")).astype("int64") for name, each in counted.items()}
    return pd.DataFrame(
        {"score": score, "coverage": coverage, "band": band, **counts}, index=groups
    )


def banded(score: pd.Series) -> pd.Series:
    """Return the band of each score: on_track, at_risk, off_track, or no_data without a score."""
    scores = score.to_numpy(dtype="float64")
    holds = [np.isnan(scores), scores >= ON_TRACK_FROM, scores >= AT_RISK_FROM]
    words = [each.value for each in (GoalStatus.NO_DATA, GoalStatus.ON_TRACK, GoalStatus.AT_RISK)]
    return pd.Series(np.select(holds, words, GoalStatus.OFF_TRACK.value), index=score.index)


def portfolio(accounts: pd.DataFrame, weight: pd.Series, within: pd.Series) -> pd.DataFrame:
    """Return one row per program: its weighted score and how many accounts are in each band.

    Formula: sum(W score) / sum(W) over the accounts with a score.
    Units: columns score and band in, weight per account (1, its potential or its tier's weight).
    No value: score missing where no account has one.
    Raises: ValueError when a weight is below zero.
    Source: own.

    >>> bands = ["on_track", "off_track", "no_data"]
    >>> accounts = pd.DataFrame({"score": [1.0, 0.5, None], "band": bands})
    >>> portfolio(accounts, pd.Series([1, 1, 1]), pd.Series(["p"] * 3)).to_dict("records")
    [{'score': 0.75, 'on_track': 1, 'at_risk': 0, 'off_track': 1, 'no_data': 1}]
    """
    if (weight < 0).any():
        raise ValueError("A weight can't be below zero.")
    heavy = weight.astype("float64").where(accounts["score"].notna(), 0.0)
    weighed = (accounts["score"] * heavy).groupby(within).sum()
    whole = heavy.groupby(within).sum()
    bands = [GoalStatus.ON_TRACK, GoalStatus.AT_RISK, GoalStatus.OFF_TRACK, GoalStatus.NO_DATA]
    counts = {band.value: accounts["band"].eq(band.value).groupby(within).sum() for band in bands}
    return pd.DataFrame({"score": weighed / whole.where(whole > 0), **counts})


# ---- the same for rows: what queries hand over, and take back ----------------------------------


def standing_rows(goals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return where each goal stands, one dictionary for each; see paced.

    Formula: that of paced.
    Units: the columns of paced, a dictionary for each goal.
    No value: None where paced has none.
    Raises: ValueError for a profile that doesn't exist.
    Source: own.

    >>> standing_rows([])
    []
    """
    return rows(paced(pd.DataFrame(goals))) if goals else []


def rolled_up_rows(goals: list[dict[str, Any]], within: list[int]) -> dict[int, dict[str, Any]]:
    """Return the standing of each group of goals, by group; see rolled_up.

    Formula: that of rolled_up.
    Units: the columns of rolled_up, a dictionary for each goal; within names each goal's group.
    No value: None where rolled_up has none.
    Raises: ValueError when a weight is below zero.
    Source: own.

    >>> goal = {"pace": 1.0, "attained": 0.5, "status": "on_track", "weight": 1, "critical": False}
    >>> rolled_up_rows([goal], [7])
    {7: {'score': 1.0, 'coverage': 1.0, 'band': 'on_track', 'measured': 1, 'goals': 1}}
    """
    standings = rolled_up(pd.DataFrame(goals), pd.Series(within))
    return dict(zip(standings.index.to_list(), rows(standings), strict=True))


def portfolio_rows(accounts: list[dict[str, Any]], within: list[int]) -> dict[int, dict[str, Any]]:
    """Return the standing of each program, by program, every account weighing the same.

    Formula: that of portfolio; the band is that of the score.
    Units: the columns of portfolio, a dictionary for each account; within names its program.
    No value: None where portfolio has none.
    Raises: nothing.
    Source: own.

    >>> portfolio_rows([{"score": 1.0, "band": "on_track"}], [3])[3]["band"]
    'on_track'
    """
    frame = pd.DataFrame(accounts).astype({"score": "float64"})
    programs = portfolio(frame, pd.Series(1.0, index=frame.index), pd.Series(within))
    programs = programs.assign(band=banded(programs["score"]))
    return dict(zip(programs.index.to_list(), rows(programs), strict=True))
