"""Words, icons and addresses of the start page."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import CommentOn
from accounts.models import Comment
from accounts.queries.tasks import TaskKind
from metrics.queries.home import Home, When

register = template.Library()

ICONS: Mapping[TaskKind, str] = {
    TaskKind.ACTION: "clipboard-list",
    TaskKind.SIGNATURE: "pencil",
    TaskKind.REVIEW: "refresh",
    TaskKind.RENEWAL: "file-spreadsheet",
    TaskKind.DEAL: "chart-line",
    TaskKind.RATING: "heart-handshake",
    TaskKind.ROWS: "inbox",
    TaskKind.JOB: "alert-octagon",
    TaskKind.FEEDBACK: "message-2",
    TaskKind.REPLY: "message-2",
}
WHEN: Mapping[When, Any] = {
    When.LATE: _("Overdue"),
    When.TODAY: _("Today"),
    When.WEEK: _("In the next seven days"),
    When.LATER: _("Later"),
    When.SOMETIME: _("Without a day"),
}


@register.filter
def task_icon(kind: TaskKind) -> str:
    """Return the icon of a kind of task."""
    return ICONS[kind]


@register.filter
def when_words(when: When) -> Any:
    """Return the heading of a stretch of time."""
    return WHEN[when]


@register.filter
def day_words(home: Home) -> str:
    """Write a person's day in a sentence: how much waits, how much of it is late."""
    if not home.tasks:
        return gettext("Nothing is due.")
    waits = ngettext("%(count)d thing waits for you", "%(count)d things wait for you", home.tasks)
    said = waits % {"count": home.tasks}
    if not home.late:
        return gettext("%(waits)s, none of them overdue.") % {"waits": said}
    late = ngettext("%(waits)s, %(count)d overdue.", "%(waits)s, %(count)d overdue.", home.late)
    return late % {"waits": said, "count": home.late}


@register.filter
def place_of(comment: Comment) -> str:
    """Return the address at which a comment stands."""
    if comment.on == CommentOn.GOAL:
        return reverse("metrics:goal_detail", args=[comment.subject])
    return f"{comment.account.get_absolute_url()}#comments-{comment.subject}"
