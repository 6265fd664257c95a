"""Waking up: one message for any job, and the round of the sweeper."""

from celery import shared_task

from accounts.actions import job


@shared_task(name=job.WAKE_UP)
def run_job(*, job_id: int) -> None:
    """Do a turn of one job. Safe to run again: it goes on from the checkpoint."""
    job.work(job_id)


@shared_task(name="accounts.sweep_jobs")
def sweep_jobs() -> None:
    """Wake workers for jobs that wait or lost theirs. Safe to run twice at once."""
    job.sweep()
