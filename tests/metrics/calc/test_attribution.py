"""Weights and cents over columns: what always holds, and what position models take."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.calc.attribution import POSITIONS, Journeys, cents, positions, weights
from metrics.calc.data_driven import Path, gate, markov, shapley

MODELS = (*POSITIONS, "first_touch", "last_touch", "lead_creation", "linear", "time_decay",
          "minutes")  # fmt: skip
instants = st.integers(0, 9)
deals = st.lists(
    st.tuples(
        st.lists(st.tuples(instants, st.sampled_from([0, 1, 30])), max_size=6),
        instants,
        st.one_of(st.none(), instants),
        st.one_of(st.none(), instants),
        st.integers(0, 10_001),
    ),
    min_size=1,
    max_size=5,
)


def journeys(
    told: list[tuple[list[tuple[int, int]], int, int | None, int | None, int]],
) -> Journeys:
    """Return the columns of deals, each with its touches in order of time."""
    touches = [
        (number, 86_400 * at, minutes)
        for number, (each, *_rest) in enumerate(told)
        for at, minutes in sorted(each, key=lambda touch: touch[0])
    ]
    columns = np.array(touches, dtype="float64").reshape(-1, 3).T
    instants_of = [
        np.array([np.nan if deal[at] is None else 86_400 * deal[at] for deal in told])  # type: ignore[operator]
        for at in (1, 2, 3)
    ]
    return Journeys(columns[0].astype("int64"), columns[1], columns[2], *instants_of)


@pytest.mark.parametrize("model", MODELS)
@given(deals)
def test_a_deal_is_shared_out_whole_or_not_at_all(
    model: str, told: list[tuple[object, ...]]
) -> None:
    of = journeys(told)  # type: ignore[arg-type]
    amounts = np.array([deal[4] for deal in told], dtype="float64")

    share = weights(of, model)
    credit = cents(of.deal, share, amounts)

    wholes = np.bincount(of.deal, weights=share, minlength=of.deals)
    sums = np.bincount(of.deal, weights=credit, minlength=of.deals)
    assert all(np.isclose(wholes, 1) | (wholes == 0))
    assert sums.tolist() == np.where(wholes > 0, amounts, 0).tolist()
    assert (share >= 0).all()
    assert (np.abs(credit - share * amounts[of.deal]) < 1).all()
    alone = [
        weights(journeys([deal]), model).tolist()  # type: ignore[list-item]
        for deal in told
    ]
    assert np.allclose([each for deal in alone for each in deal], share)


def test_positions_make_up_a_hundred() -> None:
    of = journeys([([(1, 1), (2, 1)], 3, None, None, 100)])

    with pytest.raises(ValueError, match="100"):
        positions(of, {"first": 40}, 40)
    with pytest.raises(ValueError, match="no model"):
        weights(of, "guess")


def won(*channels: str) -> Path:
    return Path(channels, is_won=True)


def lost(*channels: str) -> Path:
    return Path(channels, is_won=False)


def test_what_data_drive_agrees_with_the_worked_paths() -> None:
    paths = [won("GA"), won("GA"), won("Mail"), won("GA", "Mail"), lost("GA")]

    shares = {name: round(part, 9) for name, part in markov(paths).items()}

    assert shares == {"GA": 0.6, "Mail": 0.4}
    assert shapley(paths) == {"GA": 2.5, "Mail": 1.5}
    assert markov([lost("GA")]) == {"GA": 0.0}


def test_data_driven_models_take_three_hundred_won_of_a_thousand() -> None:
    assert gate([*[won("GA")] * 300, *[lost("GA")] * 700]).is_open
    assert not gate([*[won("GA")] * 299, *[lost("GA")] * 800]).is_open
    assert not gate([*[won("GA")] * 300, *[lost("GA")] * 699]).is_open
    assert not gate([*[won("GA")] * 300, *[lost("GA", "Mail")] * 700]).is_open
