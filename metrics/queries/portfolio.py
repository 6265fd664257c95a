"""The portfolio: accounts in a row each, with what is measured of them and what comes next."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Max, Value

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import lasting
from abmplanner.kit.questions import Keys, instances, question
from abmplanner.kit.words import either
from accounts.enums import AccountStatus, ProgramKind
from accounts.models import (
    Action,
    Enrolment,
    Feedback,
    Objective,
    Plan,
    Response,
    StageChange,
)
from accounts.queries.desk import is_favorite_of
from accounts.queries.plan import OVER
from metrics.models import Goal
from metrics.queries.health import HealthLine, Kept, health_columns, healths
from metrics.queries.kept_progress import kept_progress
from metrics.queries.progress import Standing, account_standings

Instants = Mapping[int, datetime]
PLANNED, HEARD = 1, 2
AT_ONCE = 500  # accounts of a file


class Listed(NamedTuple):
    """An account as lists show it: itself, then its health and what is held against it."""

    pk: int
    public_id: UUID
    name: str
    status: str
    industry: str
    owner: str | None
    is_favorite: bool = False
    score: float | None = None
    weight_known: float | None = None
    change: float | None = None
    as_of: date | None = None
    band: str | None = None
    expires_on: date | None = None
    rules: Any = None

    @property
    def status_word(self) -> str:
        """The word for its status."""
        return str(AccountStatus(self.status).label)

    @property
    def kept(self) -> Kept:
        """Its health as it was kept last, and what is held against it."""
        return Kept(self.pk, *self[-7:])


LISTED = ("pk", "public_id", "name", "status", "industry", "owner__name")


def listed(actor: Actor, rows: Any) -> Any:
    """Return accounts with the columns of Listed, as the actor finds them."""
    return rows.values_list(*LISTED, is_favorite_of(actor), *health_columns())


class Enrolled(NamedTuple):
    """A program that an account is in."""

    account: int
    name_fr: str
    name_en: str
    kind: str
    tier: str

    @property
    def name(self) -> str:
        """The program's name, in the reader's language."""
        return either(self.name_fr, self.name_en)

    @property
    def kind_word(self) -> str:
        """The word for the kind of program."""
        return str(ProgramKind(self.kind).label)


class NextAction(NamedTuple):
    """The open action of an account that is due first."""

    account: int
    title: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """An account at a glance. standing is None where it has no goal; measured_on is its day."""

    account: Listed
    enrolments: tuple[Enrolled, ...]
    standing: Standing | None
    goals: int
    measured_on: date | None
    next_action: NextAction | None
    is_overdue: bool
    planned_at: datetime | None
    heard_at: datetime | None
    health: HealthLine | None = None


def portfolio(
    actor: Actor,
    accounts: Iterable[Listed],
    today: date,
    *,
    as_of: date | None = None,
    known_at: date | None = None,
) -> list[PortfolioRow]:
    """Return a row for each account, in a fixed number of statements.

    Goals stand as of a day, today unless it is given; what comes next is always today's.
    """
    accounts = list(accounts)
    keys = [account.pk for account in accounts]
    goals = goals_of(actor, accounts=keys)
    kept = kept_progress(actor, goals, as_of=as_of or today, known_at=known_at)
    standings = account_standings(goals, kept.of)
    counts = Counter(goal.account_id for goal in goals)
    measured = {goal.account_id: kept.days[goal.pk] for goal in goals if goal.pk in kept.days}
    enrolments = enrolments_now(actor, keys)
    actions = {each.account: each for each in next_actions(actor, accounts=keys)}
    planned, heard = freshness(actor, keys, goals)
    kept_health = [account.kept for account in accounts]
    health = healths(actor, kept_health, today, as_of=as_of, known_at=known_at)
    return [
        PortfolioRow(
            account=account,
            enrolments=enrolments.get(account.pk, ()),
            standing=standings.get(account.pk),
            goals=counts[account.pk],
            measured_on=measured.get(account.pk),
            next_action=actions.get(account.pk),
            is_overdue=is_overdue(actions.get(account.pk), today),
            planned_at=planned.get(account.pk),
            heard_at=heard.get(account.pk),
            health=health.get(account.pk),
        )
        for account in accounts
    ]


def in_parts(
    actor: Actor, accounts: Sequence[Listed], today: date, **clocks: date | None
) -> Iterator[PortfolioRow]:
    """Yield the rows of many accounts, so many at once."""
    for first in range(0, len(accounts), AT_ONCE):
        part = accounts[first : first + AT_ONCE]
        yield from portfolio(actor, part, today, **clocks)


def is_overdue(action: NextAction | None, today: date) -> bool:
    """Tell whether an open action should have been done by now."""
    return bool(action and action.due_on and action.due_on < today)


@question(instances(Goal))
def goals_of(actor: Actor, accounts: Keys) -> Any:
    """Return the goals of accounts."""
    return Goal.objects.visible_to(actor).filter(account__among=accounts).order_by("pk")


@question(Enrolled)
def enrolled_now(actor: Actor, accounts: Keys) -> Any:
    """Return the programs that accounts are in today, with their tiers there."""
    rows = Enrolment.objects.visible_to(actor).filter(lasting(), account__among=accounts)
    columns = ("account", "program__name_fr", "program__name_en", "program__kind", "tier")
    return rows.order_by("from_at", "pk").values_list(*columns)


def enrolments_now(actor: Actor, keys: Sequence[int]) -> Mapping[int, tuple[Enrolled, ...]]:
    """Return the programs that each account is in today, with its tier there."""
    found: dict[int, list[Enrolled]] = {}
    for row in enrolled_now(actor, accounts=keys):
        found.setdefault(row.account, []).append(row)
    return {account: tuple(rows) for account, rows in found.items()}


@question(NextAction)
def next_actions(actor: Actor, accounts: Keys) -> Any:
    """Return the open action of each account that is due first; one without a day comes last."""
    rows = Action.objects.visible_to(actor).exclude(state__in=OVER)
    rows = rows.filter(objective__account__among=accounts)
    soonest = F("due_on").asc(nulls_last=True)
    rows = rows.order_by("objective__account", soonest, "pk").distinct("objective__account")
    return rows.values_list("objective__account", "title", "due_on")


class News(NamedTuple):
    """When something of a sort last happened in an account."""

    account: int
    at: datetime
    sort: int


@question(News)
def news_of(actor: Actor, accounts: Keys) -> Any:
    """Return when each account was last planned and last heard of, in one statement."""
    plans = Plan.objects.visible_to(actor).filter(account__among=accounts)
    objectives = Objective.objects.visible_to(actor).filter(account__among=accounts)
    actions = Action.objects.visible_to(actor).filter(objective__account__among=accounts)
    answers = Response.objects.visible_to(actor).filter(account__among=accounts, voided_at=None)
    feedback = Feedback.objects.visible_to(actor).filter(account__among=accounts)
    moves = StageChange.objects.visible_to(actor).filter(
        opportunity__account__among=accounts, voided_at=None, occurred_at__isnull=False
    )
    return by_account(plans, "account", "saved_at", PLANNED).union(
        by_account(objectives, "account", "saved_at", PLANNED),
        by_account(actions, "objective__account", "saved_at", PLANNED),
        by_account(answers, "account", "responded_at", HEARD),
        by_account(feedback, "account", "given_at", HEARD),
        by_account(moves, "opportunity__account", "occurred_at", HEARD),
        all=True,
    )


def freshness(
    actor: Actor, keys: Sequence[int], goals: Iterable[Goal]
) -> tuple[Instants, Instants]:
    """Return when each account was last planned and last heard of.

    Planned: somebody saved its plan, or what fills it in. Heard of: an answer, a feedback, a deal
    that moved.
    """
    found = news_of(actor, accounts=keys)
    planned = [(each.account, each.at) for each in found if each.sort == PLANNED]
    planned += [(goal.account_id or 0, goal.saved_at) for goal in goals]
    return newest(planned), newest((each.account, each.at) for each in found if each.sort == HEARD)


def by_account(rows: Any, account: str, instant: str, sort: int) -> Any:
    """Return the newest instant of the rows of each account, and of which sort it is."""
    newest_of = rows.row_by_row().order_by().values_list(account).annotate(newest=Max(instant))
    return newest_of.annotate(sort=Value(sort))


def newest(found: Iterable[tuple[int, datetime]]) -> Instants:
    """Return the newest of all instants found for each account."""
    latest: dict[int, datetime] = {}
    for account, instant in found:
        latest[account] = max(instant, latest.get(account, instant))
    return latest
