"""Whom a row is about: a contact by key, lead, address, or by name within its account."""

from collections.abc import Sequence
from typing import TypeAlias

from accounts.ingest.hanging import OF_CONTACT, hung_on
from accounts.ingest.kinds.each import AbsentError, RefusedError
from accounts.ingest.matching import contacts_named, name_key
from accounts.ingest.records import Batch, Record
from accounts.models import Contact

People: TypeAlias = dict[int, Contact | None]


def people_in(batch: Batch, records: Sequence[Record]) -> People:
    """Return the contact of each row; rows whose account or contact is not there wait."""
    hung = hung_on(batch, records)
    by_name = [
        (record, home.pk if (home := hung[id(record)][0]) else None)
        for record in records
        if record.is_open and not any(record.get(name) for name in OF_CONTACT)
    ]
    named = namesakes(batch, [(account, record.get("contact")) for record, account in by_name])
    found = {id(record): hung[id(record)][1] for record in records}
    for record, account in by_name:
        same = named.get(place(account, record.get("contact")), []) if account else []
        if len(same) == 1:
            found[id(record)] = same[0]
        elif same:
            record.reject("contact_ambiguous", field="contact", detail=record.get("contact"))
        else:
            record.wait("contact_unknown", record.get("contact"))
    return found


def others_in(batch: Batch, records: Sequence[Record], people: People) -> People:
    """Return whom else rows name: other_key, other_email, or other within the same account."""
    keys, emails = contacts_named(
        batch,
        keys={record.get("other_key") for record in records},
        emails={record.get("other_email") for record in records},
    )
    homes = [(who.account_id, record) for record in records if (who := people[id(record)])]
    named = namesakes(batch, [(account, record.get("other")) for account, record in homes])
    found: People = {}
    for account, record in homes:
        if other := keys.get(record.get("other_key")):
            same = [other]
        elif email := record.get("other_email"):
            same = emails.get(email, [])
            same = [each for each in same if each.account_id == account] or same
        else:
            same = named.get(place(account, record.get("other")), [])
        found[id(record)] = same[0] if len(same) == 1 else None
    return found


def other_of(record: Record, others: People) -> Contact:
    """Return whom else a row names. Raises AbsentError where nobody is there."""
    other = others.get(id(record))
    if other is None:
        told = record.get("other_email") or record.get("other") or record.get("other_key")
        raise AbsentError("contact_unknown", told)
    return other


def contact_of(record: Record, people: People) -> Contact:
    """Return whom a row is about. Raises RefusedError where it names nobody."""
    contact = people[id(record)]
    if contact is None:
        raise RefusedError("needed", field="contact")
    return contact


def namesakes(
    batch: Batch, wanted: Sequence[tuple[int | None, str]]
) -> dict[tuple[int, str], list[Contact]]:
    """Return the contacts of some names, each within its account."""
    asked = {(account, name_key(name)) for account, name in wanted if account and name}
    if not asked:
        return {}
    found: dict[tuple[int, str], list[Contact]] = {}
    rows = Contact.objects.visible_to(batch.actor).filter(merged_into=None, erased_at=None)
    rows = rows.filter(
        account__in={account for account, _key in asked}, search_key__in={key for _, key in asked}
    )
    for contact in rows.order_by("pk"):
        found.setdefault((contact.account_id, contact.search_key), []).append(contact)
    return found


def place(account: int | None, name: str) -> tuple[int, str]:
    """Return where a name is looked up."""
    return (account or 0, name_key(name))
