"""The engine against the oracle: marketing's part in deals and their speed, of dense histories."""

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abmplanner.kit.by_month import make_months
from accounts.models import Touch
from metrics.catalogue.catalogue import CATALOGUE
from tests.oracle.company import SEED, company_by
from tests.oracle.company_deals import fill_with_deals, instants
from tests.oracle.records import Question, World
from tests.oracle.test_engine import compare, of_histories

pytestmark = pytest.mark.django_db

KEYS = [each.key for each in CATALOGUE.computed() if each.row in {22, 29, 30, 31}]
WINDOWS = [
    (date(2026, 3, 1), date(2026, 4, 1)),
    (date(2026, 1, 1), date(2026, 4, 1)),
    (date(2025, 7, 1), date(2026, 7, 1)),
]


def dealing(seed: tuple[int, ...]) -> World:
    chance = Random(bytes(seed))  # noqa: S311 -- nothing secret
    world = company_by(chance).world
    fill_with_deals(world, chance)
    return world


@st.composite
def inquiries(draw: Any) -> Question:
    start, end = draw(st.sampled_from(WINDOWS))
    as_of = draw(st.sampled_from([date(2026, 3, 31), date(2026, 5, 31), date(2026, 3, 15)]))
    known_at = draw(st.sampled_from([None, None, date(2026, 3, 20), date(2026, 4, 30)]))
    where = draw(st.sampled_from([{}, {}, {"type": "expansion"}]))
    return Question(start, end, as_of, known_at, where=where)


@of_histories
@given(SEED, inquiries())
def test_engine_and_oracle_say_the_same_of_dealings(
    seed: tuple[int, ...], question: Question
) -> None:
    world = dealing(seed)
    make_months(Touch._meta.db_table, instants(world))  # noqa: SLF001 -- Django's own name
    compare(world, question, KEYS)
