"""What the broker wakes. Importing it registers the tasks, and the kinds of work they do."""

from accounts.actions import survey
from accounts.ingest import run
from accounts.tasks import job, outbox

__all__ = ["job", "outbox", "run", "survey"]
