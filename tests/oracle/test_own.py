"""Indicators of questions and of passages: the engine against plain loops over the same records."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from abmplanner.kit.actor import SYSTEM
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from metrics.queries.window import Window
from tests.factories import (
    AccountFactory,
    ContactFactory,
    CustomIndicatorFactory,
    DataFeedFactory,
    EnrolmentFactory,
    ProgramFactory,
    ResponseFactory,
    TouchFactory,
)
from tests.factories.dates import LONG_AGO
from tests.oracle.own import (
    Happened,
    OwnWorld,
    Said,
    home,
    latest,
    passages,
    statistic,
)

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "8"))
ZONE = ZoneInfo("Europe/Paris")
MARCH = Window(start=date(2026, 3, 1), end=date(2026, 4, 1), as_of=date(2026, 4, 20), zone=ZONE)
ACCOUNTS, PEOPLE, DAYS = (1, 2, 3), (11, 12, 13, 14), 25
TYPES = {"base": "download", "target": "meeting_held"}

instants = st.builds(
    lambda ago, hour: datetime(2026, 4, 22, hour, tzinfo=UTC) - timedelta(days=ago),
    st.integers(0, 60),
    st.integers(0, 23),
)


@st.composite
def worlds(draw: st.DrawFn) -> OwnWorld:
    """Return accounts that merge, come and go, with answers and events of a few people."""
    world = OwnWorld(list(ACCOUNTS))
    if draw(st.booleans()):
        world.became[3] = draw(st.sampled_from([1, 2]))
    for account in ACCOUNTS:
        if draw(st.booleans()):
            start = draw(instants)
            end = draw(st.none() | instants.filter(lambda at, start=start: at > start))
            world.stays.append((account, start, end))
    places = {person: draw(st.sampled_from(ACCOUNTS)) for person in PEOPLE}
    for number in range(draw(st.integers(0, 10))):
        person = draw(st.sampled_from(PEOPLE))
        world.answers.append(
            Said(number, places[person], person, draw(st.integers(0, 10)),
                 draw(st.integers(0, 5)) > 0, draw(instants))
        )  # fmt: skip
    for _number in range(draw(st.integers(0, 12))):
        person = draw(st.none() | st.sampled_from(PEOPLE))
        account = places[person] if person else draw(st.sampled_from(ACCOUNTS))
        world.events.append(
            Happened(account, person, draw(st.sampled_from(["base", "target"])),
                     draw(st.integers(0, 5)) == 0, draw(instants))
        )  # fmt: skip
    return world


@contextmanager
def written(world: OwnWorld) -> Iterator[dict[str, Any]]:
    """Write a world, and take it away again."""
    with transaction.atomic():
        program = ProgramFactory()
        accounts = {key: AccountFactory() for key in world.accounts}
        for key, target in world.became.items():
            accounts[key].merged_into = accounts[target]
            accounts[key].save()
        for key, start, end in world.stays:
            EnrolmentFactory(account=accounts[key], program=program, from_at=start, to_at=end,
                             recorded_at=LONG_AGO)  # fmt: skip
        for record_type in ("response", "web", "sales_activity"):
            DataFeedFactory(record_type=record_type)
        people = {key: ContactFactory(account=accounts[1]) for key in PEOPLE}
        for each in world.answers:
            ResponseFactory(
                account=accounts[each.account], contact=people[each.person], score=each.score,
                respondent_kind="customer" if each.by_customer else "employee",
                responded_at=each.at, recorded_at=LONG_AGO,
            )  # fmt: skip
        for event in world.events:
            TouchFactory(
                account=accounts[event.account], type=TYPES[event.what], occurred_at=event.at,
                contact=people[event.person] if event.person else None,
                automation="machine" if event.by_machine else "human",
            )  # fmt: skip
        yield {"program": program, **{str(key): row for key, row in accounts.items()}}
        transaction.set_rollback(True)


def asked(world: OwnWorld, rows: dict[str, Any], key: str) -> Iterator[tuple[int | str, Answer]]:
    """Yield the answer of the engine for each target."""
    for account in ACCOUNTS:
        if home(world, account) == account:
            pk = rows[str(account)].pk
            scope = Scope.of_accounts(SYSTEM, [pk])
            yield account, live_answers(SYSTEM, [key], scope=scope, window=MARCH).one(pk, key)
    for target, scope, grain, pk in (
        ("program", Scope.of_program(SYSTEM, rows["program"]), Grain.PROGRAM, rows["program"].pk),
        ("all", Scope.everything(SYSTEM), Grain.ALL, 0),
    ):
        window = replace(MARCH, zone=scope.zone)
        answers = live_answers(SYSTEM, [key], scope=scope, window=window, grain=grain)
        yield target, answers.one(pk, key)


RULES = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize(
    "definition",
    [
        {"statistic": "nps"},
        {"statistic": "mean"},
        {"statistic": "top", "top": 3},
        {"statistic": "choice", "choices": [0, 5, 10]},
    ],
    ids=lambda each: each["statistic"],
)
@RULES
@given(world=worlds())
def test_answers_say_the_same_by_plain_loops(world: OwnWorld, definition: dict[str, Any]) -> None:
    with written(world) as rows:
        CustomIndicatorFactory(
            key="own", kind="survey", state="active", unit="percent",
            definition={"question": "recommend", **definition},
        )  # fmt: skip
        for target, answer in asked(world, rows, "own"):
            counted, replaced = latest(world, target, MARCH.start_at, MARCH.until)
            more = {name: definition[name] for name in ("top",) if name in definition}
            choices = tuple(definition.get("choices", ()))
            value = statistic(counted, definition["statistic"], choices=choices, **more)
            assert answer.n == len(counted), target
            assert answer.exclusions.get("superseded", 0) == replaced
            if value is None or len(counted) < 5:
                assert answer.value is None
            else:
                assert float(answer.value or 0) == pytest.approx(float(value))


@pytest.mark.parametrize("entity", ["account", "person"])
@RULES
@given(world=worlds())
def test_passages_say_the_same_by_plain_loops(world: OwnWorld, entity: str) -> None:
    with written(world) as rows:
        CustomIndicatorFactory(
            key="own", kind="conversion", state="active", unit="percent",
            definition={
                "base": TYPES["base"], "target": TYPES["target"], "entity": entity, "days": DAYS,
            },
        )  # fmt: skip
        for target, answer in asked(world, rows, "own"):
            found = passages(
                world, target, entity=entity, days=DAYS, start=MARCH.start_at,
                until=MARCH.until, as_of=MARCH.as_of_at,
            )  # fmt: skip
            assert (answer.numerator, answer.denominator) == (found.passed, found.mature), target
