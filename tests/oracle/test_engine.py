"""The engine against the oracle, on histories that Hypothesis makes up."""

import os
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from abmplanner.kit.actor import SYSTEM
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from metrics.queries.window import Window
from tests.oracle.histories import questions, worlds
from tests.oracle.plain import Oracle, Told
from tests.oracle.records import ZONE, Question, World
from tests.oracle.writing import Written, write

pytestmark = pytest.mark.django_db

KEYS = [each.key for each in CATALOGUE.computed()]
WITHOUT_REASONS = {"new_target_accounts", "new_target_accounts_net", "nps_promoters",
                   "nps_passives", "nps_detractors", "new_target_accounts_first_ever"}  # fmt: skip

of_histories = settings(
    max_examples=int(os.environ.get("ORACLE_EXAMPLES", "60")),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a world shrinks for minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def grain_of(question: Question) -> Grain:
    if question.account is not None:
        return Grain.ACCOUNT
    return Grain.ALL if question.program is None else Grain.PROGRAM


def measured(question: Question, written: Written) -> Any:
    """Return the engine's answers to a question, by key."""
    scope = Scope(currency="EUR", zone=ZONE)
    grain, target = Grain.ALL, 0
    if question.account is not None:
        target = written.accounts[question.account]
        scope, grain = replace(scope, accounts=(target,)), Grain.ACCOUNT
    elif question.program is not None:
        target = written.programs[question.program]
        scope, grain = replace(scope, programs=(target,)), Grain.PROGRAM
    window = Window(
        start=question.start,
        end=question.end,
        as_of=question.as_of,
        known_at=question.known_at,
        zone=ZONE,
    )
    answers = live_answers(
        SYSTEM, KEYS, scope=scope, window=window, grain=grain, where=question.where
    )
    return answers.row(target)


def told(world: World, question: Question, key: str) -> Told:
    """Return what the oracle says; a window that hasn't begun was never measured."""
    if question.as_of < question.start:
        return Told("not_measured")
    names = CATALOGUE[key].dimensions
    where = {name: value for name, value in question.where.items() if name in names}
    found: Told = getattr(Oracle(world, replace(question, where=where)), key)()
    return found


def agree(key: str, question: Question, answer: Answer, expected: Told) -> None:
    said = (key, question, expected, answer.as_json())
    assert answer.status == expected.status, said
    if expected.value is None:
        assert answer.value is None, said
    else:
        assert answer.value is not None, said
        assert float(answer.value) == pytest.approx(float(expected.value), abs=0.0051), said
    if expected.n is not None:
        assert answer.n == expected.n, said
    if key not in WITHOUT_REASONS and question.as_of >= question.start:
        assert dict(answer.exclusions) == expected.left_out, said


@of_histories
@given(worlds(), questions())
def test_engine_and_oracle_say_the_same(world: World, question: Question) -> None:
    roots = [each.id for each in world.accounts if each.merged_into is None]
    of_whom = [
        question,
        *(replace(question, account=root) for root in roots[:2]),
        *(replace(question, program=program) for program in world.programs[:1]),
    ]

    with transaction.atomic():
        written = write(world)
        for asked in of_whom:
            answers = measured(asked, written)
            for key in KEYS:
                if grain_of(asked) in CATALOGUE[key].grains:
                    agree(key, asked, answers[key], told(world, asked, key))
        transaction.set_rollback(True)
