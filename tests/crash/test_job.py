"""Jobs outlive the sudden death of everything that works on them: none lost, none doubled."""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import ask
from accounts.enums import JobState
from accounts.models import Job, Program
from tests.crash.conftest import HouseOf
from tests.crash.house import House

pytestmark = pytest.mark.crash
EVERYTHING = ("worker", "pool", "valkey", "postgres")


def count_through(house: House, *, rows: int, victims: list[str]) -> Job:
    """Have numbered rows written, kill one process after another on the way, return the end."""
    waiting = ask("test.count", SYSTEM, {"rows": rows}, total=rows)
    for place, victim in enumerate(victims, start=1):
        mark = rows * place // (len(victims) + 1)
        house.until(lambda mark=mark: now(waiting).done >= mark)
        house.kill(victim)
    house.until(lambda: now(waiting).state not in {JobState.QUEUED, JobState.RUNNING})
    return now(waiting)


def now(job: Job) -> Job:
    return Job.objects.visible_to(SYSTEM).get(pk=job.pk)


def written() -> Counter[str]:
    return Counter(Program.objects.visible_to(SYSTEM).values_list("name_en", flat=True))


@pytest.fixture(scope="module")
def house(house_of: HouseOf) -> Iterator[House]:
    """A house whose worker can count."""
    with house_of(include="tests.crash.counting") as running:
        yield running


def test_a_job_survives_one_kill_of_each_part(house: House) -> None:
    before = written()

    job = count_through(house, rows=400, victims=list(EVERYTHING))

    assert (job.state, job.done) == (JobState.DONE, 400), house.logs()
    assert written() - before == Counter(map(str, range(400)))


def test_jobs_asked_for_while_the_broker_is_down_are_done_later(house: House) -> None:
    before = written()
    house.kill("valkey")

    jobs = [ask("test.count", SYSTEM, {"rows": 5}) for _ in range(3)]

    house.until(lambda: all(now(job).state == JobState.DONE for job in jobs))
    assert written() - before == Counter({str(number): 3 for number in range(5)})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_a_job_survives_ten_kills(house: House, seed: int) -> None:
    before = written()
    victims = random.Random(seed).choices(EVERYTHING, k=10)  # noqa: S311 -- repeatable, no secret

    job = count_through(house, rows=2000, victims=victims)

    assert (job.state, job.done) == (JobState.DONE, 2000), house.logs()
    assert written() - before == Counter(map(str, range(2000)))
