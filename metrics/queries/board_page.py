"""A page of the board of goals: every goal decides over the order, and few are shown.

The order of a large board is remembered for a minute, or until a goal is saved or a value kept, so
that turning pages does not weigh every goal again. What a page shows is always read anew, within
the reader's reach.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Sum
from django.utils.translation import get_language

from abmplanner.kit.actor import SYSTEM, Actor
from metrics.models import Goal, Measurement
from metrics.queries.board import (
    JOINED,
    Asked,
    Board,
    GoalRow,
    Line,
    Section,
    Summary,
    board,
    goal_rows,
    homes_of,
    whose,
)
from metrics.queries.kept_progress import kept_progress
from metrics.queries.progress import Standing

LARGE = 500  # goals of the installation, from which on the order is remembered
A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the board as it is remembered: its goals by their keys."""

    goals: tuple[int, ...]
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """A page of the board: its sections, as far as it holds lines of theirs.

    Heads of sections and the summary stay whole: they speak of all their goals.
    """

    page: Page[Any]
    sections: Sequence[Section]
    summary: Summary

    @property
    def rows(self) -> list[GoalRow]:
        """The goals that are shown."""
        return [row for section in self.sections for line in section.lines for row in line.goals]


def board_page(actor: Actor, asked: Asked, number: str | None) -> BoardPage:
    """Return a page of the board."""
    every = Goal.objects.visible_to(SYSTEM)
    state = every.aggregate(Count("pk"), Sum("pk"), Max("saved_at"))
    if state["pk__count"] <= LARGE:
        return a_page_of(board(actor, asked), number)
    key = key_of(actor, asked, state)
    known = cache.get(key)
    if known is None:
        known = remember(key, board(actor, asked, with_freshness=False))
    count, summary = known
    page: Page[Any] = Paginator(range(count), settings.PAGE_SIZE).get_page(number)
    sections = cache.get(f"{key}:{page.number}")
    if sections is None:  # forgotten between two questions, or no line at all
        return a_page_of(board(actor, asked), number)
    return BoardPage(page, filled(actor, asked, sections), summary)


def a_page_of(whole: Board, number: str | None) -> BoardPage:
    """Return a page of the lines of a board."""
    page = Paginator(lines_of(whole.sections), settings.PAGE_SIZE).get_page(number)
    return BoardPage(page, held_by(page), whole.summary)


def lines_of(sections: Iterable[Section]) -> list[tuple[Section, Line]]:
    """Return all lines in their order, each with the section that it is of."""
    return [(section, line) for section in sections for line in section.lines]


def held_by(lines: Iterable[tuple[Section, Any]]) -> list[Section]:
    """Return the sections of these lines, which hold no others."""
    shown: dict[str, Section] = {}
    for section, line in lines:
        held = shown.get(section.key) or replace(section, lines=[])
        shown[section.key] = replace(held, lines=[*held.lines, line])
    return list(shown.values())


def key_of(actor: Actor, asked: Asked, state: dict[str, Any]) -> str:
    """Return the name under which an order is remembered: all that it follows from."""
    newest = Measurement.objects.visible_to(SYSTEM).order_by("-pk").values_list("pk", flat=True)
    chosen = [each.pk if each else None for each in (asked.program, asked.campaign, asked.owner)]
    said = [actor.label, actor.role, get_language(), asked, chosen, state, newest.first()]
    return f"board:{sha256(repr(said).encode()).hexdigest()}"


def remember(key: str, whole: Board) -> tuple[int, Summary]:
    """Keep the order page by page; return how many lines there are, and how all goals stand."""
    lines = lines_of(whole.sections)
    pages = {
        f"{key}:{1 + first // settings.PAGE_SIZE}": held_by(
            (section, Place(tuple(row.goal.pk for row in line.goals), line.standing))
            for section, line in lines[first : first + settings.PAGE_SIZE]
        )
        for first in range(0, len(lines), settings.PAGE_SIZE)
    }
    known = len(lines), whole.summary
    cache.set_many({**pages, key: known}, A_MINUTE)
    return known


def filled(actor: Actor, asked: Asked, sections: Sequence[Any]) -> list[Section]:
    """Return remembered sections with what their goals are now."""
    keys = [key for section in sections for place in section.lines for key in place.goals]
    goals = Goal.objects.visible_to(actor).filter(pk__in=keys)
    found = list(goals.select_related(*JOINED))
    homes = homes_of(actor, asked.as_of, {goal.account_id for goal in found if goal.account_id})
    kept = kept_progress(actor, found, as_of=asked.as_of, known_at=asked.known_at)
    rows = {row.goal.pk: row for row in goal_rows(actor, found, kept, homes, asked.as_of)}
    return [
        replace(section, lines=[*filter(None, (line_of(each, rows) for each in section.lines))])
        for section in sections
    ]


def line_of(place: Place, rows: dict[int, GoalRow]) -> Line | None:
    """Return a remembered line with its goals; None where none of them is in reach any more."""
    goals = [rows[key] for key in place.goals if key in rows]
    return Line(whose(goals[0].goal), goals, place.standing) if goals else None
