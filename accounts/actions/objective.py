"""Changes across the objectives of an account."""

from django.db import transaction

from abmplanner.kit.actor import Actor
from accounts.models import Account, Objective


@transaction.atomic
def move_objective(actor: Actor, objective: Objective, *, steps: int) -> None:
    """Move an objective down its account's plan by some steps, or up by a negative number.

    Places are no part of what people type, so no version is raised: whoever writes an objective
    meanwhile is not disturbed.
    """
    account = Account.objects.visible_to(actor).select_for_update().get(pk=objective.account_id)
    rows = Objective.objects.visible_to(actor).filter(account=account)
    order = list(rows.order_by("position", "pk").values_list("pk", flat=True))
    now = order.index(objective.pk)
    order.insert(max(0, now + steps), order.pop(now))
    for position, key in enumerate(order):
        rows.filter(pk=key).exclude(position=position).update(position=position)
