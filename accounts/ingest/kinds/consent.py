"""Rows that are lines of the consent ledger, or addresses that are never written to again.

What a file tells is told by a file: it never raises what a person withdrew (see
accounts.queries.consent_fold).
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from abmplanner.kit.actor import SYSTEM
from accounts.actions.consent import hash_of, must_have_happened
from accounts.enums import ConsentChannel, ConsentSource, Verdict
from accounts.ingest.held import Held
from accounts.ingest.kinds.each import RefusedError, begins, ends, said_of, write_each
from accounts.ingest.kinds.person import contact_of, people_in
from accounts.ingest.matching import contacts_named
from accounts.ingest.records import Batch, Record
from accounts.models import ConsentEvent, Suppression

PLAIN = ("action", "purpose", "channel", "basis", "proof_ref", "wording")
FIRST = {"purpose": "marketing", "channel": "email", "basis": "consent"}


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Add the lines that rows tell of to the ledgers of their people."""
    people = people_in(batch, records)
    rows = ConsentEvent.objects.visible_to(batch.actor)
    ids = [each.pk for each in people.values() if each]
    alive = rows.filter(contact__in=ids, voided_at=None).order_by("pk")
    held: Held[ConsentEvent] = Held(alive, likeness)

    def add(record: Record) -> None:
        said = {**FIRST, **said_of(record, *PLAIN)}
        row = ConsentEvent(contact=contact_of(record, people), source=told_by(record), **said)
        row.occurred_at = begins(batch, record, "occurred_at")
        row.expires_at = ends(batch, record, "expires_on")
        if "informed_on" in record.values:
            row.informed_at = record.values["informed_on"].begins(batch.zone)
        same = next((each for each in held.of(*likeness(row)) if says(each, row)), None)
        if same is not None:
            record.target, record.verdict = same, Verdict.UNCHANGED
            return
        must_have_happened(row)
        row.recorded_by = batch.actor.person
        record.target, record.verdict = batch.writes.add(row), Verdict.CREATED
        held.add(row)

    write_each(batch, records, add)


def likeness(row: ConsentEvent) -> tuple[Any, ...]:
    """Return what a line says, whoever told it; a file knows instants to the second."""
    told = tuple(getattr(row, name) for name in PLAIN)
    return (row.contact_id, row.occurred_at.replace(microsecond=0), *told)


def says(held: ConsentEvent, row: ConsentEvent) -> bool:
    """Tell whether a line that is there says what a row tells of ends and informing."""
    names = ("expires_at", "informed_at")
    return all(getattr(row, name) in {None, getattr(held, name)} for name in names)


def told_by(record: Record) -> str:
    """Return whose word a line is: a file's, and where that had it from."""
    source = record.get("source")
    return f"{ConsentSource.IMPORT.value}: {source}" if source else ConsentSource.IMPORT.value


def write_suppressions(batch: Batch, records: Sequence[Record]) -> None:
    """Suppress the addresses that rows name."""
    addresses = {record.get("address").casefold() for record in records}
    _keys, people = contacts_named(batch, keys=(), emails=addresses)
    rows = Suppression.objects.visible_to(SYSTEM).filter(voided_at=None)
    rows = rows.filter(address_hash__in={hash_of(address) for address in addresses})
    held: Held[Suppression] = Held(rows, lambda row: (row.address_hash, row.channel))

    def stop(record: Record) -> None:
        channel = record.get("channel") or ConsentChannel.EMAIL.value
        address = address_of(record, channel)
        row = Suppression(
            address_hash=hash_of(address),
            channel=channel,
            reason=record.get("reason"),
            occurred_at=begins(batch, record, "occurred_at"),
            source=ConsentSource.IMPORT,
        )
        if (same := held.first(row.address_hash, channel)) is not None:
            record.target, record.verdict = same, Verdict.UNCHANGED
            return
        persons = people.get(address, [])
        row.contact = persons[0] if len(persons) == 1 else None
        record.target = batch.writes.add(row, leaving=("address_hash",))
        record.verdict = Verdict.CREATED
        held.add(row)

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
