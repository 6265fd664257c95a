"""Intervals against published or independently computed figures, and against their own laws."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.calc.intervals import adjusted_wald, bootstrap, garwood, newcombe, wilson


def one(*numbers: float) -> list[pd.Series]:
    return [pd.Series([number]) for number in numbers]


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [
        (2, 10, 0.0567, 0.5098),
        (0, 10, 0.0, 0.2775),
        (4, 10, 0.1682, 0.6873),
        (3, 12, 0.0889, 0.5323),
        (10, 10, 0.7225, 1.0),
    ],
)
def test_wilson_gives_the_published_bounds(hits: int, cases: int, low: float, high: float) -> None:
    found_low, found_high = wilson(*one(hits, cases))

    assert found_low.item() == pytest.approx(low, abs=5e-5)
    assert found_high.item() == pytest.approx(high, abs=5e-5)


def test_wilson_of_no_case_is_missing() -> None:
    low, high = wilson(*one(0, 0))

    assert np.isnan(low).all()
    assert np.isnan(high).all()


@pytest.mark.parametrize(
    ("events", "low", "high"),  # chi-square quantiles, halved
    [
        (0, 0.0, 3.6889),
        (1, 0.0253, 5.5716),
        (4, 1.0899, 10.2416),
        (7, 2.8144, 14.4227),
        (100, 81.3640, 121.6270),
    ],
)
def test_garwood_gives_the_published_bounds(events: int, low: float, high: float) -> None:
    found_low, found_high = garwood(pd.Series([events]))

    assert found_low.item() == pytest.approx(low, abs=5e-4)
    assert found_high.item() == pytest.approx(high, abs=5e-4)


@given(st.integers(0, 200))
def test_garwood_bounds_leave_a_fortieth_on_either_side(events: int) -> None:
    low, high = (bound.item() for bound in garwood(pd.Series([events])))

    assert chance_of_at_most(events, high) == pytest.approx(0.025, abs=1e-9)
    if events:
        assert 1 - chance_of_at_most(events - 1, low) == pytest.approx(0.025, abs=1e-9)


def chance_of_at_most(events: int, mean: float) -> float:
    """Add up the Poisson chances, in logarithms, the plain way."""
    return math.fsum(
        math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(events + 1)
    )


def test_garwood_of_a_missing_count_is_missing() -> None:
    low, _high = garwood(pd.Series([float("nan"), 4.0]))

    assert np.isnan(low).tolist() == [True, False]


def test_newcombe_tells_when_two_rates_are_not_distinguishable() -> None:
    low, high = newcombe(*one(4, 10, 5, 20))

    assert (100 * low).round(1).item() == -16.9
    assert (100 * high).round(1).item() == 46.9


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_adjusted_wald_stays_within_the_scale(
    promoters: int, passives: int, detractors: int
) -> None:
    n = promoters + passives + detractors
    low, high = adjusted_wald(*one(promoters - detractors, promoters + detractors, n))

    if n:
        assert -1 <= low.item() <= high.item() <= 1


@given(st.lists(st.floats(0, 1e6), min_size=10, max_size=40), st.randoms())
def test_bootstrap_is_the_same_alone_and_among_others_in_any_order(
    sample: list[float], order: object
) -> None:
    shuffled = sample.copy()
    order.shuffle(shuffled)  # type: ignore[attr-defined]

    alone = [bound.item() for bound in bootstrap(pd.Series([sample]))]
    among = [bound[1] for bound in bootstrap(pd.Series([[1.0] * 12, shuffled]))]

    assert alone == among
    assert min(sample) <= alone[0] <= alone[1] <= max(sample) or np.allclose(alone, sample[0])


def test_bootstrap_of_few_is_missing() -> None:
    low, high = bootstrap(pd.Series([[1.0] * 9]))

    assert np.isnan(low).all()
    assert np.isnan(high).all()
