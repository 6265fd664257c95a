"""Changes across the indicators of an account."""

from django.db import transaction

from abmplanner.kit.actor import Actor
from accounts.models import Account
from metrics.models import IndicatorSet


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
