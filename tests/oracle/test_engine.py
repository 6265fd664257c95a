"""The engine against the oracle, on histories that Hypothesis makes up."""

import os
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.by_month import make_months
from accounts.models import BuyingGroup, Touch
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.compiling import ANY_WINDOW
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from metrics.queries.window import Window
from metrics.queries.wishes import Wish, reaches
from tests.oracle.company import MOMENTS, companies, inquiries
from tests.oracle.everything import Everything
from tests.oracle.exchanges import PASSED_AT
from tests.oracle.handmade import MARCH, WORLDS
from tests.oracle.histories import questions, worlds
from tests.oracle.plain import Oracle, Told
from tests.oracle.records import ZONE, Question, World
from tests.oracle.writing import Written, write

pytestmark = pytest.mark.django_db

KEYS = [each.key for each in CATALOGUE.computed()]
OF_DEALS = [key for key in KEYS if hasattr(Oracle, key)]
OF_GROUPS = [key for key in OF_DEALS if Grain.GROUP in CATALOGUE[key].grains]
OF_COMPANIES = [key for key in KEYS if key not in OF_DEALS] + OF_GROUPS
WITHOUT_REASONS = {"new_target_accounts", "new_target_accounts_net", "nps_promoters",
                   "nps_passives", "nps_detractors", "new_target_accounts_first_ever",
                   "new_target_accounts_reached"}  # fmt: skip

of_histories = settings(
    max_examples=int(os.environ.get("ORACLE_EXAMPLES", "40")),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a world shrinks for minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def months() -> None:
    """Make the parts of the table of touches that any world needs."""
    make_months(Touch._meta.db_table, [*MOMENTS, *PASSED_AT])  # noqa: SLF001 -- Django's own name


def grain_of(question: Question) -> Grain:
    of = {
        Grain.ACCOUNT: question.account,
        Grain.PROGRAM: question.program,
        Grain.CAMPAIGN: question.campaign,
        Grain.GROUP: question.group,
        Grain.SOURCE: question.source,
    }
    return next((grain for grain, key in of.items() if key is not None), Grain.ALL)


def scope_of(question: Question, written: Written) -> tuple[Scope, int]:
    """Return the scope of a question, and the key of what it is of."""
    scope = Scope(currency="EUR", zone=ZONE)
    if question.account is not None:
        account = written.accounts[question.account]
        return replace(scope, accounts=(account,)), account
    if question.program is not None:
        program = written.programs[question.program]
        return replace(scope, programs=(program,)), program
    if question.campaign is not None:
        campaign = written.campaigns[question.campaign]
        return replace(scope, campaigns=(campaign,)), campaign
    if question.group is not None:
        group = BuyingGroup.objects.visible_to(SYSTEM).get(pk=written.groups[question.group])
        return Scope.of_group(SYSTEM, group), group.pk
    if question.source is not None:
        return replace(scope, sources=("elsewhere", question.source)), 2
    if question.source is not None:
        return replace(scope, sources=("elsewhere", question.source)), 2
    return scope, 0


def measured(question: Question, written: Written, keys: list[str]) -> Any:
    """Return the engine's answers to a question, by key."""
    scope, target = scope_of(question, written)
    window = Window(
        start=question.start,
        end=question.end,
        as_of=question.as_of,
        known_at=question.known_at,
        zone=ZONE,
    )
    answers = live_answers(
        SYSTEM,
        keys,
        scope=scope,
        window=window,
        grain=grain_of(question),
        where=question.where,
    )
    return answers.row(target)


def told(world: World, question: Question, key: str) -> Told:
    """Return what the oracle says; a window that hasn't begun was never measured."""
    if question.as_of < question.start:
        return Told("not_measured")
    names = CATALOGUE[key].dimensions
    where = {name: value for name, value in question.where.items() if name in names}
    found: Told = getattr(Everything(world, replace(question, where=where)), key)()
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


def is_known(key: str, grain: Grain) -> bool:
    """Tell whether a number can be of that grain, and its records know of what they are."""
    indicator = CATALOGUE[key]
    return grain in indicator.grains and reaches(Wish(indicator, (), ANY_WINDOW), grain)


def compare(world: World, question: Question, keys: list[str]) -> None:
    """Ask both about everything, accounts, a program, a campaign, a group and a source."""
    roots = [each.id for each in world.accounts if each.merged_into is None]
    of_whom = [
        question,
        *(replace(question, account=root) for root in roots[:2]),
        *(replace(question, program=program) for program in world.programs[:1]),
        *(replace(question, campaign=each.id) for each in world.campaigns[:1]),
        *(replace(question, group=each.id) for each in world.groups[:1]),
        replace(question, source="linkedin"),
    ]

    with transaction.atomic():
        written = write(world)
        for asked in of_whom:
            answers = measured(asked, written, keys)
            for key in keys:
                if is_known(key, grain_of(asked)):
                    agree(key, asked, answers[key], told(world, asked, key))
        transaction.set_rollback(True)


@of_histories
@given(worlds(), questions())
def test_engine_and_oracle_say_the_same_of_deals(world: World, question: Question) -> None:
    compare(world, question, OF_DEALS)


@pytest.mark.usefixtures("months")
@of_histories
@given(companies(), inquiries())
def test_engine_and_oracle_say_the_same_of_companies(world: World, question: Question) -> None:
    compare(world, question, OF_COMPANIES)


@pytest.mark.usefixtures("months")
@pytest.mark.parametrize("name", WORLDS)
def test_engine_and_oracle_say_the_same_of_the_examples(name: str) -> None:
    for as_of in (date(2026, 3, 10), MARCH.as_of):
        compare(WORLDS[name], replace(MARCH, as_of=as_of), OF_COMPANIES)
