"""Finding an account by what people type."""

from abmplanner.kit.actor import Actor
from accounts.models import Account


def accounts_of_domain(actor: Actor, text: str) -> list[Account]:
    """Return the accounts within reach that have a domain, the oldest first."""
    domain = text.strip().casefold()
    rows = Account.objects.visible_to(actor).filter(domains__contains=[domain], merged_into=None)
    return list(rows.order_by("pk"))
