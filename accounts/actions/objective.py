"""Changes across the objectives of an account, and across the actions of an objective."""

from typing import Any

from django.db import transaction

from abmplanner.kit.actor import Actor
from accounts.models import Account, Action, Objective
from accounts.queries.plan import in_order

STEPS = {"up": -1, "down": 1}


@transaction.atomic
def move_objective(actor: Actor, objective: Objective, *, to: str) -> int:
    """Move an objective within its account's plan; return its place there, from 0.

    to is "up", "down", or the place. Places are no part of what people type, so no version is
    raised: whoever writes an objective meanwhile is not disturbed. Two who move at once wait for
    each other.
    """
    Account.objects.visible_to(actor).select_for_update().get(pk=objective.account_id)
    rows = Objective.objects.visible_to(actor).filter(account=objective.account_id)
    return move_within(rows.order_by("position", "pk"), objective, to)


@transaction.atomic
def move_action(actor: Actor, action: Action, *, to: str) -> int:
    """Move an action within its objective, as objectives move; return its place there, from 0."""
    objectives = Objective.objects.visible_to(actor)
    objectives.select_for_update(of=("self",)).get(pk=action.objective_id)
    rows = Action.objects.visible_to(actor).filter(objective=action.objective_id)
    return move_within(in_order(rows), action, to)


def move_within(rows: Any, row: Any, to: str) -> int:
    """Write the places of ordered rows anew, with one of them moved; return its own."""
    order = list(rows.values_list("pk", flat=True))
    now = order.index(row.pk)
    wanted = now + STEPS.get(to, 0) if not to.isascii() or not to.isdigit() else int(to[:5])
    place = min(max(0, wanted), len(order) - 1)
    order.insert(place, order.pop(now))
    for position, key in enumerate(order):
        rows.filter(pk=key).exclude(position=position).update(position=position)
    return place
