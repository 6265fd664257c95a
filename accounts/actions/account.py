"""Changes that concern a company and what stands around it."""

from django.db import transaction
from django.utils import timezone

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import record
from abmplanner.kit.saving import Source, save_row
from accounts.enums import Position
from accounts.models import Account, TeamMember


@transaction.atomic
def open_account(actor: Actor, source: Source[Account]) -> Account:
    """Save a new company; whoever wrote it down joins its team, unless they see it anyway."""
    account = save_row(actor, source)
    if not Account.objects.visible_to(actor).filter(pk=account.pk).exists():
        since = timezone.now()
        row = TeamMember(account=account, user=actor.person, position=Position.ABM, from_at=since)
        record(actor, row)
    return account
