"""Filters: what may be said, and what is refused."""

from typing import Any

import pytest

from metrics.catalogue.filters import (
    EVERYTHING,
    Condition,
    FilterError,
    Group,
    Join,
    Op,
    conditions,
    is_,
    missing,
    read,
    some,
    written,
)


def test_a_filter_is_written_as_it_was_read() -> None:
    given = {
        "all": [
            {"field": "type", "op": "in", "value": ["new", "expansion"]},
            {"none": [{"field": "created_at", "op": "gte", "value": "as_of-90d"}]},
        ]
    }

    assert written(read(given)) == given


def test_nothing_said_holds_for_every_record() -> None:
    assert read({}) == read(None) == EVERYTHING


def test_conditions_come_in_reading_order() -> None:
    chosen = some(is_("a", 1), Group(Join.NONE, (missing("b"), is_("c", 2))))

    assert [condition.field for condition in conditions(chosen)] == ["a", "b", "c"]


def test_an_operator_left_out_is_equality() -> None:
    assert read({"field": "type", "value": "new"}) == Condition("type", Op.EQ, "new")


def nested(depth: int) -> dict[str, Any]:
    return {"field": "a", "op": "eq"} if depth == 1 else {"all": [nested(depth - 1)]}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("type = new", "not_a_filter"),
        ({"every": []}, "not_a_filter"),
        ({"all": [], "any": []}, "not_a_filter"),
        ({"all": {}}, "not_a_filter"),
        ({"field": 3}, "unknown_op"),
        ({"field": "a", "op": "regex", "value": ".*"}, "unknown_op"),
        ({"field": "a", "op": "in", "value": "new"}, "needs_a_list"),
        ({"field": "a", "op": "in", "value": ["x"] * 201}, "needs_a_list"),
        ({"field": "a", "op": "between", "value": [1]}, "needs_two_ends"),
        ({"field": "a", "op": "eq", "value": [1]}, "needs_one_value"),
        ({"all": [{"field": "a", "op": "eq"}] * 31}, "too_many_conditions"),
        (nested(5), "too_deep"),
    ],
)
def test_what_is_no_filter_is_refused(given: object, code: str) -> None:
    with pytest.raises(FilterError) as refused:
        read(given)

    assert refused.value.code == code


def test_a_filter_at_the_limits_is_read() -> None:
    assert read(nested(4))
    assert read({"all": [{"field": "a", "op": "eq"}] * 30})
