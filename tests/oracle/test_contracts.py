"""The engine against the oracle on contracts that chance makes up; rows 24 and 28, and of row 1."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue.catalogue import CATALOGUE
from tests.oracle.company import SEED, company_by, inquiries
from tests.oracle.company_contracts import fill_with_contracts
from tests.oracle.contracts import Contracts
from tests.oracle.records import Question, World
from tests.oracle.test_engine import compare, months, of_histories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("months")]

__all__ = ["months"]

KEYS = [each.key for each in CATALOGUE.computed() if each.key in vars(Contracts)]
WINDOWS = [
    *[(date(2026, 3, 1), date(2026, 4, 1))] * 2, (date(2025, 12, 1), date(2026, 7, 1)),
    (date(2026, 3, 10), date(2026, 3, 11)),
]  # fmt: skip


@st.composite
def customers(draw: Callable[..., Any]) -> World:
    chance = Random(bytes(draw(SEED)))  # noqa: S311 -- nothing secret
    world = company_by(chance).world
    fill_with_contracts(world, chance)
    return world


@st.composite
def questions(draw: Callable[..., Any]) -> Question:
    asked = draw(inquiries())
    start, end = draw(st.sampled_from(WINDOWS))
    return Question(start, end, asked.as_of, asked.known_at)


@of_histories
@given(customers(), questions())
def test_engine_and_oracle_say_the_same_of_contracts(world: World, question: Question) -> None:
    compare(world, question, KEYS)
