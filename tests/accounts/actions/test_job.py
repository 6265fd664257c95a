"""Jobs: a chunk and its checkpoint stand or fall together, for one worker at a time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import now
from django.utils.translation import get_language

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.actions import job as jobs
from accounts.enums import JobState
from accounts.models import Job, Program
from tests.factories.program import ProgramFactory
from tests.factories.user import UserFactory

pytestmark = pytest.mark.django_db

Kind = Callable[[jobs.Chunk], None]


@pytest.fixture
def kind() -> Iterator[Kind]:
    """Say what jobs of the kind "test" do in a chunk."""

    def does(chunk: jobs.Chunk) -> None:
        jobs.KINDS["test"] = (chunk, "data.import")

    yield does
    del jobs.KINDS["test"]


def make(**fields: Any) -> Job:
    return Job.objects.create(**{"kind": "test", "parameters": {}, **fields})


def read(job: Job) -> Job:
    return Job.objects.visible_to(SYSTEM).get(pk=job.pk)


def count_to_three(job: Job) -> bool:
    ProgramFactory()
    job.done += 1
    job.checkpoint = {"at": job.done}
    return job.done < 3


def test_a_job_is_done_chunk_by_chunk_to_its_end(kind: Kind) -> None:
    kind(count_to_three)
    job = make(total=3)

    jobs.work(job.pk)

    ended = read(job)
    assert (ended.state, ended.done, ended.checkpoint) == (JobState.DONE, 3, {"at": 3})
    assert ended.leased_until is None
    assert ended.finished_at is not None


def test_work_on_a_job_that_is_done_changes_nothing(kind: Kind) -> None:
    kind(count_to_three)
    job = make()
    jobs.work(job.pk)

    jobs.work(job.pk)

    assert read(job).done == 3


def test_a_failing_chunk_leaves_nothing_and_is_given_up_at_the_third_attempt(kind: Kind) -> None:
    attempts = []

    def fail_at_the_second(job: Job) -> bool:
        if job.checkpoint:
            ProgramFactory()
            attempts.append(1)
            raise ValueError("secret row")
        return count_to_three(job)

    kind(fail_at_the_second)
    job = make()

    jobs.work(job.pk)

    ended = read(job)
    assert (ended.state, ended.done, len(attempts)) == (JobState.FAILED, 1, 3)
    assert "ValueError" in ended.error
    assert "secret" not in ended.error
    assert Program.objects.visible_to(SYSTEM).count() == 1


def test_a_job_whose_worker_died_three_times_is_given_up(kind: Kind) -> None:
    kind(count_to_three)
    job = make(
        state=JobState.RUNNING, attempts=3, fence=3, leased_until=now() - timedelta(seconds=1)
    )

    jobs.work(job.pk)

    ended = read(job)
    assert (ended.state, ended.done) == (JobState.FAILED, 0)
    assert "worker died" in ended.error


def test_a_reason_not_to_go_on_is_shown_as_it_is(kind: Kind) -> None:
    def refuse(job: Job) -> bool:
        raise jobs.FailedError("The file is empty.")

    kind(refuse)
    job = make()

    jobs.work(job.pk)

    assert (read(job).state, read(job).error) == (JobState.FAILED, "The file is empty.")


def test_an_unknown_kind_of_work_stops() -> None:
    job = make(kind="from a later version")

    jobs.work(job.pk)

    assert read(job).state == JobState.STOPPED


def test_a_worker_that_lost_its_lease_writes_nothing(kind: Kind) -> None:
    kind(count_to_three)
    job = make()
    slow = jobs.claim(job.pk)
    Job.objects.visible_to(SYSTEM).update(leased_until=now() - timedelta(seconds=1))
    quick = jobs.claim(job.pk)
    assert slow is not None
    assert quick is not None

    with pytest.raises(jobs.LeaseLostError):
        jobs.do_chunk(slow)
    jobs.do_chunk(quick)

    assert read(job).done == 1
    assert Program.objects.visible_to(SYSTEM).count() == 1


def test_a_job_with_a_living_lease_is_nobody_elses() -> None:
    job = make()
    jobs.claim(job.pk)

    assert jobs.claim(job.pk) is None


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "sales"}])
def test_a_right_withdrawn_while_the_job_waits_or_runs_stops_it(
    kind: Kind, change: dict[str, Any]
) -> None:
    person = UserFactory()

    def lose_the_right(job: Job) -> bool:
        type(person).objects.filter(pk=person.pk).update(**change)
        return count_to_three(job)

    kind(lose_the_right)

    job = jobs.ask("test", Actor.of_person(person), {})
    jobs.work(job.pk)

    ended = read(job)
    assert (ended.state, ended.done) == (JobState.STOPPED, 1)
    assert "no longer" in ended.error


def test_the_sweeper_wakes_jobs_that_wait_or_lost_their_worker(kind: Kind) -> None:
    kind(count_to_three)
    long_ago = now() - timedelta(hours=1)
    waiting = make(created_at=long_ago)
    lost = make(created_at=long_ago, state=JobState.RUNNING, leased_until=long_ago)
    held = make(
        created_at=long_ago, state=JobState.RUNNING, leased_until=now() + timedelta(hours=1)
    )

    assert jobs.sweep() == 2

    assert [read(job).state for job in (waiting, lost, held)] == ["done", "done", "running"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_hold_one_job_in_two_hundred_rounds() -> None:
    def claim(job_id: int) -> bool:
        try:
            return jobs.claim(job_id) is not None
        finally:
            connection.close()

    waiting = [make() for _ in range(200)]
    with ThreadPoolExecutor(4) as workers:
        claims = list(workers.map(claim, [job.pk for job in waiting for _ in range(4)]))

    assert sum(claims) == 200
    assert {job.fence for job in Job.objects.visible_to(SYSTEM)} == {1}


def test_a_person_is_asked_back_in_their_language(kind: Kind) -> None:
    seen = []

    def speak(job: Job) -> bool:
        seen.append(get_language())
        return False

    kind(speak)
    job = make(actor=UserFactory(language="fr"))

    jobs.work(job.pk)

    assert seen == ["fr"]
