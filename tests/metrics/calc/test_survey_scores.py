"""What customers say: the worked examples."""

import pandas as pd
import pytest

from metrics.calc.survey_scores import nps, nps_by_account, response_rate


def one(*values: object) -> list[pd.Series]:
    return [pd.Series([value]) for value in values]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((5, 2, 3), [20.0, -30.3, 61.1]), ((7, 2, 3), [33.3, -15.5, 68.9])],
)
def test_score_and_interval_of_the_worked_example(
    counts: tuple[int, int, int], expected: list[float]
) -> None:
    score = nps(*one(*counts)).frame.iloc[0]

    assert score[["value", "ci_low", "ci_high"]].astype(float).round(1).to_list() == expected


def test_the_mean_of_two_accounts_is_not_the_pooled_score() -> None:
    cells = one([1] * 10 + [2] * 2, [1] * 5 + [0] * 2 + [-1] * 3 + [1, 1])

    assert nps_by_account(*cells)["value"].item() == 60
    assert nps(*one(7, 2, 3))["value"].round(1).item() == 33.3


def test_nobody_asked_is_no_rate() -> None:
    assert response_rate(*one(0, 0, 0))["status"].item() == "no_data"


def test_a_rate_matures() -> None:
    found = response_rate(*one(2, 4, 1)).frame.iloc[0]

    assert (found["value"], found["status"]) == (50, "immature")


def test_more_answers_than_asked_are_refused() -> None:
    with pytest.raises(ValueError, match="More answered"):
        response_rate(*one(3, 2, 0))


def test_an_answer_needs_its_account() -> None:
    with pytest.raises(ValueError, match="Each answer"):
        nps_by_account(*one([1], [1, 1]))
