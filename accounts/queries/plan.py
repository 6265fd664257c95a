"""What the plan of an account holds: objectives, actions, deals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from abmplanner.kit.actor import Actor
from accounts.enums import ActionState, StageOutcome
from accounts.models import Account, Action, Objective, Opportunity

OVER = frozenset({ActionState.DONE, ActionState.DROPPED})


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action as it stands on a day."""

    action: Action
    today: date

    @property
    def is_open(self) -> bool:
        """Tell whether something is left to do."""
        return self.action.state not in OVER

    @property
    def is_overdue(self) -> bool:
        """Tell whether it should have been done by now."""
        due = self.action.due_on
        return self.is_open and due is not None and due < self.today

    @property
    def code(self) -> str:
        """How the state is shown."""
        return "overdue" if self.is_overdue else str(self.action.state)


def in_order(actions: QuerySet[Any]) -> QuerySet[Any]:
    """Return actions in the order people gave them; those nobody placed follow by due day."""
    return actions.order_by("position", F("due_on").asc(nulls_last=True), "pk")


def action_line(action: Action, today: date) -> ActionLine:
    """Return an action as it stands on a day."""
    return ActionLine(action, today)


def objectives_of(actor: Actor, account: Account) -> QuerySet[Objective]:
    """Return the objectives of an account in the order of its plan."""
    rows: QuerySet[Objective] = Objective.objects.visible_to(actor).filter(account=account)
    return rows.select_related("owner", "opportunity", "group", "contact").order_by(
        "position", "pk"
    )


def actions_of(actor: Actor, account: Account, today: date) -> Mapping[int, list[ActionLine]]:
    """Return the actions of each objective as they were placed, what is over last.

    Those that nobody placed follow by due day.
    """
    rows = Action.objects.visible_to(actor).filter(objective__account=account)
    rows = in_order(rows.select_related("owner"))
    found: dict[int, list[ActionLine]] = {}
    for row in rows:
        found.setdefault(row.objective_id, []).append(ActionLine(row, today))
    return {key: sorted(lines, key=lambda line: not line.is_open) for key, lines in found.items()}


def deals_of(actor: Actor, account: Account) -> QuerySet[Any]:
    """Return the open opportunities of an account; one whose stage is not known counts as open."""
    rows = Opportunity.objects.visible_to(actor).filter(
        Q(stage=None) | Q(stage__outcome=StageOutcome.OPEN),
        account=account,
        deleted_at=None,
        merged_into=None,
        is_test=False,
    )
    soonest = F("close_on").asc(nulls_last=True)
    return rows.select_related("stage", "owner").order_by(soonest, "-tcv", "pk")
