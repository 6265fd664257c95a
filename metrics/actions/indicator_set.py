"""Changes across the indicators of an account."""

from collections.abc import Iterable

from django.db import transaction

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Built, save_row
from accounts.models import Account
from metrics.models import IndicatorSet


@transaction.atomic
def begin_set(actor: Actor, account: Account, keys: Iterable[str]) -> int:
    """Write down the set that an account starts with, unless somebody chose already.

    Returns how many indicators were written.
    """
    Account.objects.visible_to(actor).select_for_update().get(pk=account.pk)
    if IndicatorSet.objects.visible_to(actor).filter(account=account).exists():
        return 0
    rows = [
        IndicatorSet(account=account, indicator_key=key, position=place)
        for place, key in enumerate(keys)
    ]
    for row in rows:
        save_row(actor, Built(row))
    return len(rows)


@transaction.atomic
def move_indicator(actor: Actor, row: IndicatorSet, *, steps: int) -> None:
    """Move an indicator down the set of its account by some steps, or up by a negative number.

    Places are no part of what people type, so no version is raised.
    """
    account = Account.objects.visible_to(actor).select_for_update().get(pk=row.account_id)
    rows = IndicatorSet.objects.visible_to(actor).filter(account=account)
    order = list(rows.order_by("position", "pk").values_list("pk", flat=True))
    now = order.index(row.pk)
    order.insert(max(0, now + steps), order.pop(now))
    for position, key in enumerate(order):
        rows.filter(pk=key).exclude(position=position).update(position=position)
