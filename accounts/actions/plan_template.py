"""Starting a plan from a template, or from the plan of another account."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Built, save_row
from accounts.models import Account, Action, Objective
from accounts.queries.plan_template import Aim


@transaction.atomic
def start_from(
    actor: Actor, account: Account, aims: Iterable[Aim], *, today: date
) -> list[Objective]:
    """Add objectives and their actions to an account's plan; return the objectives.

    Owners and states are the reader's to choose: all is active, planned, and the actor's own.
    """
    Account.objects.visible_to(actor).select_for_update().get(pk=account.pk)
    rows = Objective.objects.visible_to(actor).filter(account=account)
    last = rows.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    added: list[Objective] = []
    for aim in aims:
        objective = Objective(
            account=account,
            kind=aim.kind,
            title=str(aim.title),
            why=str(aim.why),
            owner=actor.person,
            position=min(first + len(added), 32_000),
        )
        save_row(actor, Built(objective))
        added.append(objective)
        for place, step in enumerate(aim.steps):
            due = None if step.days is None else today + timedelta(days=step.days)
            action = Action(
                objective=objective,
                title=str(step.title),
                expected_effect=str(step.effect),
                owner=actor.person,
                due_on=due,
                position=place,
            )
            save_row(actor, Built(action))
    return added
