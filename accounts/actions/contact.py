"""Changes that concern a contact and where they work."""

from datetime import datetime

from django.db import transaction

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import record
from abmplanner.kit.saving import Source, save_row
from accounts.models import Contact, Employment


@transaction.atomic
def add_contact(actor: Actor, source: Source[Contact], *, since: datetime | None) -> Contact:
    """Save a new contact, and since when they work at their account, where that is known."""
    contact = save_row(actor, source)
    if since is not None:
        where = {"account": contact.account, "title": contact.title}
        record(actor, Employment(contact=contact, from_at=since, **where))
    return contact
