"""Rows that are lines of the consent ledger, or addresses that are never written to again.

What a file tells is told by a file: it never raises what a person withdrew (see
accounts.queries.consent_fold).
"""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.addresses import keyed_hash
from accounts.actions.consent import add_line, suppress
from accounts.enums import ConsentChannel, ConsentSource, Verdict
from accounts.ingest.kinds.each import RefusedError, begins, ends, said_of, write_each
from accounts.ingest.kinds.person import contact_of, people_in
from accounts.ingest.matching import contacts_named
from accounts.ingest.records import Batch, Record
from accounts.models import ConsentEvent, Suppression

A_SECOND = timedelta(seconds=1)
PLAIN = ("action", "purpose", "channel", "basis", "proof_ref", "wording")
FIRST = {"purpose": "marketing", "channel": "email", "basis": "consent"}


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Add the lines that rows tell of to the ledgers of their people."""
    people = people_in(batch, records)

    def add(record: Record) -> None:
        said = {**FIRST, **said_of(record, *PLAIN)}
        row = ConsentEvent(contact=contact_of(record, people), **said)
        row.occurred_at = begins(batch, record, "occurred_at")
        row.expires_at = ends(batch, record, "expires_on")
        if "informed_on" in record.values:
            row.informed_at = record.values["informed_on"].begins(batch.zone)
        held = told_already(batch, row)
        record.target = held or add_line(batch.actor, row, source=told_by(record))
        record.verdict = Verdict.CREATED if record.target is row else Verdict.UNCHANGED

    write_each(batch, records, add)


def told_already(batch: Batch, row: ConsentEvent) -> ConsentEvent | None:
    """Return the line that says the same, whoever told it; a file knows instants to the second."""
    rows = ConsentEvent.objects.visible_to(batch.actor).filter(contact=row.contact, voided_at=None)
    rows = rows.filter(**{name: getattr(row, name) for name in PLAIN})
    second = row.occurred_at.replace(microsecond=0)
    rows = rows.filter(occurred_at__gte=second, occurred_at__lt=second + A_SECOND)
    for name in ("expires_at", "informed_at"):
        if getattr(row, name) is not None:
            rows = rows.filter(**{name: getattr(row, name)})
    return rows.order_by("pk").first()


def told_by(record: Record) -> str:
    """Return whose word a line is: a file's, and where that had it from."""
    source = record.get("source")
    return f"{ConsentSource.IMPORT.value}: {source}" if source else ConsentSource.IMPORT.value


def write_suppressions(batch: Batch, records: Sequence[Record]) -> None:
    """Suppress the addresses that rows name."""
    addresses = {record.get("address").casefold() for record in records}
    _keys, people = contacts_named(batch, keys=(), emails=addresses)

    def stop(record: Record) -> None:
        channel = record.get("channel") or ConsentChannel.EMAIL.value
        address = address_of(record, channel)
        same = Suppression.objects.visible_to(SYSTEM).filter(
            address_hash=keyed_hash(address, settings.ADDRESS_KEY), channel=channel, voided_at=None
        )
        known = same.exists()
        persons = people.get(address, [])
        record.target = suppress(
            address,
            channel=channel,
            reason=record.get("reason"),
            at=begins(batch, record, "occurred_at"),
            source=ConsentSource.IMPORT,
            contact=persons[0] if len(persons) == 1 else None,
        )
        record.verdict = Verdict.UNCHANGED if known else Verdict.CREATED

    write_each(batch, records, stop)


def address_of(record: Record, channel: str) -> str:
    """Return the address of a row, folded. Raises RefusedError for what is none."""
    address: str = record.get("address").casefold()
    try:
        if channel == ConsentChannel.EMAIL:
            validate_email(address)
    except ValidationError:
        raise RefusedError("not_an_email", field="address", detail=address) from None
    if not any(sign.isalnum() for sign in address):
        raise RefusedError("not_an_address", field="address", detail=address)
    return address
