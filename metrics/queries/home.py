"""The start of a day: what waits, what falls behind, what is at hand, what was said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import end_after
from accounts.enums import Role
from accounts.models import Account, Comment, Favorite
from accounts.queries.desk import recent_accounts
from accounts.queries.tasks import Task, mine, tasks_of
from metrics.calc.status import GoalStatus
from metrics.models import Goal
from metrics.queries.board import JOINED, GoalRow, goal_rows, homes_of
from metrics.queries.kept_progress import kept_progress
from metrics.queries.portfolio import Listed, PortfolioRow, listed, portfolio

BEHIND = frozenset({GoalStatus.MISSED, GoalStatus.OFF_TRACK, GoalStatus.AT_RISK})
MOST_GOALS = 200  # looked at; those due first
GOALS_SHOWN = 6
AT_HAND = 8
SAID_SHOWN = 5
SAID_SINCE = timedelta(days=14)
A_WEEK = timedelta(days=7)


class When(StrEnum):
    """How soon something is due."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    SOMETIME = "sometime"


@dataclass(frozen=True, slots=True)
class Band:
    """The tasks of one stretch of time."""

    when: When
    tasks: Sequence[Task]


@dataclass(frozen=True, slots=True)
class Home:
    """What one person finds at the start of the day."""

    bands: Sequence[Band]
    behind: Sequence[GoalRow]
    goals: int
    at_hand: Sequence[PortfolioRow]
    said: Sequence[Comment]
    recent: Sequence[Account]

    @property
    def late(self) -> int:
        """How many tasks are overdue."""
        return sum(len(band.tasks) for band in self.bands if band.when is When.LATE)

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return sum(len(band.tasks) for band in self.bands)


def home_of(
    actor: Actor, today: date, *, as_of: date | None = None, known_at: date | None = None
) -> Home:
    """Return a person's day, in a fixed number of statements.

    Goals stand as of a day, today unless it is given; what waits and what was said is today's.
    """
    near, seen = near_to(actor), as_of or today
    goals = goals_near(actor, near, seen)
    return Home(
        bands=banded(tasks_of(actor, today), today),
        behind=behind(actor, goals, seen, known_at),
        goals=len(goals),
        at_hand=portfolio(actor, at_hand(actor), today, as_of=seen, known_at=known_at),
        said=said_lately(actor, near, today),
        recent=recent_accounts(actor),
    )


def banded(tasks: Iterable[Task], today: date) -> list[Band]:
    """Return tasks by how soon they are due, without the stretches that have none."""
    by_when: dict[When, list[Task]] = {when: [] for when in When}
    for task in tasks:
        by_when[when_of(task.due_on, today)].append(task)
    return [Band(when, found) for when, found in by_when.items() if found]


def when_of(due_on: date | None, today: date) -> When:
    """Return how soon a day is."""
    if due_on is None:
        return When.SOMETIME
    if due_on <= today:
        return When.LATE if due_on < today else When.TODAY
    return When.WEEK if due_on <= today + A_WEEK else When.LATER


def near_to(actor: Actor) -> Any:
    """Return the accounts that a person looks after or keeps at hand, as a subquery.

    Leadership looks after all that it leads.
    """
    accounts = Account.objects.visible_to(actor).filter(merged_into=None)
    if actor.role == Role.LEADERSHIP:
        return accounts.values("pk")
    favorites = Favorite.objects.visible_to(actor).values("account")
    return accounts.filter(Q(pk__in=mine(actor)) | Q(pk__in=favorites)).values("pk")


def goals_near(actor: Actor, near: Any, as_of: date) -> list[Goal]:
    """Return the goals of a person and of their accounts that run on a day, those due first."""
    rows = Goal.objects.visible_to(actor).filter(
        Q(owner=actor.person) | Q(account__in=near), starts_on__lte=as_of, due_on__gte=as_of
    )
    rows = rows.select_related(*JOINED)
    return list(rows.order_by("due_on", "pk")[:MOST_GOALS])


def behind(
    actor: Actor, goals: Sequence[Goal], as_of: date, known_at: date | None
) -> list[GoalRow]:
    """Return the goals that fall behind their plan, by what is kept, the most urgent first."""
    kept = kept_progress(actor, goals, as_of=as_of, known_at=known_at)
    slow = [goal for goal in goals if kept.of[goal.pk].status in BEHIND]
    homes = homes_of(actor, as_of, {goal.account_id for goal in slow if goal.account_id})
    rows = goal_rows(actor, slow, kept, homes, as_of, with_freshness=False)
    return sorted(rows, key=lambda row: row.urgency)[:GOALS_SHOWN]


def at_hand(actor: Actor) -> list[Listed]:
    """Return a person's favorites, or, before they chose any, the accounts they look after."""
    favorites = Favorite.objects.visible_to(actor).values("account")
    rows = Account.objects.visible_to(actor).filter(pk__in=favorites, merged_into=None)
    for found in (rows, mine(actor)):
        chosen = listed(actor, found.order_by("search_key", "pk"))[:AT_HAND]
        if found_any := [Listed(*each) for each in chosen]:
            return found_any
    return []


def said_lately(actor: Actor, near: Any, today: date) -> list[Comment]:
    """Return what others said lately of the plans of near accounts, the newest first."""
    rows = Comment.objects.visible_to(actor).filter(
        account__in=near, written_at__gte=end_after(today) - SAID_SINCE
    )
    rows = rows.exclude(author=actor.person).select_related("author", "account")
    return list(rows.order_by("-written_at", "-pk")[:SAID_SHOWN])
