"""The portfolio: accounts in a row each, with what is measured of them and what comes next."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, Value

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import lasting
from accounts.enums import AccountStatus
from accounts.models import (
    Account,
    Action,
    Enrolment,
    Feedback,
    Objective,
    Plan,
    Response,
    StageChange,
)
from accounts.queries.plan import OVER, ActionLine
from metrics.models import Goal
from metrics.queries.kept_progress import kept_progress
from metrics.queries.progress import Standing, account_standings

Instants = Mapping[int, datetime]
PLANNED, HEARD = 1, 2


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """An account at a glance. standing is None where it has no goal; measured_on is its day."""

    account: Account
    enrolments: Sequence[Enrolment]
    standing: Standing | None
    goals: int
    measured_on: date | None
    next_action: ActionLine | None
    planned_at: datetime | None
    heard_at: datetime | None

    @property
    def status(self) -> str:
        """The word for the account's status."""
        return str(AccountStatus(self.account.status).label)


def portfolio(actor: Actor, accounts: Iterable[Account], as_of: date) -> list[PortfolioRow]:
    """Return a row for each account, in a fixed number of statements."""
    accounts = list(accounts)
    keys = [account.pk for account in accounts]
    goals = list(Goal.objects.visible_to(actor).filter(account__in=keys).order_by("pk"))
    kept = kept_progress(actor, goals, as_of=as_of)
    standings = account_standings(goals, kept.of)
    counts = Counter(goal.account_id for goal in goals)
    measured = {goal.account_id: kept.days[goal.pk] for goal in goals if goal.pk in kept.days}
    enrolments, actions = enrolments_now(actor, keys), next_actions(actor, keys, as_of)
    planned, heard = freshness(actor, keys, goals)
    return [
        PortfolioRow(
            account=account,
            enrolments=enrolments.get(account.pk, ()),
            standing=standings.get(account.pk),
            goals=counts[account.pk],
            measured_on=measured.get(account.pk),
            next_action=actions.get(account.pk),
            planned_at=planned.get(account.pk),
            heard_at=heard.get(account.pk),
        )
        for account in accounts
    ]


def enrolments_now(actor: Actor, keys: Sequence[int]) -> Mapping[int, list[Enrolment]]:
    """Return the programs that each account is in today, with its tier there."""
    rows = Enrolment.objects.visible_to(actor).filter(lasting(), account__in=keys)
    found: dict[int, list[Enrolment]] = {}
    for row in rows.select_related("program").order_by("from_at", "pk"):
        found.setdefault(row.account_id, []).append(row)
    return found


def next_actions(actor: Actor, keys: Sequence[int], today: date) -> Mapping[int, ActionLine]:
    """Return the open action of each account that is due first; one without a day comes last."""
    rows = Action.objects.visible_to(actor).exclude(state__in=OVER)
    rows = rows.filter(objective__account__in=keys).select_related("objective", "owner")
    soonest = F("due_on").asc(nulls_last=True)
    rows = rows.order_by("objective__account", soonest, "pk").distinct("objective__account")
    return {row.objective.account_id: ActionLine(row, today) for row in rows}


def freshness(
    actor: Actor, keys: Sequence[int], goals: Iterable[Goal]
) -> tuple[Instants, Instants]:
    """Return when each account was last planned and last heard of, in one statement.

    Planned: somebody saved its plan, or what fills it in. Heard of: an answer, a feedback, a deal
    that moved.
    """
    plans = Plan.objects.visible_to(actor).filter(account__in=keys)
    objectives = Objective.objects.visible_to(actor).filter(account__in=keys)
    actions = Action.objects.visible_to(actor).filter(objective__account__in=keys)
    answers = Response.objects.visible_to(actor).filter(account__in=keys, voided_at=None)
    feedback = Feedback.objects.visible_to(actor).filter(account__in=keys)
    moves = StageChange.objects.visible_to(actor).filter(
        opportunity__account__in=keys, voided_at=None, occurred_at__isnull=False
    )
    found = list(
        by_account(plans, "account", "saved_at", PLANNED).union(
            by_account(objectives, "account", "saved_at", PLANNED),
            by_account(actions, "objective__account", "saved_at", PLANNED),
            by_account(answers, "account", "responded_at", HEARD),
            by_account(feedback, "account", "given_at", HEARD),
            by_account(moves, "opportunity__account", "occurred_at", HEARD),
            all=True,
        )
    )
    planned = newest(
        [*of_sort(found, PLANNED), *((goal.account_id, goal.saved_at) for goal in goals)]
    )
    return planned, newest(of_sort(found, HEARD))


def by_account(rows: Any, account: str, instant: str, sort: int) -> Any:
    """Return the newest instant of the rows of each account, and of which sort it is."""
    newest_of = rows.row_by_row().order_by().values_list(account).annotate(newest=Max(instant))
    return newest_of.annotate(sort=Value(sort))


def of_sort(found: Iterable[tuple[int, datetime, int]], wanted: int) -> list[tuple[int, datetime]]:
    """Return the accounts and instants of one sort."""
    return [(account, instant) for account, instant, sort in found if sort == wanted]


def newest(found: Iterable[tuple[Any, datetime]]) -> Instants:
    """Return the newest of all instants found for each account."""
    latest: dict[int, datetime] = {}
    for account, instant in found:
        latest[account] = max(instant, latest.get(account, instant))
    return latest
