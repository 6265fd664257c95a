"""Changes of what people allow and forbid: lines are added, and a refusal is never taken back."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.addresses import keyed_hash
from abmplanner.kit.history import void
from accounts.enums import ConsentAction
from accounts.models import ConsentEvent, Contact, Suppression


@transaction.atomic
def add_line(actor: Actor, row: ConsentEvent, *, source: str) -> ConsentEvent:
    """Write a line of a person's ledger; sent twice, it is one.

    source is whose word it is. Neither a program nor a file speaks for the person: what they tell
    after a refusal raises nothing.
    """
    row.source = source
    row.recorded_by = actor.person
    if row.occurred_at and row.occurred_at > timezone.now():
        raise ValidationError({"occurred_at": _("This has not happened yet.")})
    said = ("purpose", "channel", "basis", "action", "occurred_at", "expires_at", "informed_at",
            "wording", "proof_ref", "source")  # fmt: skip
    rows = ConsentEvent.objects.visible_to(actor).filter(contact=row.contact, voided_at=None)
    same: ConsentEvent | None = rows.filter(**{name: getattr(row, name) for name in said}).first()
    if same is not None:
        return same
    row.full_clean()
    row.save(force_insert=True)
    return row


def take_back(row: ConsentEvent) -> None:
    """Say that a line was written by mistake. A refusal stands: it takes a new act of the person.

    Raises ValidationError for a refusal.
    """
    if row.action in ConsentAction.refusals():
        raise ValidationError(_("A refusal stands. Only the person can say otherwise, later."))
    void(row)


@transaction.atomic
def suppress(
    address: str,
    *,
    channel: str,
    reason: str,
    at: datetime,
    source: str,
    contact: Contact | None = None,
) -> Suppression:
    """Never write to an address again; what is kept of it is a hash. Done twice, it is one."""
    row = Suppression(
        contact=contact,
        address_hash=keyed_hash(address, settings.ADDRESS_KEY),
        channel=channel,
        reason=reason,
        occurred_at=at,
        source=source,
    )
    rows = Suppression.objects.visible_to(SYSTEM)
    held: Suppression | None = rows.filter(
        address_hash=row.address_hash, channel=channel, voided_at=None
    ).first()
    if held is not None:
        return held
    row.full_clean(exclude={"address_hash"})
    row.save(force_insert=True)
    return row
