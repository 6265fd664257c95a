"""Rows of the database turned into columns, and answers turned back into numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
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
        return pd.Series(list(values), index=index, dtype=object)
    return pd.Series(np.array(values, dtype="float64"), index=index)


def answers_without(status: Status, targets: Sequence[int]) -> Answers:
    """Return an answer without a value for each target, all for the same reason."""
    index = pd.Index(list(targets), dtype="int64")
    said = pd.Series(status.value, index=index, dtype=object)
    missing = np.full(len(index), np.nan)
    parts = {**dict.fromkeys(_NUMBERS, missing), "status": said}
    return closed(Form.LEVEL, Method.NONE, parts)


def formula_answers(result: pd.Series, inputs: Sequence[Answers]) -> Answers:
    """Return the answers of a formula from its column and the answers it was made of.

    Where there is no value, the status is the first that any input without a value has, and
    no_data where all have one: then the formula divides by zero. Where there is one, it is
    incomplete or immature when an input is.
    """
    has_none = np.asarray(result.isna())
    holds = {each: np.zeros_like(has_none) for each in Status if each is not Status.OK}
    for each in inputs:
        said = each["status"].reindex(result.index).to_numpy(dtype=object)
        without = np.asarray(each["value"].reindex(result.index).isna()) | ~has_none
        for name in holds:
            holds[name] |= (said == name.value) & without
    for name in (Status.SUPPRESSED, Status.NOT_APPLICABLE, Status.NOT_MEASURED):
        holds[name] &= has_none
    holds[Status.NO_DATA] = has_none
    status = first_status({name: pd.Series(held, result.index) for name, held in holds.items()})
    missing = np.full(len(result), np.nan)
    given = {"numerator": result, "status": status}
    return closed(Form.LEVEL, Method.NONE, {**dict.fromkeys(_NUMBERS, missing), **given})


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
        name: np.array([each.get(name) for each in kept], dtype="float64") for name in _NUMBERS
    }
    status = pd.Series([each["status"] for each in kept], index=index, dtype=object)
    return hidden_below(closed(form, method, {**parts, "status": status}), least)


def rows(table: Answers | pd.DataFrame) -> list[dict[str, Any]]:
    """Return answers, or the rows of a frame, as dictionaries, with None for what is missing."""
    columns = table.arrays if isinstance(table, Answers) else {str(k): v for k, v in table.items()}
    cells = (map(_cell, column.tolist()) for column in columns.values())
    return [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]


def _cell(cell: Any) -> Any:
    """Return a cell as a plain object, with None for what is missing."""
    return None if isinstance(cell, float) and cell != cell else cell  # noqa: PLR0124 -- not a number


_NUMBERS = ("numerator", "denominator", "n", "squares", "low", "high")
