"""Formulas that were written to break something: each is refused with a message, or has a value."""

import math
import time
import tracemalloc

import pandas as pd
import pytest

from metrics.catalogue.formula.evaluation import Given, evaluated
from metrics.catalogue.formula.parsing import (
    MOST_CHARACTERS,
    FormulaError,
    depth,
    parsed,
    size,
)
from metrics.catalogue.formula.tree import references
from metrics.phrases import FORMULA_ERRORS, formula_words

USUAL = (
    "if(nps > 30 and open_pipeline_value > 100000, ratio(won_value, 12) * 2.5, coalesce(nps, 0))"
)

ESCAPES = [
    "__class__", "__import__('os')", "a.__class__", "a.__class__.__mro__", "().__class__",
    "{0.__init__}", "{a.__globals__}", "'{0}'.format(a)", "f'{a}'", "%(a)s", "%s % a",
    "{% load x %}", "{{ a }}", "{{ settings.SECRET_KEY }}", "{% include 'x' %}", "${a}", "#{a}",
    "9**9**9", "9^9^9", "2<<1000", "1//0", "1 if a else 2", "lambda: 1", "lambda x: x",
    "[x for x in a]", "(x for x in a)", "{1: 2}", "{1}", "[1, 2]", "a[0]", "a[0:1]", "a['b']",
    "a['__class__']", "a[b][c]", "a; b", "a = 1", "a := 1", "import os", "exec('1')", "eval('1')",
    "open('/etc/passwd')", "getattr(a, 'b')", "globals()", "type(a)", "str(a)", "print(a)",
    "a if b", "not", "and a", "a and", "a or or b", "*a", "**a", "a @ b", "a@-1d", "a@1x",
    "a@99999999999999999999d9", "\x00", "a\x00b", "a # b", "a /* b */", "a\u202eb",
    "а + 1", "１ + 1", "1e400", "0x10", "1_000", "1,5", ".5", "5.", "∞", "a + «b»", "if", "if(a)",
    "max()", "abs(a, b)", "weighted(a)", "weighted(a, 1, b)", "<script>", "'; DROP TABLE x; --",
    "a" * 65, "a" * 1999, "9" * 1999, "(" * 1000, ")" * 1000, "(" * 999 + "1" + ")" * 1000,
    "(" * 900 + "1" + ")" * 900 + "+", "-" * 1000 + "a", "not " * 400 + "a", "1+" * 999 + "1",
    "a<" * 500 + "a", "max(" * 300 + "1" + ")" * 300, "a[b=c," * 300 + "b=c]", "a@" * 500 + "1d",
    "max(" + ",".join("1" * 900) + ")", "if(" * 300 + "a", "1" + "0" * 30, "a" * 2001,
    " " * 2001, "(" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("text", ESCAPES)
def test_what_was_written_to_escape_is_refused_with_a_message(text: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parsed(text)

    assert refused.value.code in FORMULA_ERRORS
    assert formula_words(refused.value)
    assert 0 <= refused.value.column <= len(text) + 1


def test_a_usual_formula_is_parsed_in_ten_milliseconds() -> None:
    parsed(USUAL)  # the grammar itself is read once
    spent = []
    for _turn in range(20):
        begun = time.perf_counter()
        parsed(USUAL)
        spent.append(time.perf_counter() - begun)

    assert min(spent) < 0.010


@pytest.mark.parametrize("text", [each for each in ESCAPES if len(each) <= MOST_CHARACTERS])
def test_no_text_takes_long_or_much(text: str) -> None:
    tracemalloc.start()
    begun = time.process_time()
    with pytest.raises(FormulaError):
        parsed(text)
    spent, (_now, most) = time.process_time() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert spent < 2
    assert most < 16 * 1024 * 1024


def test_the_largest_formula_that_is_allowed_is_evaluated_at_once() -> None:
    text = "max(" + ",".join(["-a*a"] * 49) + ")"
    node = parsed(text)
    columns = {each: pd.Series([1e17] * 30_000) for each in references(node)}
    begun = time.process_time()

    found = evaluated(node, Given(pd.RangeIndex(30_000), columns, {}))

    assert (size(node), depth(node)) == (197, 4)
    assert found.isna().all()
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "text",
    ["1000000000000000000 * 10", "1000000000000000000 * 1000000000000000000", "log(0)",
     "sqrt(0 - 1)", "1 / 0", "round(1, 1000000000000000000)"],
)  # fmt: skip
def test_what_leaves_the_numbers_has_no_value(text: str) -> None:
    found = evaluated(parsed(text), Given(pd.RangeIndex(1), {}, {})).item()

    assert math.isnan(found) or abs(found) <= 1e18


@pytest.mark.parametrize(
    ("text", "column"),
    [("nps +\n  gone(1)", 13), ("nps\n+\n", 7), ("1 +\n\n  9999999999999999999", 8)],
)
def test_it_says_where_through_all_lines(text: str, column: int) -> None:
    with pytest.raises(FormulaError) as refused:
        parsed(text)

    assert refused.value.column == column
