"""A kind of work whose every loss and every doubling shows: numbered rows, some in each chunk."""

import time

from accounts.actions.job import job_kind
from accounts.models import Job, Program

ROWS_IN_A_CHUNK = 5


@job_kind("test.count", operation="data.import")
def count_chunk(job: Job) -> bool:
    """Write the next rows, and dawdle in the middle so that a kill finds something half done."""
    first = job.checkpoint.get("next", 0)
    for number in range(first, first + ROWS_IN_A_CHUNK):
        Program.objects.create(
            name_en=f"{number}", name_fr=f"{number}", kind="high_touch", currency="EUR"
        )
        time.sleep(0.005)
    job.checkpoint = {"next": first + ROWS_IN_A_CHUNK}
    job.done = first + ROWS_IN_A_CHUNK
    return job.done < job.parameters["rows"]
