"""What our sales and the accounts say of our marketing, on whatever scale they were asked.

A rating of a colleague is theirs: below five no number is given that tells it, nor any that it
could be reckoned from.

Help: docs/calculations/awareness.md.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from metrics.calc import answers, scales
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.intervals import RESAMPLES, SEED, Array, Bounds, bootstrap_by_group
from metrics.calc.status import Status

Voice = tuple[Array, Array]  # the accounts of answers, and their points


def rating(accounts: pd.Series, points: pd.Series) -> Answers:
    """Return the mean of ratings of one voice about one object, on a scale from 0 to 100.

    Formula: mean of 100 (rating - worst) / (best - worst), each on the scale it was given on;
        bootstrap by account from ten accounts up.
    Units: in each cell the account and the points of each answer, in the same order; points out.
    No value: not_measured where the cell is missing; no_data without an answer.
    Raises: ValueError when the two lists of a cell differ in length.
    Source: an advocacy scale of stakeholders (Inflexion); the formula is own.

    >>> rating(pd.Series([[1, 1, 1]]), pd.Series([[100.0, 75.0, 50.0]]))["value"].item()
    75.0
    """
    n = _number(points)
    total = pd.Series([float(sum(_list(cell))) for cell in points], index=points.index)
    return answers.mean(total, n, _status(n), bootstrap_by_group(accounts, points))


def rating_of_colleague(
    accounts: pd.Series, points: pd.Series, *, few_opinions: int = scales.FEW_OPINIONS
) -> Answers:
    """Return the same of the work of one of us: nothing below the answers that are set, five.

    Formula: see rating.
    Units: see rating.
    No value: suppressed below as many answers; else see rating.
    Raises: see rating.
    Source: see rating.

    >>> rating_of_colleague(pd.Series([[1, 1]]), pd.Series([[100.0, 75.0]]))[
    ...     ["numerator", "n", "status"]].to_dict("records")
    [{'numerator': nan, 'n': 2.0, 'status': 'suppressed'}]
    """
    return _kept_from(rating(accounts, points), _number(points).between(1, few_opinions - 1))


def top_share(top: pd.Series, cases: pd.Series) -> Answers:
    """Return the share of answers in the two best boxes of their scale, with the Wilson interval.

    Formula: answers of the best or second best rating / answers.
    Units: answers; percent out.
    No value: not_measured where a count is missing; no_data without an answer.
    Raises: ValueError when a count is below zero.
    Source: practice of surveys.

    >>> top_share(pd.Series([2.0]), pd.Series([3.0]))[["value", "ci_low", "ci_high"]].round(
    ...     1).to_dict("records")
    [{'value': 66.7, 'ci_low': 20.8, 'ci_high': 93.9}]
    """
    return answers.share(not_negative(top), not_negative(cases), _status(cases))


def top_share_of_colleague(
    top: pd.Series, cases: pd.Series, *, few_opinions: int = scales.FEW_OPINIONS
) -> Answers:
    """Return the same of the work of one of us: nothing below the answers that are set, five.

    Formula: see top_share.
    Units: see top_share.
    No value: suppressed below as many answers; else see top_share.
    Raises: see top_share.
    Source: see top_share.

    >>> top_share_of_colleague(pd.Series([2.0]), pd.Series([3.0]))["status"].item()
    'suppressed'
    """
    return _kept_from(top_share(top, cases), cases.between(1, few_opinions - 1))


def score(
    sales_accounts: pd.Series,
    sales_points: pd.Series,
    their_accounts: pd.Series,
    their_points: pd.Series,
    of_colleagues: pd.Series,
    *,
    few_opinions: int = scales.FEW_OPINIONS,
) -> Answers:
    """Return what sales and accounts think of our marketing, each voice weighing the same.

    Formula: mean of the two voices, each the mean of all its answers; of one where the other said
        nothing. Bootstrap by account from ten accounts up.
    Units: in each cell the account and the points of each answer, in the same order;
        of_colleagues is how many of them rate one of us; points out.
    No value: not_measured where a cell is missing; no_data without an answer; suppressed below
        the answers that are set (5), and where fewer of them, but some, rate one of us: beside the
        rest they could be told.
    Raises: ValueError when two lists of a cell differ in length.
    Source: own.

    >>> cells = [[1, 1, 1]], [[100.0, 75.0, 50.0]], [[1, 1]], [[75.0, 100.0]], [0.0]
    >>> score(*(pd.Series(cell) for cell in cells))["value"].item()
    81.25
    """
    n = _number(sales_points) + _number(their_points)
    rows = [
        (_voice(ours, said), _voice(theirs, told))
        for ours, said, theirs, told in zip(
            sales_accounts, sales_points, their_accounts, their_points, strict=True
        )
    ]
    values = pd.Series([_of_voices(*row) for row in rows], index=n.index, dtype="float64")
    found = answers.level(values, n, _status(n), _intervals(rows))
    few = n.between(1, few_opinions - 1)
    return _kept_from(found, few | of_colleagues.between(1, few_opinions - 1))


def number(rows: pd.Series) -> Answers:
    """Return how many feedbacks were given, or how much work that came of them is open.

    Formula: the number itself.
    Units: feedbacks, or pieces of work.
    No value: not_measured where it is missing.
    Raises: ValueError when it is below zero.
    Source: counting.

    >>> number(pd.Series([2.0, None]))["status"].to_list()
    ['ok', 'not_measured']
    """
    return answers.count(rows, first_status({Status.NOT_MEASURED: not_negative(rows).isna()}))


def _kept_from(found: Answers, few: pd.Series) -> Answers:
    """Return answers without what would tell few opinions; their number stays."""
    told = ["value", "ci_low", "ci_high", "numerator"]
    return found.assign(
        **{name: found[name].mask(few) for name in told},
        ci_method=found["ci_method"].mask(few, "none"),
        status=found["status"].mask(few, Status.SUPPRESSED.value),
    )


def _status(n: pd.Series) -> pd.Series:
    return first_status({Status.NOT_MEASURED: n.isna(), Status.NO_DATA: n.eq(0)})


def _number(points: pd.Series) -> pd.Series:
    sizes = [float(len(cell)) if isinstance(cell, list) else np.nan for cell in points]
    return pd.Series(sizes, index=points.index, dtype="float64")


def _list(cell: object) -> list[float]:
    return cell if isinstance(cell, list) else []


def _voice(accounts: object, points: object) -> Voice:
    """Return the answers of one voice of one cell."""
    of, said = np.asarray(_list(accounts)), np.asarray(_list(points), dtype="float64")
    if len(of) != len(said):
        raise ValueError("Each answer needs its account.")
    return of, said


def _of_voices(*voices: Voice) -> float:
    """Return the mean of the means of those voices that said something."""
    means = [points.mean() for _accounts, points in voices if len(points)]
    return float(np.mean(means)) if means else np.nan


def _intervals(rows: list[tuple[Voice, Voice]]) -> Bounds:
    """Return the percentile interval of each score, resampled by account."""
    pairs = [_interval(*row) for row in rows]
    both = np.array(pairs, dtype="float64").reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _interval(ours: Voice, theirs: Voice, *, least: int = 10) -> tuple[float, float]:
    names = np.unique(np.concatenate([ours[0], theirs[0]]))
    if len(names) < least:
        return np.nan, np.nan
    chosen = np.random.default_rng(SEED).integers(0, len(names), size=(RESAMPLES, len(names)))
    draw = _drawn(names, chosen)
    with np.errstate(invalid="ignore"):
        means = np.vstack([draw(voice) for voice in (ours, theirs)])
    said = ~np.isnan(means)
    scores = np.where(said, means, 0).sum(axis=0) / np.maximum(said.sum(axis=0), 1)
    low, high = np.percentile(scores[said.any(axis=0)], [2.5, 97.5])
    return float(low), float(high)


def _drawn(names: Array, chosen: Array) -> Callable[[Voice], Array]:
    """Return what gives the mean of a voice over each draw of accounts."""

    def means(voice: Voice) -> Array:
        place = np.searchsorted(names, voice[0])
        sums = np.bincount(place, weights=voice[1], minlength=len(names))
        sizes = np.bincount(place, minlength=len(names))
        return np.asarray(sums[chosen].sum(axis=1) / sizes[chosen].sum(axis=1))

    return means
