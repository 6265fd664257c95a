"""Whether a day is being measured: the job that somebody asked for."""

from datetime import date

from accounts.enums import JobState
from accounts.models import Job

UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)


def measuring_of(day: date) -> Job | None:
    """Return the newest job that measures a day and is not over, None where there is none."""
    jobs = Job.objects.unscoped("whoever asked for it, a day is measured for everybody")
    at = day.isoformat()
    asked = jobs.filter(kind="measure", parameters__from__lte=at, parameters__to__gte=at)
    return asked.filter(state__in=UNDER_WAY).order_by("-pk").first()
