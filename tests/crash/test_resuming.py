"""Whatever dies, work goes on by itself within a minute: none lost, none doubled, none stuck."""

import random
import time
from collections import Counter

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import ask
from accounts.enums import JobState
from accounts.models import Job
from tests.crash.conftest import HouseOf
from tests.crash.counting import ROWS_IN_A_CHUNK
from tests.crash.house import REAL, House
from tests.crash.test_job import now, written

pytestmark = pytest.mark.crash
COUNTING = "tests.crash.counting"
A_MINUTE = 60  # seconds
SEEDS = range(5)


def kill(house: House, victim: str) -> None:
    """Kill a part; the broker may lose all that it was told, too."""
    if victim != "emptied broker":
        house.kill(victim)
        return
    house.until(house.engines.broker_answers)  # from its death before
    house.kill("valkey")
    house.empty_broker()


def seconds_to_go_on(house: House, victim: str, *jobs: Job) -> float:
    """Kill a part; return after how many seconds each job had done more, or had ended."""
    began = time.monotonic()
    kill(house, victim)
    before = {job.pk: at_last(house, job) for job in jobs}
    house.until(lambda: all(has_moved(job, before[job.pk]) for job in jobs), seconds=2 * A_MINUTE)
    return time.monotonic() - began


def at_last(house: House, job: Job) -> Job:
    """Return a job as soon as the database answers again."""
    found: dict[str, Job] = {}
    house.until(lambda: found.update(job=now(job)) is None, seconds=A_MINUTE)
    return found["job"]


def has_moved(job: Job, before: Job) -> bool:
    """Tell whether more of a job was done by whoever holds it now, or all of it."""
    after = now(job)
    return after.state == JobState.DONE or (after.fence, after.done) > (before.fence, before.done)


def count_through(house: House, victims: list[str], *, rows: int, jobs: int) -> list[float]:
    """Have several jobs count while parts are killed; assert that all is there, once.

    Return how long it took after each kill until every job had gone on.
    """
    before = written()
    asked = [ask("test.count", SYSTEM, {"rows": rows}, total=rows) for _ in range(jobs)]
    took = []
    for place, victim in enumerate(victims, start=1):
        mark = rows * place // (len(victims) + 1)
        house.until(lambda mark=mark: all(now(job).done >= mark for job in asked), seconds=240)
        took.append(seconds_to_go_on(house, victim, *asked))
    house.until(lambda: all(now(job).state == JobState.DONE for job in asked), seconds=240)
    assert written() - before == Counter({str(number): jobs for number in range(rows)})
    print(f"{victims}: went on after {', '.join(f'{each:.1f}' for each in took)} s")
    return took


@pytest.mark.parametrize("victim", ["worker", "pool"])
def test_a_job_goes_on_after_its_worker_died(house_of: HouseOf, victim: str) -> None:
    with house_of(include=COUNTING) as house:
        count_through(house, [victim], rows=40 * ROWS_IN_A_CHUNK, jobs=1)


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["worker", "pool", "postgres", "emptied broker"])
def test_with_the_leases_of_real_life_a_job_goes_on_within_a_minute(
    house_of: HouseOf, victim: str
) -> None:
    with house_of(include=COUNTING, pace=REAL) as house:
        took = count_through(house, [victim], rows=400 * ROWS_IN_A_CHUNK, jobs=1)

    assert max(took) <= A_MINUTE


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_worker_and_its_children_die_ten_times(house_of: HouseOf, seed: int) -> None:
    victims = random.Random(seed).choices(["worker", "pool"], k=10)  # noqa: S311 -- repeatable
    with house_of(include=COUNTING) as house:
        count_through(house, victims, rows=200 * ROWS_IN_A_CHUNK, jobs=2)


@pytest.mark.slow
def test_the_database_dies_ten_times(house_of: HouseOf) -> None:
    with house_of(include=COUNTING) as house:
        count_through(house, ["postgres"] * 10, rows=200 * ROWS_IN_A_CHUNK, jobs=2)


@pytest.mark.slow
def test_the_broker_dies_and_forgets_everything_ten_times(house_of: HouseOf) -> None:
    with house_of(include=COUNTING) as house:
        count_through(house, ["emptied broker"] * 10, rows=200 * ROWS_IN_A_CHUNK, jobs=2)
