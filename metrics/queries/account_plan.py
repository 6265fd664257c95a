"""The plan of one account on one page: objectives with goals and actions, deals, voices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from abmplanner.kit.actor import Actor
from accounts.enums import ObjectiveKind
from accounts.models import Account, Objective
from accounts.queries.plan import ActionLine, actions_of, deals_of, objectives_of
from accounts.queries.touch import people_at
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.indicator import Indicator
from metrics.models import Goal
from metrics.queries.answer import Answer
from metrics.queries.board import GoalRow, goal_rows, homes_of
from metrics.queries.engine import live_answers
from metrics.queries.health import HealthLine, health_now
from metrics.queries.kept_progress import OF_A_PLAN, kept_progress
from metrics.queries.portfolio import Enrolled, enrolments_now, freshness
from metrics.queries.progress import Standing, account_standings
from metrics.queries.scope import Scope
from metrics.queries.window import Window

YEAR = timedelta(days=365)
VOICE, ENGAGEMENT = "nps", "direct_interactions"

SUGGESTED: Mapping[str, Sequence[str]] = {
    ObjectiveKind.WIN_DEAL: ("open_pipeline_value", "close_rate", "account_coverage"),
    ObjectiveKind.BUILD_RELATIONSHIP: ("account_coverage", "executive_reached_count"),
    ObjectiveKind.RAISE_SATISFACTION: ("nps", "abm_feedback_score"),
    ObjectiveKind.PROTECT_RENEWAL: ("protected_renewal_revenue", "runoff_rate_actual"),
    ObjectiveKind.GROW: ("new_pipeline_value", "average_contract_size"),
}
"""Indicators that are usual for a kind of objective: offered where it has no goal yet."""


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """An objective with its goals and actions."""

    objective: Objective
    goals: Sequence[GoalRow]
    actions: Sequence[ActionLine]
    suggested: Sequence[Indicator]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """What the plan of an account says on a day. standing is None where there is no goal.

    measured_on is the day of the newest value among the goals'.
    """

    objectives: Sequence[ObjectiveLine]
    other_goals: Sequence[GoalRow]
    standing: Standing | None
    measured_on: date | None
    next_action: ActionLine | None
    enrolments: Sequence[Enrolled]
    deals: Any
    deals_value: Sequence[tuple[str, Decimal]]
    people: int
    voice: Answer
    engagement: Answer
    window: Window
    planned_at: Any
    heard_at: Any
    health: HealthLine | None = None


def account_plan(
    actor: Actor,
    account: Account,
    today: date,
    *,
    as_of: date | None = None,
    known_at: date | None = None,
) -> AccountPlan:
    """Return the plan of an account; its goals stand by the values that are kept, as on lists.

    Numbers are as of a day, today unless it is given; what is planned is always today's.
    """
    as_of = as_of or today
    goals = Goal.objects.visible_to(actor).filter(account=account)
    goals = goals.select_related("account", "objective", "owner").order_by("due_on", "pk")
    chosen = list(goals)
    kept = kept_progress(actor, chosen, as_of=as_of, known_at=known_at, periods=OF_A_PLAN)
    homes = homes_of(actor, as_of, [account.pk])
    rows = goal_rows(actor, chosen, kept, homes, as_of)
    standings = account_standings(chosen, kept.of)
    actions = actions_of(actor, account, today)
    objectives = list(objectives_of(actor, account))
    planned, heard = freshness(actor, [account.pk], chosen)
    answers, window = year_of(actor, account, as_of, kept.known)
    deals = list(deals_of(actor, account))
    return AccountPlan(
        objectives=lines(objectives, rows, actions, kept.known),
        other_goals=[row for row in rows if row.goal.objective_id is None],
        standing=standings.get(account.pk),
        measured_on=max(kept.days.values(), default=None),
        next_action=soonest(actions),
        enrolments=enrolments_now(actor, [account.pk]).get(account.pk, ()),
        deals=deals,
        deals_value=added_up(deals),
        people=people_at(actor, account).count(),
        voice=answers.one(account.pk, VOICE),
        engagement=answers.one(account.pk, ENGAGEMENT),
        window=window,
        planned_at=planned.get(account.pk),
        heard_at=heard.get(account.pk),
        health=health_now(actor, account, today, as_of=as_of, known_at=known_at),
    )


def lines(
    objectives: Sequence[Objective],
    rows: Sequence[GoalRow],
    actions: Mapping[int, Sequence[ActionLine]],
    known: Catalogue,
) -> list[ObjectiveLine]:
    """Return the objectives in their order, each with its goals and actions.

    With each come the indicators that are usual for its kind.
    """
    last = len(objectives) - 1
    return [
        ObjectiveLine(
            objective=objective,
            goals=[row for row in rows if row.goal.objective_id == objective.pk],
            actions=actions.get(objective.pk, ()),
            suggested=[known[key] for key in SUGGESTED.get(objective.kind, ()) if key in known],
            is_first=at == 0,
            is_last=at == last,
        )
        for at, objective in enumerate(objectives)
    ]


def soonest(actions: Mapping[int, Sequence[ActionLine]]) -> ActionLine | None:
    """Return the open action that is due first; one without a day comes last."""
    left = [line for each in actions.values() for line in each if line.is_open]
    return min(left, key=due_first) if left else None


def due_first(line: ActionLine) -> tuple[bool, date, int]:
    """Return what sorts actions by due day."""
    due = line.action.due_on
    return due is None, due or date.max, line.action.pk


def year_of(actor: Actor, account: Account, as_of: date, known: Catalogue) -> tuple[Any, Window]:
    """Return what was said and heard of the account in the year that ends with that day."""
    scope = Scope.of_accounts(actor, [account])
    end = as_of + timedelta(days=1)
    window = Window(start=end - YEAR, end=end, as_of=as_of, zone=scope.zone)
    keys = [VOICE, ENGAGEMENT]
    return live_answers(actor, keys, scope=scope, window=window, known=known), window


def added_up(deals: Sequence[Any]) -> list[tuple[str, Decimal]]:
    """Return the value of deals in each currency; what is not known adds nothing."""
    totals: dict[str, Decimal] = {}
    for deal in deals:
        if deal.tcv is not None:
            totals[deal.currency] = totals.get(deal.currency, Decimal(0)) + deal.tcv
    return sorted(totals.items())
