"""Control groups: which accounts a campaign or a program is compared with."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import known, lasting
from abmplanner.kit.words import fold
from accounts.models import (
    Account,
    Campaign,
    CampaignTarget,
    ControlAccount,
    Enrolment,
    Program,
)
from accounts.queries.program import as_uuid


def owner_of(owner: Campaign | Program) -> dict[str, Any]:
    """Return the columns by which a control group belongs to a campaign or a program."""
    return {"campaign": owner} if isinstance(owner, Campaign) else {"program": owner}


def controls_of(actor: Actor, owner: Campaign | Program) -> QuerySet[ControlAccount]:
    """Return every period of an account in a control group: those that last first, by name."""
    rows = ControlAccount.objects.visible_to(actor).filter(known(), **owner_of(owner))
    lasts_first = F("to_at").desc(nulls_first=True)
    return rows.select_related("account").order_by(lasts_first, "account__search_key", "pk")


def could_be_held_out(
    actor: Actor,
    owner: Campaign | Program,
    *,
    query: str = "",
    program: Program | None = None,
    chosen: Iterable[str] = (),
) -> QuerySet[Account]:
    """Return the accounts that are neither treated nor held out today, and those chosen already."""
    rows = Account.objects.visible_to(actor).filter(merged_into=None)
    ids = list(filter(None, map(as_uuid, chosen)))
    if ids:
        return rows.filter(public_id__in=ids).order_by("search_key", "pk")
    treated: Any = CampaignTarget if isinstance(owner, Campaign) else Enrolment
    models: tuple[Any, ...] = (treated, ControlAccount)
    for inside in models:
        taken = inside.objects.visible_to(actor).filter(lasting(), **owner_of(owner))
        rows = rows.exclude(pk__in=taken.values("account"))
    rows = rows.filter(Q(search_key__contains=fold(query)))
    if program is not None:
        enrolled = Enrolment.objects.visible_to(actor).filter(lasting(), program=program)
        rows = rows.filter(pk__in=enrolled.values("account"))
    return rows.order_by("search_key", "pk")
