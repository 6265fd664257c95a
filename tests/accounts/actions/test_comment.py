"""What is said of a row goes when the row goes, however that happens."""

from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.saving import delete_row
from accounts.enums import CommentOn
from accounts.models import Comment
from tests.factories import CommentFactory, GoalFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db


def comment_on(row: Any, on: CommentOn) -> Comment:
    """Return a comment on a row."""
    comment: Comment = CommentFactory(account=row.account, on=on, subject=row.public_id)
    return comment


def test_comments_go_along_with_an_objective_and_its_goals() -> None:
    objective, other = ObjectiveFactory(), ObjectiveFactory()
    goal = GoalFactory(account=objective.account, objective=objective)
    comment_on(objective, CommentOn.OBJECTIVE)
    comment_on(goal, CommentOn.GOAL)
    stays = comment_on(other, CommentOn.OBJECTIVE)

    delete_row(SYSTEM, objective, version=objective.version)

    assert list(Comment.objects.visible_to(SYSTEM)) == [stays]
