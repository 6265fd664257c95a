"""Comments on goals."""

from accounts.enums import CommentOn
from accounts.views.comment import CommentCreate
from metrics.models import Goal


class GoalComment(CommentCreate):
    """Say something about a goal."""

    under = Goal
    on = CommentOn.GOAL
