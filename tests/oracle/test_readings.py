"""Indicators whose values are told: the engine against plain loops over the same values."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.days import end_after
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from metrics.queries.window import Window
from tests.factories import (
    AccountFactory,
    CustomIndicatorFactory,
    EnrolmentFactory,
    FxRateFactory,
    IndicatorReadingFactory,
    ProgramFactory,
)
from tests.factories.dates import LONG_AGO
from tests.oracle.readings import Found, Read, ReadWorld, members, now_of, told

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "8"))
ZONE = ZoneInfo("Europe/Paris")
MARCH = Window(start=date(2026, 3, 1), end=date(2026, 4, 1), as_of=date(2026, 3, 31), zone=ZONE)
ACCOUNTS = (1, 2, 3, 4)
AGE = 40
RATES = {"EUR": Fraction(1), "USD": Fraction(9, 10)}

days = st.integers(0, 120).map(lambda ago: date(2026, 4, 2) - timedelta(days=ago))
instants = st.builds(
    lambda day, hour: datetime(day.year, day.month, day.day, hour, tzinfo=UTC),
    days,
    st.integers(0, 23),
)
numbers = st.integers(0, 4000).map(lambda cents: Fraction(cents, 40))


@st.composite
def worlds(draw: st.DrawFn, *, money: bool) -> ReadWorld:
    """Return accounts that come and go, and merge, with values some of which are withdrawn."""
    world = ReadWorld(list(ACCOUNTS), rates=dict(RATES))
    if draw(st.booleans()):
        world.became[4] = draw(st.sampled_from([1, 3]))
    if draw(st.booleans()):
        world.became[3] = 2
    for account in ACCOUNTS:
        if draw(st.booleans()):
            start = draw(instants)
            end = draw(st.none() | instants.filter(lambda at, start=start: at > start))
            world.stays.append((account, 1, start, end))
    currencies = st.sampled_from(["EUR", "USD", "XAF"]) if money else st.just("")
    alive: set[tuple[int, date]] = set()
    for number in range(draw(st.integers(0, 9))):
        account, on = draw(st.sampled_from(ACCOUNTS)), draw(days)
        recorded = draw(instants)
        voided = draw(st.none() | instants.filter(lambda at, since=recorded: at > since))
        if voided is None and (account, on) in alive:
            continue
        if voided is None:
            alive.add((account, on))
        world.values.append(
            Read(number, account, on, draw(numbers), draw(numbers) + 1, draw(currencies),
                 recorded, voided)
        )  # fmt: skip
    return world


@contextmanager
def written(world: ReadWorld, roll_up: str, unit: str) -> Iterator[dict[str, Any]]:
    """Write a world, and take it away again."""
    with transaction.atomic():
        program = ProgramFactory()
        accounts = {key: AccountFactory() for key in world.accounts}
        for key, home in world.became.items():
            accounts[key].merged_into = accounts[home]
            accounts[key].save()
        for key, _program, start, end in world.stays:
            EnrolmentFactory(
                account=accounts[key],
                program=program,
                from_at=start,
                to_at=end,
                recorded_at=LONG_AGO,
            )
        FxRateFactory(
            base="USD",
            quote="EUR",
            rate=Decimal("0.9"),
            from_on=date(2020, 1, 1),
            recorded_at=LONG_AGO,
        )
        own = CustomIndicatorFactory(
            manual=True,
            key="own",
            unit=unit,
            definition={"unit": unit, "roll_up": roll_up, "max_age_days": AGE},
        )
        other = CustomIndicatorFactory(manual=True)
        for row in world.values:
            IndicatorReadingFactory(
                indicator=own, account=accounts[row.account], effective_on=row.on,
                value=decimal(row.value), weight=decimal(row.weight), currency=row.currency,
                recorded_at=row.recorded_at, voided_at=row.voided_at,
            )  # fmt: skip
        IndicatorReadingFactory(indicator=other, account=accounts[1], effective_on=MARCH.as_of)
        yield {"program": program, **{str(key): row for key, row in accounts.items()}}
        transaction.set_rollback(True)


def decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def same(answer: Answer, found: Found) -> None:
    """Check that both say the same."""
    assert (answer.status, answer.n or 0) == (found.status, found.n), found
    if found.value is None:
        assert answer.value is None
    else:
        assert answer.value is not None
        assert float(answer.value) == pytest.approx(float(found.value), abs=0.006)
    left_out = {"too_old": found.too_old, "missing_rate": found.without_rate}
    assert dict(answer.exclusions) == {why: n for why, n in left_out.items() if n}


@pytest.mark.parametrize("unit", ["index", "money"])
@pytest.mark.parametrize("roll_up", ["last", "sum", "weighted_mean"])
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), known_on=st.none() | days)
def test_plain_loops_and_the_engine_say_the_same(
    data: st.DataObject, known_on: date | None, roll_up: str, unit: str
) -> None:
    world = data.draw(worlds(money=unit == "money"))
    window = replace(MARCH, known_at=known_on)
    asked = {"max_age_days": AGE, "as_of": MARCH.as_of,
             "known_at": end_after(known_on, ZONE.key) if known_on else None}  # fmt: skip
    just_before = end_after(MARCH.as_of, ZONE.key) - timedelta(microseconds=1)
    with written(world, roll_up, unit) as rows:
        for key in ACCOUNTS:
            if now_of(world, key) != key:
                continue
            account = rows[str(key)]
            scope = Scope.of_accounts(SYSTEM, [account])
            answer = live_answers(SYSTEM, ["own"], scope=scope, window=window).one(
                account.pk, "own"
            )
            same(answer, told(world, [key], roll_up, **asked))
        scopes = (
            (Scope.of_program(SYSTEM, rows["program"]), Grain.PROGRAM, rows["program"].pk, 1),
            (Scope.everything(SYSTEM), Grain.ALL, 0, None),
        )
        for scope, grain, target, program in scopes:
            answers = live_answers(SYSTEM, ["own"], scope=scope, window=window, grain=grain)
            whose = members(world, program, just_before)
            same(answers.one(target, "own"), told(world, whose, roll_up, **asked))
