"""Holding accounts out of a campaign or a program, to compare it with them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import in_hand
from accounts.actions.account_list import enlist
from accounts.models import Account, Campaign, ControlAccount, Program
from accounts.queries.control import owner_of


@transaction.atomic
def hold_out(
    actor: Actor,
    owner: Campaign | Program,
    accounts: Iterable[Account],
    *,
    chosen: str,
    from_at: datetime,
    to_at: datetime | None = None,
) -> int:
    """Put accounts into a control group; return how many are new.

    One that is in it already in that time stays as it is, so a whole choice may be sent again.
    """
    in_hand(owner).select_for_update().get()
    return enlist(
        actor,
        ControlAccount,
        owner_of(owner),
        accounts,
        from_at=from_at,
        to_at=to_at,
        chosen=chosen,
    )
