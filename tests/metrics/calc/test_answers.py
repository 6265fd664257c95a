"""How value and interval follow from the parts of an answer."""

import numpy as np
import pandas as pd
import pytest

from metrics.calc import answers
from metrics.calc.answers import closed, first_status, hidden_below
from metrics.calc.columns import reopened
from metrics.calc.money import quantized
from metrics.calc.status import Form, Method, Status


def column(*values: object) -> pd.Series:
    return pd.Series(list(values))


def test_the_first_status_in_order_is_given() -> None:
    holds = {
        Status.NO_DATA: column(1, 1, 0),
        Status.SUPPRESSED: column(1, 0, 0),
    }

    assert first_status(holds).to_list() == ["suppressed", "no_data", "ok"]


@pytest.mark.parametrize("status", list(Status))
def test_a_value_is_given_only_where_the_status_lets_it(status: Status) -> None:
    found = answers.share(column(3), column(4), column(status.value))

    assert found["value"].notna().item() is (status in {"ok", "incomplete", "immature"})
    assert found["ci_low"].notna().item() == found["value"].notna().item()


def test_a_sum_of_nothing_usable_has_no_value() -> None:
    found = answers.total(column(0, 0), column(0, 0), column("incomplete", "ok"))

    assert found["value"].isna().to_list() == [True, False]


def test_kept_parts_close_to_the_same_answer() -> None:
    live = answers.balance(column(2), column(8), column(10), column("ok"))
    parts = live.assign(low=live["ci_low"], high=live["ci_high"]).frame

    again = closed(Form.BALANCE, Method.NPS, {str(name): parts[name] for name in parts})

    pd.testing.assert_frame_equal(again.frame, live.frame)


def test_few_opinions_hide_the_score_and_keep_the_count() -> None:
    found = hidden_below(answers.balance(*(column(0, 2, 5),) * 3, column("no_data", "ok", "ok")), 5)

    assert found["status"].to_list() == ["no_data", "suppressed", "ok"]
    assert found["n"].to_list() == [0, 2, 5]
    assert found["value"].isna().to_list() == [True, True, False]


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (0.1 + 0.2, "EUR", "0.30"),
        (2.5, "JPY", "2"),
        (1.0005, "KWD", "1.000"),
        (float("nan"), "EUR", None),
        (None, "EUR", None),
    ],
)
def test_money_leaves_in_the_smallest_unit_of_its_currency(
    amount: float | None, currency: str, expected: str | None
) -> None:
    found = quantized(amount, currency)

    assert (found if found is None else str(found)) == expected


def test_a_share_drawn_by_account_is_opened_again_as_it_was_and_else_follows_wilson() -> None:
    hits, cases = pd.Series([30.0, 4.0]), pd.Series([60.0, 10.0])
    bounds = (np.array([25.0, np.nan]), np.array([75.0, np.nan]))
    found = answers.share(hits, cases, pd.Series(["ok", "ok"]), bounds=bounds)

    assert found["ci_method"].to_list() == ["bootstrap", "wilson"]
    assert found["ci_low"].round(1).to_list() == [25.0, 16.8]
    kept = {"numerator": 30, "denominator": 60, "n": 60, "low": 25.0, "high": 75.0, "status": "ok"}
    again = reopened(Form.SHARE, Method.WILSON, [kept])
    assert again[["value", "ci_low", "ci_high", "ci_method"]].to_dict("records") == [
        {"value": 50.0, "ci_low": 25.0, "ci_high": 75.0, "ci_method": "bootstrap"}
    ]


def test_what_a_rare_event_cost_is_unsure_as_its_number_is_also_where_money_came_back() -> None:
    found = answers.cost(pd.Series([12_000.0, -10.0]), pd.Series([4.0, 4.0]), pd.Series(["ok"] * 2))

    assert found["value"].to_list() == [3000, -2.5]
    assert found["ci_low"].round().to_list() == [1172, -9]
    assert (found["ci_low"] <= found["value"]).all()
    assert (found["value"] <= found["ci_high"]).all()
