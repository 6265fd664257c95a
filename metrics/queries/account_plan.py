"""The plan of one account on one page: objectives with goals and actions, deals, voices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from abmplanner.kit.actor import Actor
from accounts.models import Account, Enrolment, Objective
from accounts.queries.plan import ActionLine, actions_of, deals_of, objectives_of
from metrics.catalogue.catalogue import Catalogue
from metrics.models import Goal
from metrics.queries.answer import Answer
from metrics.queries.board import GoalRow, goal_rows, homes_of
from metrics.queries.engine import live_answers
from metrics.queries.kept_progress import OF_A_PLAN, kept_progress
from metrics.queries.portfolio import enrolments_now, freshness
from metrics.queries.progress import Standing, account_standings
from metrics.queries.scope import Scope
from metrics.queries.window import Window

YEAR = timedelta(days=365)
VOICE = "nps"


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """An objective with its goals and actions."""

    objective: Objective
    goals: Sequence[GoalRow]
    actions: Sequence[ActionLine]
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
    enrolments: Sequence[Enrolment]
    deals: Any
    voice: Answer
    voice_window: Window
    planned_at: Any
    heard_at: Any


def account_plan(actor: Actor, account: Account, as_of: date) -> AccountPlan:
    """Return the plan of an account; its goals stand by the values that are kept, as on lists."""
    goals = Goal.objects.visible_to(actor).filter(account=account)
    goals = goals.select_related("account", "objective", "owner").order_by("due_on", "pk")
    chosen = list(goals)
    kept = kept_progress(actor, chosen, as_of=as_of, periods=OF_A_PLAN)
    homes = homes_of(actor, as_of, [account.pk])
    rows = goal_rows(actor, chosen, kept, homes, as_of)
    standings = account_standings(chosen, kept.of)
    actions = actions_of(actor, account, as_of)
    objectives = list(objectives_of(actor, account))
    planned, heard = freshness(actor, [account.pk], chosen)
    voice, window = voice_of(actor, account, as_of, kept.known)
    return AccountPlan(
        objectives=lines(objectives, rows, actions),
        other_goals=[row for row in rows if row.goal.objective_id is None],
        standing=standings.get(account.pk),
        measured_on=max(kept.days.values(), default=None),
        next_action=soonest(actions),
        enrolments=enrolments_now(actor, [account.pk]).get(account.pk, ()),
        deals=deals_of(actor, account),
        voice=voice,
        voice_window=window,
        planned_at=planned.get(account.pk),
        heard_at=heard.get(account.pk),
    )


def lines(
    objectives: Sequence[Objective],
    rows: Sequence[GoalRow],
    actions: Mapping[int, Sequence[ActionLine]],
) -> list[ObjectiveLine]:
    """Return the objectives in their order, each with its goals and actions."""
    last = len(objectives) - 1
    return [
        ObjectiveLine(
            objective=objective,
            goals=[row for row in rows if row.goal.objective_id == objective.pk],
            actions=actions.get(objective.pk, ()),
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


def voice_of(
    actor: Actor, account: Account, as_of: date, known: Catalogue
) -> tuple[Answer, Window]:
    """Return the NPS of the account over the year that ends with that day, and this year."""
    scope = Scope.of_accounts(actor, [account])
    end = as_of + timedelta(days=1)
    window = Window(start=end - YEAR, end=end, as_of=as_of, zone=scope.zone)
    answers = live_answers(actor, [VOICE], scope=scope, window=window, known=known)
    return answers.one(account.pk, VOICE), window
