"""Finding an account by what people type."""

from django.db.models import Q

from abmplanner.kit.actor import Actor
from abmplanner.kit.words import fold
from accounts.models import Account


def accounts_called(actor: Actor, text: str) -> list[Account]:
    """Return the accounts within reach of that domain or name, the oldest first."""
    named = Q(domains__contains=[text.strip().casefold()]) | Q(search_key=fold(text))
    rows = Account.objects.visible_to(actor).filter(named, merged_into=None)
    return list(rows.order_by("pk"))
