"""The worked examples of goals in the catalogue of indicators, through records."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from metrics.queries.progress import account_standings, goal_progress
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    GoalFactory,
    ResponseFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import Pipe

pytestmark = pytest.mark.django_db
MID_YEAR = date(2026, 6, 30)


def standing(goal: Any, as_of: date = MID_YEAR) -> Any:
    return goal_progress(SYSTEM, [goal], as_of=as_of)[goal.pk]


def feeds(*types: str) -> None:
    for record_type in types:
        DataFeedFactory(record_type=record_type)


def test_a_value_on_its_way_is_at_risk_and_heads_for_less_than_the_target() -> None:
    """B.5, 1: from 40 to 70 within 2026; 52 at mid-year."""
    feeds("opportunity")
    account, pipe = AccountFactory(), Pipe()
    for number in range(25):  # thirteen of them won: 52 %
        stage = "won" if number < 13 else "lost"
        pipe.deal(account, ("contacted", paris(2026, 1, 5)), (stage, paris(2026, 5, 5)), worth=10)
    goal = GoalFactory(
        account=account, indicator_key="close_rate", baseline=Decimal(40), target=Decimal(70)
    )

    found = standing(goal)

    assert found.answer.value == pytest.approx(52.0)
    assert found.attained == pytest.approx(0.400)
    assert found.expected == pytest.approx(0.4959, abs=5e-5)
    assert found.expected_value == pytest.approx(54.9, abs=0.05)
    assert found.pace == pytest.approx(0.807, abs=5e-4)
    assert found.projected == pytest.approx(64.2, abs=0.05)
    assert found.status == "at_risk"


def test_a_cost_that_falls_attains_by_the_same_formula() -> None:
    """B.5, 2: from 30 to 20; 27 is 30 % of the way."""
    feeds("opportunity")
    account, pipe = AccountFactory(), Pipe()
    for _deal in range(27):
        pipe.deal(account, ("contacted", paris(2026, 3, 5)), worth=10)
    goal = GoalFactory(
        account=account,
        indicator_key="new_opportunities_count",
        baseline=Decimal(30),
        target=Decimal(20),
    )

    assert standing(goal).attained == pytest.approx(0.30)


def test_an_account_rolls_up_what_is_known_by_weight_and_says_how_much_that_is() -> None:
    """B.5, 3: one of four goals has no data, and weighs 2 of 12."""
    feeds("opportunity")
    account, pipe = AccountFactory(), Pipe()
    for number in range(10):
        pipe.deal(account, ("contacted", paris(2026, 3, 1 + number)), worth=100)
    expected = 181 / 365
    shared = {"account": account, "type": "cumulate", "baseline": None}
    goals = [
        GoalFactory(
            indicator_key="new_opportunities_count",
            target=Decimal(str(round(10 / (pace * expected), 4))),
            weight=weight,
            **shared,
        )
        for pace, weight in ((0.807, 3), (1.10, 2), (0.55, 5))
    ]
    goals.append(GoalFactory(indicator_key="web_sessions", target=5, weight=2, **shared))

    progress = goal_progress(SYSTEM, goals, as_of=MID_YEAR)
    found = account_standings(goals, progress)[account.pk]

    assert found.score == pytest.approx(0.737, abs=5e-4)
    assert found.coverage == pytest.approx(10 / 12)
    assert (found.measured, found.goals, found.band) == (3, 4, "at_risk")


def test_too_few_answers_to_say_that_a_goal_is_behind_are_inconclusive() -> None:
    """B.5, 4: from 10 to 30; 20 of ten answers, when nine tenths of the time are over."""
    feeds("response")
    account = AccountFactory()
    for number, score in enumerate((10, 10, 10, 9, 8, 8, 7, 7, 3, 5)):  # 4 promoters, 2 detractors
        ResponseFactory(account=account, score=score, responded_at=paris(2026, 4, 1 + number))
    goal = GoalFactory(account=account, starts_on=date(2026, 1, 1), due_on=date(2026, 12, 31))

    found = standing(goal, date(2026, 11, 25))

    assert found.answer.value == pytest.approx(20)
    assert found.expected == pytest.approx(0.9, abs=0.005)
    assert found.pace == pytest.approx(0.56, abs=0.01)
    assert found.answer.low <= found.expected_value <= found.answer.high
    assert (found.unsure, found.status) == (True, "inconclusive")
