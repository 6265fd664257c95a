"""Measuring outlives the sudden death of everything that works on it, in the middle."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.enums import JobState
from accounts.models import Account, DataFeed, Job, Program, Response
from metrics.actions.measurement import ask_to_measure, keep_accounts, keep_programs
from metrics.actions.restatement import ask_to_restate
from metrics.models import DirtyMark, Measurement
from tests.crash.conftest import HouseOf
from tests.crash.house import House

pytestmark = pytest.mark.crash
EVERYTHING = ("worker", "pool", "valkey", "postgres")
DAYS = [date(2026, 3, day) for day in range(24, 32)]
WINDOWS = 4


def settle(accounts: int) -> list[Account]:
    """Write accounts of which one in three gave answers, and one program."""
    Program.objects.create(kind="high_touch", name_en="Program")
    for record_type in ("response", "opportunity", "invitation"):
        DataFeed.objects.create(
            record_type=record_type, source="crm", covers_from=datetime(2020, 1, 1, tzinfo=UTC)
        )
    rows = Account.objects.bulk_create(
        Account(name=f"Company {number}", search_key=f"company {number}")
        for number in range(accounts)
    )
    answer(rows[::3], datetime(2026, 2, 2, tzinfo=UTC))
    return rows


def answer(accounts: list[Account], at: datetime) -> None:
    Response.objects.bulk_create(
        Response(account=account, score=score, responded_at=at + timedelta(minutes=score))
        for account in accounts
        for score in (10, 9, 9, 7, 3)
    )


def through(house: House, job: Job, victims: list[str], *, first: int = 1) -> Job:
    """Kill one process after another while a job goes on; return the job at its end."""
    house.until(lambda: now(job).done >= first, seconds=120)
    total = now(job).total or 1
    for place, victim in enumerate(victims, start=1):
        mark = total * place // (len(victims) + 1)
        house.until(lambda mark=mark: now(job).done >= mark, seconds=120)
        house.kill(victim)
    house.until(lambda: now(job).state not in {JobState.QUEUED, JobState.RUNNING}, seconds=240)
    return now(job)


def now(job: Job) -> Job:
    return Job.objects.visible_to(SYSTEM).get(pk=job.pk)


def kept() -> Counter[Any]:
    columns = ("scope", "account", "program", "window", "as_of")
    return Counter(Measurement.objects.visible_to(SYSTEM).values_list(*columns))


def measure_through(house: House, *, accounts: int, victims: list[str]) -> list[Account]:
    """Measure eight days with kills; assert that each number is there, once, and right."""
    rows = settle(accounts)
    job = through(house, ask_to_measure(SYSTEM, as_of=DAYS[-1], since=DAYS[0]), victims)

    assert (job.state, job.done) == (JobState.DONE, job.total), house.logs()
    assert job.result == {"written": kept().total()}
    assert set(kept().values()) == {1}
    assert len(kept()) == len(DAYS) * WINDOWS * (accounts + 2)
    for day in DAYS[::7]:
        again = keep_accounts([row.pk for row in rows], as_of=day) + keep_programs(as_of=day)
        assert again == 0, house.logs()
    return rows


def test_measuring_and_restating_survive_kills_in_the_middle(house_of: HouseOf) -> None:
    with house_of() as house:
        rows = measure_through(house, accounts=60, victims=["pool", "valkey", "postgres"])
        before = kept()
        answer(rows[1::3], datetime(2026, 3, 5, tzinfo=UTC))

        job = ask_to_restate(SYSTEM)
        assert job is not None
        job = through(house, job, ["worker"])

        assert job.state == JobState.DONE, house.logs()
        assert not DirtyMark.objects.visible_to(SYSTEM).exists()
        added = kept() - before
        late = {row.pk for row in rows[1::3]}
        assert {key[1] for key in added if key[0] == "account"} == late
        assert set(added.values()) == {1}
        for day in DAYS[::7]:
            assert keep_accounts([row.pk for row in rows], as_of=day) == 0
            assert keep_programs(as_of=day) == 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_measuring_survives_ten_kills(house_of: HouseOf, seed: int) -> None:
    victims = random.Random(seed).choices(EVERYTHING, k=10)  # noqa: S311 -- repeatable, no secret
    with house_of() as house:
        measure_through(house, accounts=1200, victims=victims)
