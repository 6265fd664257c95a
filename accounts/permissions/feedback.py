"""What of a feedback an actor may see: ratings of a named colleague are narrower."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from abmplanner.kit.actor import Actor
from abmplanner.policy import OPERATIONS
from accounts.models import Feedback, FeedbackReply
from accounts.queries.feedback import replies_to


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """A feedback as one reader may see it."""

    feedback: Feedback
    is_own: bool
    shows_marketer: bool
    reply: FeedbackReply | None = None
    can_reply: bool = False


def can_see_marketer_rating(actor: Actor, feedback: Feedback) -> bool:
    """Tell whether the actor wrote the rating, is the one rated, or manages them.

    Nobody else reads it, an administrator neither: what is said of a colleague by name is theirs.
    """
    person: Any = actor.person
    if actor.is_system or person is None or feedback.marketer is None:
        return actor.is_system
    return person.pk in {feedback.author_id, feedback.marketer_id, feedback.marketer.manager_id}


def feedback_lines(actor: Actor, rows: Iterable[Feedback]) -> list[FeedbackLine]:
    """Return each feedback with what the actor may see of it, and what became of it."""
    person = actor.person.pk if actor.person else None
    shown = list(rows)
    replies, may_reply = replies_to(actor, shown), OPERATIONS["feedback.reply"].allows(actor)
    return [
        FeedbackLine(
            row,
            row.author_id == person,
            can_see_marketer_rating(actor, row),
            replies.get(row.pk),
            may_reply and row.author_id != person,
        )
        for row in shown
    ]
