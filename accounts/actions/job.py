"""Long work: asked for as a row, done in chunks by whichever worker holds its lease.

A kind of work is one function that does the next chunk and tells whether more is left:

    @job_kind("import", operation="data.import")
    def import_chunk(job: Job) -> bool:
        rows = read(job.parameters["file"], after=job.checkpoint.get("row", 0))
        …
        job.checkpoint = {"row": last}
        job.done = last
        return bool(rows)

It runs inside a transaction in which the row is locked, the fence is checked, and the person who
asked still has the right; checkpoint, done, total and result are written in that transaction too.
So a chunk and the memory of it stand or fall together, and a worker that lost its lease writes
nothing. Create one with `ask`; raise FailedError with a reason where the work can't be done.
"""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pghistory
from celery import current_app
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.utils import translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.policy import OPERATIONS
from accounts.enums import JobState
from accounts.models import Job

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)  # after which another worker takes over
SWEEP_SECONDS = settings.JOB_SWEEP_SECONDS
ATTEMPTS = 3  # at one chunk; each chunk that commits starts the count anew
TURN_SECONDS = 10.0  # after which the worker lets others have a turn
WAKE_UP = "accounts.run_job"

Chunk = Callable[[Job], bool]
KINDS: dict[str, tuple[Chunk, str]] = {}


class LeaseLostError(Exception):
    """Another worker took the job over; what this one did since is rolled back."""


class StoppedError(Exception):
    """The work may not go on; the message says why, to the person who asked for it."""


class FailedError(Exception):
    """The work can't be done, now or later; the message says why, to the person who asked."""


def job_kind(name: str, *, operation: str) -> Callable[[Chunk], Chunk]:
    """Register the function that does a chunk of such work, and the operation it amounts to."""

    def register(chunk: Chunk) -> Chunk:
        KINDS[name] = (chunk, operation)
        return chunk

    return register


def ask(kind: str, actor: Actor, parameters: Mapping[str, Any], *, total: int | None = None) -> Job:
    """Queue work on somebody's behalf; a worker is woken once the transaction commits."""
    job = Job.objects.create(
        kind=kind, actor=actor.person, parameters=dict(parameters), total=total
    )
    transaction.on_commit(lambda: wake(job.pk))
    return job


def is_asked(kind: str, **parameters: Any) -> bool:
    """Tell whether such work was ever asked for, with these among its parameters."""
    return bool(jobs().filter(kind=kind, parameters__contains=parameters).exists())


def wake(job_id: int, *, expires: float | None = None) -> None:
    """Send a worker to a job. When the broker is down, the sweeper sends one later."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        work(job_id)
        return
    try:
        current_app.send_task(WAKE_UP, kwargs={"job_id": job_id}, retry=False, expires=expires)
    except BrokerError:
        logger.warning("The broker is down; job %s waits for the sweeper.", job_id)


def sweep() -> int:
    """Wake a worker for each job that waits or lost its worker; return how many there are.

    A message that nobody took within a round is dropped, so that they don't pile up.
    """
    asked_before = Now() - timedelta(seconds=SWEEP_SECONDS)
    waiting = jobs().filter(free(), created_at__lt=asked_before)
    found = list(waiting.order_by("created_at", "pk").values_list("pk", flat=True)[:1000])
    for job_id in found:
        wake(job_id, expires=SWEEP_SECONDS)
    return len(found)


def work(job_id: int) -> None:
    """Do a turn of a job's work, unless it is done or somebody else does it. Safe to run again."""
    job = claim(job_id)
    if job is None:
        logger.info("Job %s is gone, done, or held by another worker.", job_id)
        return
    with translation.override(job.actor.language if job.actor else None):
        try:
            take_turn(job)
        except LeaseLostError:
            logger.warning("Job %s was taken over by another worker.", job_id)
        except StoppedError as reason:
            finish(job, JobState.STOPPED, error=str(reason))
        except FailedError as reason:
            finish(job, JobState.FAILED, error=str(reason))
        except (OperationalError, InterfaceError):
            logger.exception("Job %s lost the database; it goes on after its lease.", job_id)
            connection.close()
        except Exception as problem:
            logger.exception("Job %s stumbled.", job_id)
            stumble(job, problem)


def take_turn(job: Job) -> None:
    """Do chunks until none is left, or until it is the turn of others."""
    until = time.monotonic() + TURN_SECONDS
    while do_chunk(job):
        if time.monotonic() > until:
            jobs().filter(ours(job)).update(attempts=0)
            hand_back(job)
            return


