"""Voices: what is asked, and what becomes of what was said."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class QuestionKind(TextChoices):
    """What a question of a survey asks for."""

    SCORE = "score", _("A score from 0 to 10")
    COMMENT = "comment", _("A comment")


class RatedObject(TextChoices):
    """What of our marketing is rated."""

    ACTIVITIES = "activities", _("ABM activities")
    MARKETER = "marketer", _("ABM marketer")


class ReplyOutcome(TextChoices):
    """What becomes of a feedback."""

    DOING = "doing", _("We are on it")
    DONE = "done", _("It is done")
    LATER = "later", _("Not now")
    NOTED = "noted", _("Noted")
