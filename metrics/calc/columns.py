"""Rows of the database turned into columns, and answers turned back into numbers."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from metrics.calc.answers import Answers, closed, first_status, hidden_below
from metrics.calc.status import Form, Method, Status


def columns(targets: Sequence[int], cells: Mapping[str, Sequence[Any]]) -> dict[str, pd.Series]:
    """Return a column for each name, indexed by target: numbers as float64, lists as they are.

    >>> columns([7, 9], {"won": [3, None], "amounts": [[1.0], None]})["won"].to_dict()
    {7: 3.0, 9: nan}
    """
    index = pd.Index(list(targets), dtype="int64")
    return {name: _column(values, index) for name, values in cells.items()}


def _column(values: Sequence[Any], index: pd.Index) -> pd.Series:
    if any(isinstance(value, list) for value in values):
        return pd.Series(list(values), index=index, dtype="object")
    numbers = [math.nan if value is None else float(value) for value in values]
    return pd.Series(numbers, index=index, dtype="float64")


def answers_without(status: Status, targets: Sequence[int]) -> Answers:
    """Return an answer without a value for each target, all for the same reason."""
    index = pd.Index(list(targets), dtype="int64")
    parts = {name: pd.Series(math.nan, index=index) for name in _NUMBERS}
    frame = pd.DataFrame({**parts, "status": pd.Series(status.value, index=index, dtype="str")})
    return closed(Form.LEVEL, Method.NONE, frame)


def formula_answers(result: pd.Series, inputs: Sequence[Answers]) -> Answers:
    """Return the answers of a formula from its column and the answers it was made of.

    Where there is no value, the status is the first that any input without a value has, and
    no_data where all have one: then the formula divides by zero. Where there is one, it is
    incomplete or immature when an input is.
    """
    holds: dict[Status, pd.Series] = {}
    for status in Status:
        if status is Status.OK:
            continue
        of_any = pd.Series(data=False, index=result.index)
        for each in inputs:
            without = each["value"].isna() | result.notna()
            of_any |= each["status"].reindex(result.index).eq(status.value) & without
        holds[status] = of_any
    for status in (Status.SUPPRESSED, Status.NOT_APPLICABLE, Status.NOT_MEASURED):
        holds[status] &= result.isna()
    holds[Status.NO_DATA] = result.isna()
    missing = pd.Series(math.nan, index=result.index)
    parts = dict.fromkeys(_NUMBERS, missing) | {"numerator": result}
    frame = pd.DataFrame({**parts, "status": first_status(holds)})
    return closed(Form.LEVEL, Method.NONE, frame)


def reopened(
    form: Form, method: Method, kept: Sequence[Mapping[str, Any]], *, least: int = 0
) -> Answers:
    """Return the answers that kept parts close to, by the rules that closed them when measured.

    >>> reopened(Form.SHARE, Method.WILSON, [{"numerator": 4, "denominator": 10, "n": 10,
    ...     "status": "ok"}])[["value", "ci_low"]].round(1).to_dict("records")
    [{'value': 40.0, 'ci_low': 16.8}]
    """
    index = pd.RangeIndex(len(kept))
    parts = {
        name: pd.Series([each.get(name) for each in kept], index=index, dtype="float64")
        for name in _NUMBERS
    }
    status = pd.Series([each["status"] for each in kept], index=index, dtype="str")
    return hidden_below(closed(form, method, pd.DataFrame({**parts, "status": status})), least)


def rows(answers: Answers) -> list[dict[str, Any]]:
    """Return the answers as dictionaries, with None for what is missing."""
    return [
        {
            str(name): None if isinstance(value, float) and math.isnan(value) else value
            for name, value in row.items()
        }
        for row in answers.to_dict("records")
    ]


_NUMBERS = ("numerator", "denominator", "n", "squares", "low", "high")
