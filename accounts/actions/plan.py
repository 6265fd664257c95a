"""The agreement on a plan."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import correct, record, void
from abmplanner.kit.saving import Stale, in_hand
from accounts.actions.job import ask
from accounts.models import Plan, Signature
from accounts.queries.agreement import party_of, sides_of


@transaction.atomic
def sign_plan(actor: Actor, plan: Plan, *, version: int | None) -> Signature:
    """Sign a plan, as the actor saw it, for those whom the actor speaks for.

    Signing the same version again changes nothing; signing a changed plan is a new row that
    replaces the signature before it. With the last of the three signatures the plan is agreed on,
    and a job freezes what its goals start from.

    Raises Stale when somebody saved the plan since: nobody signs what they did not read.
    """
    party = party_of(actor)
    if party is None:
        raise PermissionDenied
    held: Plan = in_hand(plan).select_for_update().get()
    if held.version != version:
        raise Stale(held)
    rows = Signature.objects.visible_to(actor).filter(plan=held, party=party, voided_at=None)
    before: Signature | None = rows.first()
    now = timezone.now()
    if before is None:
        signature = record(
            actor, Signature(plan=held, party=party, plan_version=version, occurred_at=now)
        )
    elif before.plan_version == version:
        return before
    else:
        signature = correct(actor, before, plan_version=version, occurred_at=now)
    if all(side.row and not side.is_outdated for side in sides_of(actor, held)):
        ask("plan.signed", actor, {"plan": held.pk})
    return signature


@transaction.atomic
def unsign_plan(actor: Actor, plan: Plan) -> None:
    """Take back one's own signature of a plan; where there is none, nothing changes."""
    rows = Signature.objects.visible_to(actor).filter(plan=plan, voided_at=None)
    for signature in rows.filter(recorded_by=actor.person).select_for_update():
        void(signature)
