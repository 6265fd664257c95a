"""Answers closed for keeping: what value and interval follow from, and no more."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from metrics.calc.money import quantized
from metrics.calc.status import Flag, Method
from metrics.catalogue.indicator import Indicator
from metrics.queries.answer import MONEY, plain

PARTS = ("numerator", "denominator", "n", "squares")


def packed(
    answers: Any,
    *,
    indicator: Indicator,
    currency: str,
    flags: Sequence[Flag],
    exclusions: Mapping[int, Mapping[str, int]],
    uncovered: Collection[int],
) -> list[dict[str, Any]]:
    """Return what is kept of the answers to an indicator, in the order of their targets.

    answers is a frame indexed by target. Thirty thousand accounts have millions of answers, so
    these are closed column by column. A bootstrap can't be followed from anything: its two ends
    are kept as they are, as is the spread of single scores.
    """
    targets = answers.index.tolist()
    entries: list[dict[str, Any]] = [{"status": status} for status in answers["status"].tolist()]
    for name in PARTS:
        for entry, number in zip(entries, answers[name].tolist(), strict=True):
            if number == number:  # noqa: PLR0124 -- a number
                entry[name] = int(number) if number.is_integer() else number
    is_money = indicator.unit in MONEY
    if Method.BOOTSTRAP.value in answers["ci_method"].tolist():
        _add_ends(entries, answers, currency if is_money else "")
    if "spread" in answers:
        for entry, spread in zip(entries, answers["spread"].tolist(), strict=True):
            if spread:
                entry["spread"] = spread.numbers
    if is_money and currency:
        for entry in entries:
            entry["currency"] = currency
    if flags:
        for entry in entries:
            entry["flags"] = [flag.value for flag in flags]
    for target, entry in zip(targets, entries, strict=True):
        if left_out := exclusions.get(target):
            entry["exclusions"] = dict(left_out)
        if target in uncovered:
            entry["uncovered"] = True
    return entries


def _add_ends(entries: Sequence[dict[str, Any]], answers: Any, currency: str) -> None:
    """Add the ends that a bootstrap found, money in the smallest unit of its currency."""
    ends = zip(
        answers["ci_method"].tolist(),
        answers["ci_low"].tolist(),
        answers["ci_high"].tolist(),
        strict=True,
    )
    for entry, (method, low, high) in zip(entries, ends, strict=True):
        if method == Method.BOOTSTRAP:
            for name, end in (("low", low), ("high", high)):
                found = plain(quantized(end, currency) if currency else end)
                if found is not None:
                    entry[name] = found
