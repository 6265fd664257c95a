"""Deals: the worked examples and the laws of shares."""

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from metrics.calc.answers import Answers
from metrics.calc.opportunities import (
    average_size,
    close_rate,
    close_rate_value,
    largest_share,
    median_size,
    new_opportunities,
    pipeline_value,
)


def one(*values: object) -> list[pd.Series]:
    return [pd.Series([value]) for value in values]


def test_four_won_and_six_lost_close_at_forty_percent() -> None:
    rate = close_rate(*one(4, 10)).frame.iloc[0]

    assert rate[["value", "ci_low", "ci_high"]].astype(float).round(1).to_list() == [40, 16.8, 68.7]


def test_500_of_1400_is_35_7_percent_of_the_value() -> None:
    rate = close_rate_value(*one(500, 1400, 10, 0)).frame.iloc[0]

    assert round(rate["value"], 1) == 35.7
    assert (rate["ci_method"], rate["status"]) == ("none", "ok")


def test_three_wins_average_200_000_with_a_median_of_60_000() -> None:
    cells = one([1, 2, 3], [40_000.0, 60_000.0, 500_000.0], 0)

    assert average_size(*cells)["value"].item() == 200_000
    assert median_size(*cells)["value"].item() == 60_000
    assert round(largest_share(*cells)["value"].item()) == 83


def test_parts_of_a_split_deal_are_one_deal() -> None:
    whole = average_size(*one([7, 7, 8], [100.0, 200.0, 500.0], 0)).frame.iloc[0]

    assert (whole["value"], whole["n"]) == (400, 2)


def test_sizes_without_a_rate_are_incomplete_beside_the_others() -> None:
    found = average_size(*one([7], [100.0], 1)).frame.iloc[0]

    assert (found["value"], found["status"]) == (100, "incomplete")


def test_amounts_need_their_deals() -> None:
    with pytest.raises(ValueError, match="needs its amount"):
        average_size(*one([7, 8], [100.0], 0))


def test_a_mean_of_ten_deals_has_an_interval() -> None:
    ten = median_size(*one(list(range(10)), [float(x) for x in range(10)], 0)).frame.iloc[0]

    assert 0 <= ten["ci_low"] <= ten["value"] <= ten["ci_high"] <= 9
    assert ten["ci_method"] == "bootstrap"


def test_pipeline_with_a_missing_amount_is_incomplete() -> None:
    found = pipeline_value(*one(166_000.0, 2, 1)).frame.iloc[0]

    assert (found["value"], found["status"]) == (166_000, "incomplete")


@pytest.mark.parametrize("columns", [(-1, 2), (3, 2)])
def test_impossible_counts_are_refused(columns: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="can't be"):
        close_rate(*one(*columns))


def test_new_opportunities_can_not_be_fewer_than_none() -> None:
    with pytest.raises(ValueError, match="below zero"):
        new_opportunities(pd.Series([-1]))


decided = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000))


def rate_of(rows: list[tuple[int, int]]) -> Answers:
    columns = pd.DataFrame(rows, columns=["won", "lost"])
    return close_rate(columns["won"], columns["won"] + columns["lost"])


@example([(0, 3)])  # rounding once put the lower bound above the rate
@given(st.lists(decided.filter(any), min_size=1))
def test_close_rate_lies_within_its_interval(rows: list[tuple[int, int]]) -> None:
    rate = rate_of(rows)

    assert rate["ci_low"].between(0, rate["value"]).all()
    assert rate["ci_high"].between(rate["value"], 100).all()


@given(st.lists(decided, min_size=1))
def test_close_rate_of_an_account_is_the_same_alone_and_among_others(
    rows: list[tuple[int, int]],
) -> None:
    assert_frame_equal(rate_of(rows[:1]).frame, rate_of(rows).frame.head(1))
