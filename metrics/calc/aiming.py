"""Targets of many accounts at once, by a rule over where each of them starts."""

from collections.abc import Iterable
from decimal import Decimal

import numpy as np
import pandas as pd

from metrics.calc.status import GoalType

FROM_A_START = ("percent", "add", "factor")  # rules that no account without a starting value has
EXACT = 4  # digits after the point, as goals keep them


def middle(baselines: pd.Series) -> float | None:
    """Return the median of the starting values that are known.

    Formula: the middle one in order, the mean of the two in the middle where they are even.
    Units: those of the indicator.
    No value: None where no starting value is known.
    Raises: nothing.
    Source: standard.

    >>> middle(pd.Series([1.0, 9.0, None, 4.0]))
    4.0
    """
    known = baselines.astype("float64").dropna()
    return None if known.empty else float(known.median())


def middle_of(baselines: Iterable[Decimal | float]) -> float | None:
    """Return the median of starting values; see middle.

    Formula: that of middle.
    Units: those of the indicator.
    No value: None where there is none.
    Raises: nothing.
    Source: standard.

    >>> middle_of([4, 1, 9])
    4.0
    """
    return middle(pd.Series([float(each) for each in baselines], dtype="float64"))


def aimed(
    baselines: pd.Series,
    rule: str,
    amount: float,
    *,
    goal_type: str,
    better: str,
    ends: tuple[float, float] | None,
) -> pd.DataFrame:
    """Return the target of each account by a rule, and why it gets none.

    Formula: percent b (1 + amount / 100); add b + amount; factor b amount; fixed and median amount.
        What lies beyond the ends of the unit is the nearer end.
    Units: columns target, in the unit of the indicator, and reason, empty where there is a target.
    No value: the target is missing where the rule or a goal to reach needs a starting value and
        none is known (no_data), where it is the starting value (no_way), where an account to get
        better is there already (already_there), and where a total is not above 0.
    Raises: ValueError for a rule that doesn't exist.
    Source: own.

    >>> aimed(pd.Series([40.0, 95.0, None, 100.0]), "percent", 10, goal_type="reach", better="up",
    ...     ends=(0, 100)).to_dict("list")
    {'target': [44.0, 100.0, nan, nan], 'reason': ['', '', 'no_data', 'no_way']}
    """
    start = baselines.astype("float64").to_numpy()
    if rule == "percent":
        target = start * (1 + amount / 100)
    elif rule == "add":
        target = start + amount
    elif rule == "factor":
        target = start * amount
    elif rule in {"fixed", "median"}:
        target = np.full(len(start), float(amount))
    else:
        raise ValueError(f"There is no rule {rule}.")
    if ends is not None:
        target = np.clip(target, *ends)
    target, start = np.round(target, EXACT), np.round(start, EXACT)
    is_way = goal_type == GoalType.REACH
    signs = {"up": 1.0, "down": -1.0}
    beyond = (start - target) * signs.get(better, np.nan) > 0
    reasons = {
        "no_data": np.isnan(start) & (is_way or rule in FROM_A_START),
        "no_way": is_way & (start == target),
        "already_there": is_way & beyond,
        "not_above_zero": (goal_type == GoalType.CUMULATE) & (target <= 0),
    }
    reason = np.select(list(reasons.values()), list(reasons), "")
    target = np.where(reason == "", target, np.nan)
    return pd.DataFrame({"target": target, "reason": reason}, index=baselines.index)


def aimed_rows(
    baselines: list[float | None], rule: str, amount: float, **how: object
) -> list[tuple[float | None, str]]:
    """Return the target and the reason of each account; see aimed.

    Formula: that of aimed.
    Units: those of aimed.
    No value: None where aimed has none.
    Raises: ValueError for a rule that doesn't exist.
    Source: own.

    >>> aimed_rows([2.0], "factor", 3, goal_type="cumulate", better="up", ends=None)
    [(6.0, '')]
    """
    frame = aimed(pd.Series(baselines, dtype="float64"), rule, amount, **how)  # type: ignore[arg-type]
    return [
        (None if np.isnan(target) else float(target), str(reason))
        for target, reason in zip(frame["target"], frame["reason"], strict=True)
    ]
