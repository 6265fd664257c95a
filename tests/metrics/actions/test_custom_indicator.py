"""What a definition may ask for: no circle, no runaway, and thresholds of which one is aimed at."""

from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from metrics.actions.custom_indicator import (
    MOST_LEVELS,
    MOST_WINDOWS,
    checked_thresholds,
    define,
)
from metrics.catalogue.filters import FilterError
from metrics.catalogue.formula.parsing import FormulaError
from metrics.catalogue.words import Better
from metrics.models import CustomIndicator
from metrics.phrases import sentence
from metrics.queries.indicators import known_indicators
from metrics.queries.wishes import Wish, with_inputs
from tests.factories import AccountFactory, DataFeedFactory, ResponseFactory
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db


def formula(key: str, text: str, **fields: Any) -> CustomIndicator:
    """Save a formula, unless it is refused."""
    row = CustomIndicator.objects.unscoped("a test").filter(key=key).first()
    row = row or CustomIndicator(key=key, name_en=key, state="active")
    define(row, "formula", {"formula": text}, known=known_indicators(SYSTEM))
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def test_windows_within_windows_are_refused_before_they_multiply() -> None:
    formula("k0", "nps + nps@1d")
    formula("k1", "k0 + k0@2d")
    formula("k2", "k1 + k1@4d")
    formula("k3", "k2 + k2@8d")
    formula("k4", "k3 + k3@16d")

    with pytest.raises(FormulaError) as refused:
        formula("k5", "k4 + k4@32d")

    assert (refused.value.code, refused.value.detail) == ("too_many_windows", str(MOST_WINDOWS))


def test_a_change_below_is_refused_where_it_would_multiply_above() -> None:
    shifts = " + ".join(f"k0@{days}d" for days in range(1, 20))
    formula("k0", "nps")
    formula("k1", shifts)

    with pytest.raises(FormulaError) as refused:
        formula("k0", "nps + nps@100d + nps@200d")

    assert refused.value.code == "too_many_windows"


def test_formulas_over_formulas_end_somewhere() -> None:
    formula("k0", "nps")
    for at in range(1, MOST_LEVELS):
        formula(f"k{at}", f"k{at - 1} + 1")

    with pytest.raises(FormulaError) as refused:
        formula("too_high", f"k{MOST_LEVELS - 1} + 1")

    assert refused.value.code == "too_many_levels"


def test_what_is_named_by_many_is_measured_once() -> None:
    formula("k0", "nps")
    formula("k1", "k0 + k0")
    for at in range(2, 7):
        formula(f"k{at}", f"k{at - 1} + k{at - 2} + k{at - 1} * 2")
    known = known_indicators(SYSTEM)

    wished = list(with_inputs([Wish(known["k6"], (), MARCH)], known))

    assert [each.indicator.key for each in wished] == ["nps", *(f"k{at}" for at in range(7))]


def test_a_circle_through_a_retired_one_is_refused_where_it_begins() -> None:
    formula("k1", "nps")
    formula("k2", "k1 + 1", state="retired")

    with pytest.raises(FormulaError) as refused:
        formula("k1", "nps + k2")

    assert (refused.value.code, refused.value.column) == ("circle", 7)


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("nps + gone", "unknown_key", 7),
        ("1 + nps[linkedin]", "no_dimension", 5),
        ("nps + close_rate", "different_units", 5),
        ("1 + if(nps, 1, 2)", "not_a_condition", 5),
        ("nps@target", "only_in_a_goal", 1),
    ],
)
def test_what_can_not_be_right_is_said_where_it_stands(text: str, code: str, column: int) -> None:
    with pytest.raises(FormulaError) as refused:
        formula("own", text)

    assert (refused.value.code, refused.value.column) == (code, column)


def test_thresholds_stand_in_their_order() -> None:
    found = checked_thresholds(
        [{"value": 40, "name_en": "Good", "is_target": True}, {"value": 10, "name_fr": "Faible"}]
    )

    assert [(each["value"], each["is_target"]) for each in found] == [(10, False), (40, True)]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([{"value": 1}, {"value": 1}], "same_threshold"),
        ([{"value": 1, "is_target": True}, {"value": 2, "is_target": True}], "several_targets"),
        ([{"value": "much"}], "not_a_number"),
        ([{"value": float("nan")}], "not_a_number"),
        ([{"value": at} for at in range(6)], "too_many_thresholds"),
    ],
)
def test_thresholds_that_can_not_stand_together_are_refused(given: Any, code: str) -> None:
    with pytest.raises(FilterError) as refused:
        checked_thresholds(given)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("better", "answers", "said"),
    [
        (Better.UP, 1, "No threshold is reached. The target is “Good” (4)."),
        (Better.UP, 3, "It reaches “Fair” (2). The target is “Good” (4)."),
        (Better.UP, 4, "The target is reached: “Good” (4)."),
        (Better.DOWN, 5, "No threshold is reached. The target is “Good” (4)."),
        (Better.DOWN, 4, "The target is reached: “Good” (4)."),
    ],
)
def test_a_number_says_which_threshold_it_reaches(better: str, answers: int, said: str) -> None:
    account = AccountFactory()
    DataFeedFactory(record_type="response")
    for _number in range(answers):
        ResponseFactory(account=account, responded_at=paris(2026, 3, 5))
    thresholds = [
        {"value": 2, "name_en": "Fair", "name_fr": "Moyen", "is_target": False},
        {"value": 4, "name_en": "Good", "name_fr": "Bon", "is_target": True},
    ]
    CustomIndicator.objects.create(
        key="own", name_en="Answers", kind="aggregate", state="active", better=better,
        definition={"dataset": "responses", "aggregate": "count", "kind": "flow"},
        thresholds=thresholds if better == Better.UP else thresholds[1:],
    )  # fmt: skip

    assert said in sentence(ask("own", account=account))
