"""Answers closed for keeping: what value and interval follow from, and no more."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from metrics.calc.money import quantized
from metrics.calc.status import Flag, Method
from metrics.catalogue.indicator import Indicator
from metrics.queries.answer import MONEY, plain

PARTS = ("numerator", "denominator", "n", "squares")


FOUND = {Method.BOOTSTRAP.value, Method.NEWCOMBE.value}
"""Intervals that follow from nothing that is kept: their ends are kept themselves."""


def packed(
    answers: Any,
    *,
    indicator: Indicator,
    currency: str,
    flags: Sequence[Flag],
    exclusions: Mapping[int, Mapping[str, int]],
    uncovered: Collection[int],
) -> list[str]:
    """Return what is kept of the answers to an indicator as JSON, in the order of their targets.

    answers is a frame indexed by target. Thirty thousand accounts have millions of answers, most of
    them alike, so these are written column by column. A bootstrap can't be followed from anything,
    nor a difference of two shares: their two ends are kept as they are, as is the spread of single
    scores.
    """
    targets = answers.index.tolist()
    money = currency if indicator.unit in MONEY else ""
    columns = [
        _members("status", answers["status"].tolist()),
        *(_numbers(name, answers[name]) for name in PARTS if answers[name].notna().any()),
    ]
    if not FOUND.isdisjoint(answers["ci_method"].tolist()):
        columns += _ends(answers, money)
    if "spread" in answers:
        spreads = [each.numbers if each else None for each in answers["spread"].tolist()]
        columns.append([_member("spread", spread) for spread in spreads])
    if exclusions:
        columns.append([_member("exclusions", exclusions.get(target)) for target in targets])
    if uncovered:
        columns.append(_members("uncovered", [target in uncovered or None for target in targets]))
    same = _member("currency", money or None)
    same += _member("flags", [flag.value for flag in flags] or None)
    return ["{" + "".join(row)[1:] + same + "}" for row in zip(*columns, strict=True)]


def _numbers(name: str, column: Any) -> list[str]:
    """Return a member of an object for each number of a column, nothing where it is missing."""
    return _members(name, [None if cell != cell else plain(cell) for cell in column.tolist()])  # noqa: PLR0124 -- not a number


def _members(name: str, values: Iterable[Any]) -> list[str]:
    """Return a member of an object for each value of a column, written once for those alike."""
    known: dict[Any, str] = {}
    texts = []
    for value in values:
        if value not in known:
            known[value] = _member(name, value)
        texts.append(known[value])
    return texts


def _member(name: str, value: Any) -> str:
    """Return a member of an object, after others; nothing where there is no value."""
    return "" if value is None else f', "{name}": {json.dumps(value)}'


def _ends(answers: Any, currency: str) -> Iterable[list[str]]:
    """Return the two ends that were found, money in the smallest unit of its currency."""
    is_found = answers["ci_method"].isin(FOUND).tolist()
    for name in ("low", "high"):
        ends = zip(answers[f"ci_{name}"].tolist(), is_found, strict=True)
        yield [
            _member(name, plain(quantized(end, currency) if currency else end)) if has_end else ""
            for end, has_end in ends
        ]