@transaction.atomic
def claim(job_id: int) -> Job | None:
    """Take the lease of a job that is free, and raise its fence; None when it is not free.

    A job whose last attempts all ended without a chunk is given up here: a worker that was killed
    for its memory could not say so itself.
    """
    job: Job | None = jobs().filter(free(), pk=job_id).select_for_update(skip_locked=True).first()
    if job is None:
        return None
    if job.attempts >= ATTEMPTS:
        give_up(job, _("its worker died"))
        return None
    jobs().filter(pk=job.pk).update(
        state=JobState.RUNNING,
        fence=F("fence") + 1,
        attempts=F("attempts") + 1,
        leased_until=Now() + LEASE,
        started_at=Coalesce("started_at", Now()),
    )
    job.refresh_from_db()
    return job


def do_chunk(job: Job) -> bool:
    """Do one chunk in one transaction with its checkpoint; tell whether more is left."""
    do, operation = kind_of(job)
    with transaction.atomic(), pghistory.context(job=job.pk, person=job.actor_id):
        held = hold(job)
        require_right(held, operation)
        more = do(held)
        advance(held)
        if not more:
            finish(held, JobState.DONE)
    return more


def hold(job: Job) -> Job:
    """Lock the job's row and return it as it is now; raise LeaseLostError when not ours."""
    held: Job | None = jobs().filter(ours(job)).select_for_update().first()
    if held is None:
        raise LeaseLostError
    return held


def advance(job: Job) -> None:
    """Write what the chunk left on the row, and renew the lease."""
    jobs().filter(ours(job)).update(
        checkpoint=job.checkpoint,
        done=job.done,
        total=job.total,
        result=job.result,
        attempts=1,
        leased_until=Now() + LEASE,
    )


def require_right(job: Job, operation: str) -> None:
    """Raise StoppedError unless the person who asked may still do this."""
    if not OPERATIONS[operation].allows(Actor.of_job(job)):
        raise StoppedError(_("The person who asked for this may no longer do it."))


def kind_of(job: Job) -> tuple[Chunk, str]:
    """Return what does the job's chunks and the right it needs; raise StoppedError when unknown."""
    try:
        return KINDS[job.kind]
    except KeyError:
        raise StoppedError(_("This version knows no such kind of work.")) from None


def hand_back(job: Job) -> None:
    """Put the job back into the queue, behind others that wait."""
    jobs().filter(ours(job)).update(state=JobState.QUEUED, leased_until=None)
    wake(job.pk)


def stumble(job: Job, problem: Exception) -> None:
    """After a chunk failed, let the job be tried again, or give it up after the last attempt."""
    if jobs().filter(ours(job), attempts__lt=ATTEMPTS).exists():
        hand_back(job)
    else:
        give_up(job, type(problem).__name__)


def give_up(job: Job, cause: str) -> None:
    """Mark a job as failed with a message that a person can act on."""
    message = _(
        "The work stopped %(attempts)s times at the same place (%(cause)s). What was done before "
        "is kept. The log says more under job %(job)s."
    )
    error = message % {"attempts": ATTEMPTS, "cause": cause, "job": job.pk}
    finish(job, JobState.FAILED, error=error)


def finish(job: Job, state: JobState, *, error: str = "") -> None:
    """Write how the job ended; nothing happens when it is no longer ours."""
    jobs().filter(Q(pk=job.pk, fence=job.fence)).update(
        state=state, error=error, leased_until=None, finished_at=Now()
    )


@transaction.atomic
def retry(actor: Actor, job: Job) -> bool:
    """Let work that failed or was stopped be done again from its last checkpoint.

    Tell whether it was so: one that runs, or is done, is left as it is.
    """
    rows = Job.objects.visible_to(actor).filter(
        pk=job.pk, state__in=(JobState.FAILED, JobState.STOPPED)
    )
    again = rows.update(
        state=JobState.QUEUED, attempts=0, error="", leased_until=None, finished_at=None
    )
    if again:
        transaction.on_commit(lambda: wake(job.pk))
    return bool(again)


def jobs() -> Any:
    """Return all jobs: a worker serves everybody's, on whose behalf each is."""
    return Job.objects.visible_to(SYSTEM)


def free() -> Q:
    """Return the jobs that a worker may claim: waiting, or with a lease that is over."""
    lost = Q(state=JobState.RUNNING, leased_until__lt=Now())
    return Q(state=JobState.QUEUED) | lost


def ours(job: Job) -> Q:
    """Return the row while this worker's claim on it holds."""
    return Q(pk=job.pk, state=JobState.RUNNING, fence=job.fence)
