"""What the scheduler wakes. Importing it registers the tasks, and the kinds of work they do."""

from metrics.actions import goal, goal_batch
from metrics.tasks import measurement

__all__ = ["goal", "goal_batch", "measurement"]
