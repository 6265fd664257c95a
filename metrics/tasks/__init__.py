"""What the scheduler wakes. Importing it registers the tasks, and the kinds of work they do."""

from metrics.tasks import measurement

__all__ = ["measurement"]
