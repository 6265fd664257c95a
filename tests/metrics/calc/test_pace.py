"""Goals: the worked examples, each type, each profile, each status."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.calc.pace import attained, banded, elapsed, expected, paced, portfolio, rolled_up

PLAIN: dict[str, Any] = {
    "type": "reach", "profile": "linear", "elapsed": 0.5, "duration": 100.0, "lag": None,
    "points": None, "season": None, "value": 50.0, "baseline": 0.0, "target": 100.0, "low": None,
    "high": None, "tolerance": None, "started": True, "due": False, "ci_low": None,
    "ci_high": None, "on_track": 0.9, "at_risk": 0.7, "too_early": 0.1,
}  # fmt: skip


def goals(*changes: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{**PLAIN, **change} for change in changes])


def one(**changes: Any) -> Any:
    return paced(goals(changes)).iloc[0]


def test_coverage_from_40_to_70_at_the_middle_of_the_year_is_at_risk() -> None:
    day = 86_400
    share = elapsed(pd.Series([0]), pd.Series([365 * day]), 181 * day).item()

    goal = one(value=52, baseline=40, target=70, elapsed=share)

    assert goal["attained"] == pytest.approx(0.4)
    assert goal["expected"] == pytest.approx(0.4959, abs=5e-5)
    assert goal["expected_value"] == pytest.approx(54.9, abs=0.05)
    assert goal["pace"] == pytest.approx(0.807, abs=5e-4)
    assert goal["projected"] == pytest.approx(64.2, abs=0.05)
    assert goal["status"] == "at_risk"


def test_a_cost_that_falls_from_30_to_20_is_a_third_attained_at_27() -> None:
    assert attained(goals({"value": 27, "baseline": 30, "target": 20})).item() == pytest.approx(0.3)


def test_a_score_whose_interval_holds_the_expected_value_is_inconclusive() -> None:
    goal = one(value=20, baseline=10, target=30, elapsed=0.9, ci_low=-30, ci_high=61)

    assert goal["pace"] == pytest.approx(0.56, abs=0.005)
    assert goal["expected_value"] == pytest.approx(28)
    assert goal["status"] == "inconclusive"


def test_an_account_rolls_up_what_is_known_of_it() -> None:
    rows = pd.DataFrame(
        {
            "pace": [0.807, 1.10, 0.55, None],
            "attained": [0.4, 0.6, 0.3, None],
            "status": ["at_risk", "on_track", "off_track", "no_data"],
            "weight": [3, 2, 5, 2],
            "critical": False,
        }
    )

    account = rolled_up(rows, pd.Series(["a"] * 4)).loc["a"]

    assert account["score"] == pytest.approx(0.737, abs=5e-4)
    assert account["coverage"] == pytest.approx(10 / 12)
    assert account["band"] == "at_risk"


@pytest.mark.parametrize(
    ("changes", "share"),
    [
        ({"type": "cumulate", "value": 30, "baseline": None, "target": 120}, 0.25),
        ({"type": "maintain_min", "value": 10, "target": 10, "tolerance": 4}, 1),
        ({"type": "maintain_min", "value": 7, "target": 10, "tolerance": 4}, 0.25),
        ({"type": "maintain_min", "value": 1, "target": 10, "tolerance": 4}, 0),
        ({"type": "maintain_max", "value": 11, "target": 10, "tolerance": 4}, 0.75),
        ({"type": "maintain_max", "value": 11, "target": 10, "tolerance": None}, 0),
        ({"type": "range", "value": 5, "low": 4, "high": 6}, 1),
        ({"type": "range", "value": 7, "low": 4, "high": 6, "tolerance": 2}, 0.5),
        ({"type": "range", "value": 3, "low": 4, "high": 6, "tolerance": 2}, 0.5),
        ({"type": "milestone", "value": 1, "target": None}, 1),
        ({"type": "milestone", "value": 0, "target": None}, 0),
        ({"value": -10}, -0.1),
        ({"value": 150}, 1.5),
    ],
)
def test_each_type_says_how_far(changes: dict[str, Any], share: float) -> None:
    assert attained(goals(changes)).item() == pytest.approx(share)


@pytest.mark.parametrize(
    "changes", [{"value": None}, {"baseline": None}, {"baseline": 100.0, "value": 100.0}]
)
def test_an_unknown_is_not_nothing_attained(changes: dict[str, Any]) -> None:
    goal = one(**changes)

    assert pd.isna(goal["attained"])
    assert goal["status"] == "no_data"


@pytest.mark.parametrize(
    ("changes", "share"),
    [
        ({}, 0.5),
        ({"profile": "back_loaded"}, 0.25),
        ({"profile": "lagged", "lag": 50}, 0),
        ({"profile": "lagged", "lag": 25}, 1 / 3),
        ({"profile": "lagged", "lag": 300}, 0),
        ({"profile": "lagged", "lag": 300, "elapsed": 1.0}, 1),
        ({"profile": "milestones", "points": [(0.5, 0.2)]}, 0.2),
        ({"profile": "milestones", "points": [(0.25, 0.1), (0.75, 0.3)]}, 0.2),
        ({"profile": "milestones", "points": None}, 0.5),
        ({"profile": "seasonal", "season": 0.3}, 0.3),
        ({"type": "maintain_min", "elapsed": 0.05}, 1),
        ({"type": "milestone"}, 0),
        ({"type": "milestone", "elapsed": 1.0}, 1),
    ],
)
def test_each_profile_says_how_much_is_expected(changes: dict[str, Any], share: float) -> None:
    assert expected(goals(changes)).item() == pytest.approx(share)


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="no profile wavy"):
        expected(goals({"profile": "wavy"}))


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"started": False, "elapsed": 0.0}, "not_started"),
        ({"elapsed": 0.05, "value": 0}, "too_early"),
        ({"elapsed": 0.05, "value": 100}, "achieved"),
        ({"value": 45}, "on_track"),
        ({"value": 44.9}, "at_risk"),
        ({"value": 35}, "at_risk"),
        ({"value": 34.9}, "off_track"),
        ({"value": 34.9, "ci_low": 20, "ci_high": 60}, "inconclusive"),
        ({"value": 48, "ci_low": 20, "ci_high": 60}, "on_track"),
        ({"value": -1}, "off_track"),
        ({"value": 99, "due": True, "elapsed": 1.0}, "missed"),
        ({"value": 100, "due": True, "elapsed": 1.0}, "achieved"),
        ({"value": None, "due": True, "elapsed": 1.0}, "no_data"),
        ({"type": "maintain_min", "value": 100}, "on_track"),
        ({"type": "maintain_min", "value": 100, "due": True, "elapsed": 1.0}, "achieved"),
        ({"type": "maintain_min", "value": 60, "tolerance": 50, "elapsed": 0.05}, "off_track"),
        ({"type": "milestone", "value": 0, "target": None}, "too_early"),
        ({"type": "milestone", "value": 1, "target": None}, "achieved"),
        ({"profile": "lagged", "lag": 90, "value": 0}, "too_early"),
        ({"profile": "lagged", "lag": 90, "value": -5}, "too_early"),
    ],
)
def test_each_status_has_its_rule(changes: dict[str, Any], status: str) -> None:
    assert one(**changes)["status"] == status


def test_thresholds_are_those_of_the_goal() -> None:
    assert one(value=40, on_track=0.75)["status"] == "on_track"


def test_a_projection_waits_for_a_quarter_of_what_is_expected() -> None:
    assert pd.isna(one(elapsed=0.24)["projected"])
    assert one(elapsed=0.25, value=20, ci_low=10, ci_high=30)[
        ["projected", "projected_low", "projected_high"]
    ].to_list() == [80, 40, 120]


def test_one_runaway_goal_does_not_hide_a_failure() -> None:
    rows = paced(goals({"value": 500}, {"value": 20})).assign(weight=1, critical=False)

    account = rolled_up(rows, pd.Series(["a", "a"])).loc["a"]

    assert account["score"] == pytest.approx((1.2 + 0.4) / 2)


def test_a_critical_failure_keeps_the_account_at_risk() -> None:
    rows = paced(goals({"value": 60}, {"value": 20}))
    plain = rows.assign(weight=[9, 1], critical=False)
    critical = rows.assign(weight=[9, 1], critical=[False, True])
    within = pd.Series(["a", "a"])

    assert rolled_up(plain, within)["band"].item() == "on_track"
    assert rolled_up(critical, within)["band"].item() == "at_risk"


def test_an_account_known_for_less_than_sixty_percent_has_no_score() -> None:
    rows = paced(goals({}, {"value": None})).assign(weight=[1, 1], critical=False)

    account = rolled_up(rows, pd.Series(["a", "a"])).loc["a"]

    assert pd.isna(account["score"])
    assert account["band"] == "no_data"


def test_an_account_whose_goals_have_just_begun_is_judged_later() -> None:
    rows = paced(goals({"elapsed": 0.01, "value": 0})).assign(weight=1, critical=False)

    assert rolled_up(rows, pd.Series(["a"]))["band"].item() == "too_early"


def test_a_program_weighs_its_accounts() -> None:
    accounts = pd.DataFrame(
        {"score": [1.0, 0.4, None], "band": ["on_track", "off_track", "no_data"]}
    )

    program = portfolio(accounts, pd.Series([1, 2, 5]), pd.Series(["p"] * 3)).loc["p"]

    assert program["score"] == pytest.approx(0.6)
    assert program[["on_track", "at_risk", "off_track", "no_data"]].to_list() == [1, 0, 1, 1]


def test_bands_are_those_of_one_goal() -> None:
    assert banded(pd.Series([0.9, 0.7, 0.69, None])).to_list() == [
        "on_track", "at_risk", "off_track", "no_data",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "roll", [rolled_up, lambda rows, within: portfolio(rows, rows["weight"], within)]
)
def test_a_weight_below_zero_is_refused(roll: Any) -> None:
    rows = paced(goals({})).assign(weight=-1, critical=False, score=1.0, band="on_track")

    with pytest.raises(ValueError, match="weight"):
        roll(rows, pd.Series(["a"]))


def test_a_goal_due_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="due before"):
        elapsed(pd.Series([1]), pd.Series([1]), 1)


numbers = st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(numbers, numbers, numbers, st.floats(0, 1)), min_size=1, max_size=8))
def test_a_goal_is_the_same_alone_and_among_others(
    rows: list[tuple[float, float, float, float]],
) -> None:
    frame = goals(*({"value": v, "baseline": b, "target": t, "elapsed": f} for v, b, t, f in rows))

    pd.testing.assert_frame_equal(paced(frame.head(1)), paced(frame).head(1))
