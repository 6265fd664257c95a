"""Putting many accounts on a dated list of a campaign or a program, each once at a time."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account, CampaignTarget, ControlAccount


def enlist(
    actor: Actor,
    model: type[CampaignTarget | ControlAccount],
    owner: Mapping[str, Any],
    accounts: Iterable[Account],
    *,
    from_at: datetime,
    to_at: datetime | None,
    **told: Any,
) -> int:
    """Write a row for each account that is not on the owner's list in that time; return how many.

    The owner's row is locked by the caller, so that nobody writes the same at once.
    """
    there = model.objects.visible_to(SYSTEM)
    there = there.filter(voided_at=None, **owner).exclude(to_at__lte=from_at)
    if to_at is not None:
        there = there.exclude(from_at__gte=to_at)
    inside = set(there.values_list("account_id", flat=True))
    new: list[Any] = [
        model(
            **owner,
            **told,
            account=account,
            from_at=from_at,
            to_at=to_at,
            recorded_by=actor.person,
        )
        for account in accounts
        if account.pk not in inside
    ]
    model.objects.bulk_create(new, batch_size=1_000)
    return len(new)
