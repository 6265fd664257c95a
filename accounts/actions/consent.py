"""Changes of what people allow and forbid: lines are added, and a refusal is never taken back."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.addresses import keyed_hash
from abmplanner.kit.history import void
from accounts.enums import ConsentAction, ConsentSource, ConsentState
from accounts.models import ConsentEvent, Contact, Suppression
from accounts.queries.consent import merged_into, state_at

SAID = ("purpose", "channel", "basis", "action", "occurred_at", "expires_at", "informed_at",
        "wording", "proof_ref", "source")  # fmt: skip


@transaction.atomic
def add_line(actor: Actor, row: ConsentEvent, *, source: str) -> ConsentEvent:
    """Write a line of a person's ledger; sent twice, it is one.

    source is whose word it is. Neither a program nor a file speaks for the person: what they tell
    after a refusal raises nothing. What the person says is written to the ledgers of the records
    that were merged into theirs, too: of several ledgers the one that allows least speaks.
    """
    row.source = source
    row.recorded_by = actor.person
    must_have_happened(row)
    same = like(row).filter(contact=row.contact).first()
    if same is not None:
        return same
    row.full_clean()
    row.save(force_insert=True)
    if source == ConsentSource.PERSON:
        for record in speaking_for(row):
            ConsentEvent(contact=record, recorded_by=actor.person, **said(row)).save()
    return row


def must_have_happened(row: ConsentEvent) -> None:
    """Raise ValidationError for what is still to come."""
    if row.occurred_at and row.occurred_at > timezone.now():
        raise ValidationError({"occurred_at": _("This has not happened yet.")})


@transaction.atomic
def take_back(row: ConsentEvent) -> None:
    """Say that a line was written by mistake. A refusal stands: it takes a new act of the person.

    Raises ValidationError for a refusal.
    """
    if row.action in ConsentAction.refusals():
        raise ValidationError(_("A refusal stands. Only the person can say otherwise, later."))
    copies = like(row).filter(contact__in=merged_into(row.contact))
    for line in (row, *copies):
        void(line)


def said(row: ConsentEvent) -> dict[str, Any]:
    """Return what a line says, whoever's ledger it is in."""
    return {name: getattr(row, name) for name in SAID}


def like(row: ConsentEvent) -> QuerySet[ConsentEvent]:
    """Return the lines that hold and say the same as one, of anybody."""
    rows: QuerySet[ConsentEvent] = ConsentEvent.objects.visible_to(SYSTEM)
    return rows.filter(voided_at=None, **said(row))


def speaking_for(row: ConsentEvent) -> list[Contact]:
    """Return the records merged into a contact whose ledgers say anything for a line's purpose."""
    records = merged_into(row.contact)
    if not records:
        return []
    rows = Contact.objects.visible_to(SYSTEM).filter(pk__in=[each.pk for each in records])
    told = state_at(rows, row.purpose, row.channel, timezone.now())
    return [each for each in records if told[each.pk].state != ConsentState.UNKNOWN]


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
        address_hash=hash_of(address),
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


def hash_of(address: str) -> str:
    """Return what is kept of an address that is never written to again."""
    return keyed_hash(address, settings.ADDRESS_KEY)
