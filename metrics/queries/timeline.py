"""What happened on an account, as one dated list: a page of it is read, whatever its length."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import DateTimeField, F, TextChoices, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import end_after, first_instant
from abmplanner.kit.history import known
from accounts.enums import TouchType
from accounts.models import (
    Account,
    Comment,
    Employment,
    Feedback,
    Review,
    StageChange,
    Touch,
)
from metrics.models import Goal
from metrics.queries.board import GoalRow, goal_rows
from metrics.queries.kept_progress import kept_progress

OF_NOTE = [
    TouchType.MEETING_HELD,
    TouchType.CALL_CONNECTED,
    TouchType.EVENT_ATTENDED,
    TouchType.WEBINAR_ATTENDED,
]
ON_A_PAGE = 30


class Happening(TextChoices):
    """What a timeline tells of."""

    REVIEW = "review", _("Reviews")
    GOAL = "goal", _("Goals that came due")
    DEAL = "deal", _("Stages of deals")
    TOUCH = "touch", _("Meetings, calls and events")
    FEEDBACK = "feedback", _("Feedback of sales")
    COMMENT = "comment", _("Comments")
    JOINED = "joined", pgettext_lazy("of people", "People who came")
    LEFT = "left", pgettext_lazy("of people", "People who left")


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened, and the row that tells it; a goal comes as a row of the board."""

    kind: Happening
    on: Any
    row: Any


def goal_ends(actor: Actor, account: Account) -> Any:
    return Goal.objects.visible_to(actor).filter(account=account)


def notes(actor: Actor, account: Account) -> Any:
    rows = Touch.objects.visible_to(actor).filter(known(), account=account, type__in=OF_NOTE)
    return rows.select_related("contact", "user")


def stages(actor: Actor, account: Account) -> Any:
    rows = StageChange.objects.visible_to(actor).filter(known(), occurred_at__isnull=False)
    rows = rows.filter(
        opportunity__account=account, opportunity__is_test=False, stage__isnull=False
    )
    return rows.select_related("opportunity", "stage")


def employments(actor: Actor, account: Account) -> Any:
    rows = Employment.objects.visible_to(actor).filter(known(), account=account)
    return rows.filter(contact__erased_at=None).select_related("contact")


def of_account(model: Any, *joined: str) -> Callable[[Actor, Account], Any]:
    """Return what finds the rows of a model that hang on an account."""

    def find(actor: Actor, account: Account) -> Any:
        return model.objects.visible_to(actor).filter(account=account).select_related(*joined)

    return find


Find = Callable[[Actor, Account], Any]

SOURCES: Mapping[Happening, tuple[Find, str]] = {
    Happening.REVIEW: (of_account(Review, "saved_by"), "reviewed_on"),
    Happening.GOAL: (goal_ends, "due_on"),
    Happening.DEAL: (stages, "occurred_at"),
    Happening.TOUCH: (notes, "occurred_at"),
    Happening.FEEDBACK: (of_account(Feedback, "author"), "given_at"),
    Happening.COMMENT: (of_account(Comment, "author"), "written_at"),
    Happening.JOINED: (employments, "from_at"),
    Happening.LEFT: (employments, "to_at"),
}
"""Where each kind is found, and the column that dates it."""


def timeline_page(
    actor: Actor,
    account: Account,
    *,
    kinds: Collection[str] = (),
    start: date | None = None,
    end: date | None = None,
    today: date,
    number: Any = 1,
) -> tuple[Any, Sequence[Happened]]:
    """Return a page of what happened until today, the latest first, and what it holds.

    kinds narrows to some of them, start and end to days, both counted. A page costs one statement
    for its places, one for their number, and one for each kind on it.
    """
    wanted = [kind for kind in Happening if not kinds or kind.value in kinds]
    until = end_after(min(end or today, today))
    parts = [places(actor, account, kind, start, until) for kind in wanted]
    union = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    page = Paginator(union.order_by("-at", "what", "-key"), ON_A_PAGE).get_page(number)
    entries = list(page.object_list)
    return page, told(actor, account, entries, today)


def places(actor: Actor, account: Account, kind: Happening, start: date | None, until: Any) -> Any:
    """Return the kind, day and key of what happened of one kind."""
    find, column = SOURCES[kind]
    rows = (
        find(actor, account)
        .order_by()
        .annotate(what=Value(kind.value), at=Cast(F(column), DateTimeField()), key=F("pk"))
    )
    rows = rows.filter(at__lt=until)
    rows = rows.filter(at__gte=first_instant(start)) if start else rows
    return rows.values_list("what", "at", "key")


def told(
    actor: Actor, account: Account, entries: Sequence[tuple[str, Any, int]], today: date
) -> list[Happened]:
    """Return what entries are about."""
    keys: dict[str, list[int]] = {}
    for kind, _at, key in entries:
        keys.setdefault(kind, []).append(key)
    rows: dict[str, Mapping[int, Any]] = {}
    for kind, (find, _column) in SOURCES.items():
        if kind.value in keys:
            found = find(actor, account).filter(pk__in=keys[kind.value])
            rows[kind.value] = {row.pk: row for row in found}
    goals = list(rows.get(Happening.GOAL.value, {}).values())
    if goals:
        rows[Happening.GOAL.value] = board_rows(actor, goals, today)
    return [
        Happened(Happening(kind), at, rows[kind][key])
        for kind, at, key in entries
        if key in rows[kind]
    ]


def board_rows(actor: Actor, goals: Sequence[Goal], today: date) -> dict[int, GoalRow]:
    """Return goals as rows of the board, by what is kept of them."""
    kept = kept_progress(actor, goals, as_of=today, periods=0)
    rows = goal_rows(actor, goals, kept, {}, today, with_freshness=False)
    return {row.goal.pk: row for row in rows}
