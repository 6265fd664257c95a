"""Formulas: what is read, what is refused, and what comes out."""

import math
import string
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.formula.evaluation import Given, evaluated
from metrics.catalogue.formula.parsing import FormulaError, depth, parsed, size
from metrics.catalogue.formula.references import check, dimensions_of, in_order
from metrics.catalogue.formula.tree import Pick, Reference, references
from metrics.catalogue.formula.units import unit_of
from metrics.catalogue.words import Unit

NULL = float("nan")


def value(text: str, **known: float | None) -> float:
    node = parsed(text)
    columns = {each: pd.Series([known[each.key]], dtype="float64") for each in references(node)}
    return float(evaluated(node, Given(pd.RangeIndex(1), columns, {})).item())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 - 4 / 2", 5),
        ("-a * -(2)", 8),
        ("- - a", 4),
        ("a %of b", 40),
        ("1 %of 3", 100 / 3),
        ("a / (b - b)", NULL),
        ("ratio(a, 0)", NULL),
        ("a + null", NULL),
        ("a + nothing", NULL),
        ("coalesce(nothing, null, 7)", 7),
        ("if(a < b, 1, nothing)", 1),
        ("if(a > b, 1, nothing)", NULL),
        ("if(nothing > b, 1, 2)", NULL),
        ("if(a < b and nothing > 1, 1, 2)", NULL),
        ("if(a > b and nothing > 1, 1, 2)", 2),
        ("if(a < b or nothing > 1, 1, 2)", 1),
        ("if(not a == b, 1, 2)", 1),
        ("if(not nothing == b, 1, 2)", NULL),
        ("if(a != 4 or a >= 5 or a <= 3, 1, 2)", 2),
        ("min(a, b, 1)", 1),
        ("max(a, nothing)", NULL),
        ("abs(-a)", 4),
        ("round(b / 3, 2)", 3.33),
        ("round(b / 3)", 3),
        ("clamp(a, 5, 6)", 5),
        ("pct_change(b, a)", 150),
        ("pct_change(b, nothing)", NULL),
        ("pct_change(a, -b)", 140),
        ("log(1)", 0),
        ("log(0)", NULL),
        ("sqrt(a)", 2),
        ("sqrt(-a)", NULL),
        ("weighted(a, 1, b, 3)", 8.5),
        ("weighted(a, 0, b, 0)", NULL),
        ("1000000000 * 1000000000 * 2", NULL),
        ("order_of_nothing + android", 3),
    ],
)
def test_a_formula_has_its_value(text: str, expected: float) -> None:
    found = value(text, a=4, b=10, nothing=None, order_of_nothing=1, android=2)

    assert math.isnan(found) if math.isnan(expected) else found == pytest.approx(expected)


def test_a_program_is_a_ratio_of_sums_and_not_a_mean_of_ratios() -> None:
    node = parsed("ratio(web_downloads + web_form_submissions, web_unique_visitors)")
    scopes = ["A", "B", "program"]
    counts = {
        "web_downloads": [3, 0, 3],
        "web_form_submissions": [1, 0, 1],
        "web_unique_visitors": [8, 2, 10],
    }
    columns = {each: pd.Series(counts[each.key], index=scopes) for each in references(node)}

    found = evaluated(node, Given(pd.Index(scopes), columns, {}))

    assert found.to_dict() == {"A": 0.5, "B": 0.0, "program": 0.4}


def test_a_score_against_its_own_past_needs_some_past() -> None:
    node, nps = parsed("zscore_hist(nps)"), Reference("nps")
    now = pd.Series([9.0])
    past = [pd.Series([x]) for x in (3.0, 5.0, 7.0)]

    def found(history: list[Any]) -> float:
        return float(evaluated(node, Given(now.index, {nps: now}, {nps: history})).item())

    assert found(past) == 2
    assert math.isnan(found(past[:2]))
    assert math.isnan(found([]))


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("a + ", "syntax", 5),
        ("a b", "syntax", 3),
        ("a < b < c", "syntax", 7),
        ("a ** b", "syntax", 4),
        ("a.b", "syntax", 2),
        ("__class__", "syntax", 1),
        ("{0.__init__}", "syntax", 1),
        ("{% load x %}", "syntax", 1),
        ("'%10000000000d' % 1", "syntax", 1),
        ("lambda: 1", "syntax", 7),
        ("min", "reserved", 1),
        ("a[b]@soon", "syntax", 6),
        ("abs(a, b)", "arguments", 1),
        ("weighted(a, 1, b)", "arguments", 1),
        ("1e400", "syntax", 2),
        ("", "syntax", 1),
    ],
)
def test_what_is_no_formula_is_refused_where_it_goes_wrong(
    text: str, code: str, column: int
) -> None:
    with pytest.raises(FormulaError) as refused:
        parsed(text)

    assert (refused.value.code, refused.value.column) == (code, column)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 10_000, "too_long"),
        ("1+" * 999 + "1", "too_deep"),
        ("-" * 40 + "a", "too_deep"),
        ("max(" + ",".join(["1"] * 200) + ")", "too_many_nodes"),
    ],
)
def test_each_limit_is_refused(text: str, code: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parsed(text)

    assert refused.value.code == code


def test_references_name_dimension_and_window() -> None:
    node = parsed("stage_conversion_rate[stage_from=contacted, stage_to=won]@prev + nps@90d")

    first, second = references(node)

    assert first.picks == (Pick("stage_from", "contacted"), Pick("stage_to", "won"))
    assert (first.shift, second.shift) == ("prev", "90d")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nothing + 1", "unknown_key"),
        ("nps[linkedin]", "no_dimension"),
        ("stage_conversion_rate[won]", "name_the_dimension"),
        ("ad_ctr[color=red]", "no_such_dimension"),
        ("ad_ctr[format=banner, format=video]", "no_such_dimension"),
        ("nps@target", "only_in_a_goal"),
        ("zscore_hist(nps + 1)", "needs_an_indicator"),
    ],
)
def test_a_reference_leads_somewhere(text: str, code: str) -> None:
    with pytest.raises(FormulaError) as refused:
        check(parsed(text), CATALOGUE.__getitem__)

    assert refused.value.code == code


