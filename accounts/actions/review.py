"""Going through a plan: a review keeps the plan as it stood, so that later changes can be read."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Source, save_row
from accounts.models import Account, Action, Objective, Review
from accounts.queries.agreement import plan_on

WORDS = ("title", "why", "state", "due_on")
AIMS = ("name", "indicator_key", "type", "target", "target_high", "starts_on", "due_on", "is_done")


@transaction.atomic
def keep_review(actor: Actor, source: Source[Review]) -> Review:
    """Save a new review, with the plan of its account as it stands now."""
    review = save_row(actor, source)
    review.stood = plan_as_it_stands(actor, review.account)
    review.save(update_fields=["stood"])
    return review


def plan_as_it_stands(actor: Actor, account: Account) -> dict[str, Any]:
    """Return the words, aims and days of a plan, which have no dated history of their own.

    What has one (deals, people, measured values) is read from it, and not copied here. The goals
    are those that hang on the account.
    """
    plan = plan_on(actor, account, timezone.localdate())
    objectives = Objective.objects.visible_to(actor).filter(account=account)
    actions = Action.objects.visible_to(actor).filter(objective__account=account)
    goals = account.goals.visible_to(actor)
    return {
        "taken_at": timezone.now().isoformat(),
        "plan": pictured(plan, ("ambition", "starts_on", "ends_on")) if plan else {},
        "objectives": [pictured(row, WORDS) for row in objectives.order_by("position", "pk")],
        "actions": [pictured(row, ("title", "state", "due_on")) for row in actions.order_by("pk")],
        "goals": [pictured(row, AIMS) for row in goals.order_by("pk")],
    }


def pictured(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return some columns of a row as JSON holds them, with its public id."""
    plain = {name: getattr(row, name) for name in names}
    said = {
        name: value if value is None or isinstance(value, bool | str) else str(value)
        for name, value in plain.items()
    }
    return {"id": str(row.public_id), **said}
