"""Two sweepers wake two workers for one job whose worker died: one of them gets the lease."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import claim
from accounts.enums import JobState
from accounts.models import Job

SWEEPERS, ROUNDS = 2, 200


def jobs() -> Any:
    return Job.objects.visible_to(SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_a_lease_that_is_over_is_never_given_to_two() -> None:
    job = Job.objects.create(kind="test.nothing")
    begin, end = Barrier(SWEEPERS), Barrier(SWEEPERS, action=lambda: lose_lease(job))

    def sweep() -> list[int]:
        """Try to take the job over in each round; return the fences that were given."""
        taken = []
        try:
            for _round in range(ROUNDS):
                begin.wait(30)
                held = claim(job.pk)
                taken += [held.fence] if held else []
                end.wait(30)
        finally:
            connection.close()
        return taken

    with ThreadPoolExecutor(SWEEPERS) as pool:
        given = [each.result() for each in [pool.submit(sweep) for _ in range(SWEEPERS)]]

    assert sorted(fence for taken in given for fence in taken) == list(range(1, ROUNDS + 1))
    assert all(given), "one of the two was never first: the race was none"


def lose_lease(job: Job) -> None:
    """Let the job look as if its worker had died a while ago."""
    assert jobs().filter(pk=job.pk, state=JobState.RUNNING).exists()
    jobs().filter(pk=job.pk).update(leased_until=Now() - timedelta(seconds=1), attempts=0)