def test_a_bare_value_is_of_the_only_dimension() -> None:
    reference = next(references(parsed("cost_per_click[linkedin]")))

    assert dimensions_of(reference, CATALOGUE["cost_per_click"]) == {"source": "linkedin"}


def test_baseline_and_target_are_known_inside_a_goal() -> None:
    check(parsed("nps@target - nps@baseline"), CATALOGUE.__getitem__, in_goal=True)


def test_formulas_are_ordered_by_what_they_need() -> None:
    formulas = {"a": parsed("b + c"), "b": parsed("c"), "c": parsed("nps")}

    assert in_order(formulas, ["a", "b"]) == ["c", "b", "a"]


def test_a_circle_is_refused() -> None:
    with pytest.raises(FormulaError, match="circle k1, k2, k1"):
        in_order({"k1": parsed("k2 + 1"), "k2": parsed("k1")}, ["k1"])


UNITS = {
    "money": Unit.MONEY, "count": Unit.COUNT, "percent": Unit.PERCENT, "points": Unit.POINTS,
    "days": Unit.DAYS, "band": Unit.BAND, "index": Unit.INDEX,
}  # fmt: skip


def unit(text: str) -> str:
    return unit_of(parsed(text), lambda reference: UNITS[reference.key])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("money / count", "money"),
        ("money / days", "money_per_day"),
        ("money / money", "index"),
        ("count / count", "index"),
        ("count + 1", "count"),
        ("2 * money", "money"),
        ("count * money", "money"),
        ("count * index", "index"),
        ("1 / 2", "any"),
        ("1 / count", "index"),
        ("count %of count", "percent"),
        ("pct_change(points, points)", "percent"),
        ("if(money > 5, points, 0)", "points"),
        ("coalesce(money, 0)", "money"),
        ("weighted(points, 2, points, count)", "points"),
        ("round(percent, 1)", "percent"),
        ("sqrt(money)", "index"),
        ("-days", "days"),
        ("money > 5 and not count < 1 or null", "condition"),
    ],
)
def test_a_formula_has_its_unit(text: str, expected: str) -> None:
    assert unit(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("percent + points", "different_units"),
        ("if(count > 1, percent, points)", "different_units"),
        ("money == count", "different_units"),
        ("if(count, 1, 2)", "not_a_condition"),
        ("not count", "not_a_condition"),
        ("(count > 1) + 1", "not_a_number"),
        ("band + 1", "not_a_number"),
        ("money * points", "no_such_unit"),
        ("points / money", "no_such_unit"),
    ],
)
def test_units_are_not_mixed_silently(text: str, code: str) -> None:
    with pytest.raises(FormulaError) as refused:
        unit(text)

    assert refused.value.code == code


leaves = st.sampled_from(["1", "2.5", "0", "null", "a", "b"])
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "%of"]), inner).map(
            lambda parts: "({} {} {})".format(*parts)
        ),
        inner.map(lambda part: f"-{part}"),
        st.tuples(st.sampled_from(["min", "max", "coalesce", "ratio"]), inner, inner).map(
            lambda parts: "{}({}, {})".format(*parts)
        ),
        st.tuples(inner, inner, inner).map(lambda parts: "if({} < {}, {}, 1)".format(*parts)),
    ),
    max_leaves=12,
)


@given(formulas, st.floats(-100, 100), st.floats(-100, 100))
def test_two_scopes_have_the_values_each_has_alone(text: str, a: float, b: float) -> None:
    node = parsed(text)
    both = {Reference("a"): pd.Series([a, b]), Reference("b"): pd.Series([b, a])}

    together = evaluated(node, Given(pd.RangeIndex(2), both, {}))
    alone = evaluated(node, Given(pd.RangeIndex(1), {k: v.head(1) for k, v in both.items()}, {}))

    pd.testing.assert_series_equal(together.head(1), alone)


@settings(max_examples=300)
@given(st.text(alphabet=string.ascii_lowercase + string.digits + "+-*/%()[]@<>=!,. _", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        node = parsed(text)
    except FormulaError:
        return
    assert size(node) <= 200
    assert depth(node) <= 32
