"""The engine against the oracle on deals and forecasts that chance makes up; row 26."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue.catalogue import CATALOGUE
from tests.oracle.acceleration import Acceleration
from tests.oracle.company import SEED, Company
from tests.oracle.company_courses import fill_with_courses, fill_with_past
from tests.oracle.paces import Paces
from tests.oracle.records import Question, World
from tests.oracle.test_contracts import questions
from tests.oracle.test_engine import compare, of_histories

pytestmark = pytest.mark.django_db

KEYS = [each.key for each in CATALOGUE.computed() if each.key in vars(Acceleration)]


@st.composite
def courses(draw: Callable[..., Any]) -> World:
    chance = Random(bytes(draw(SEED)))  # noqa: S311 -- nothing secret
    company = Company(chance)
    company.fill_with_people()
    fill_with_courses(company.world, chance)
    return company.world


OF_PACES = [each.key for each in CATALOGUE.computed() if each.key in vars(Paces)]


def with_a_past(seed: tuple[int, ...]) -> World:
    """Return a world with many deals: Hypothesis would write out what it draws."""
    chance = Random(bytes(seed))  # noqa: S311 -- nothing secret
    company = Company(chance)
    company.fill_with_people()
    fill_with_courses(company.world, chance)
    fill_with_past(company.world, chance)
    return company.world


@of_histories
@given(SEED, questions())
def test_engine_and_oracle_say_the_same_of_paces(seed: tuple[int, ...], question: Question) -> None:
    compare(with_a_past(seed), question, OF_PACES)


@of_histories
@given(courses(), questions())
def test_engine_and_oracle_say_the_same_of_courses(world: World, question: Question) -> None:
    compare(world, question, KEYS)
