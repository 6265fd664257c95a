"""Rows that are leads: people whom a CRM knows by one more key than their contact's."""

from collections.abc import Sequence

from accounts.actions.bulk import save_all
from accounts.ingest.groups import give_roles
from accounts.ingest.kinds import contact
from accounts.ingest.kinds.changes import change, differences, told
from accounts.ingest.matching import add_keys, contacts_named, refuse_taken_keys
from accounts.ingest.records import Batch, Record


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Let contacts be found by the keys of leads, and decide about each row.

    A row that names its contact adds a key to it. Any other describes a person, as a row of a file
    of contacts does.
    """
    converted = [record for record in records if record.get("contact_key")]
    attach(batch, converted)
    contact.write(
        batch, [record for record in records if not record.get("contact_key")], kind="lead"
    )


def attach(batch: Batch, records: Sequence[Record]) -> None:
    """Add the keys of leads to the contacts that rows name."""
    refuse_taken_keys(batch, "lead", records)
    rows = [record for record in records if record.is_open]
    keys = {record.get("contact_key") for record in rows}
    contacts, _emails = contacts_named(batch, keys=keys, emails=(), lock=True)
    leads, _emails = contacts_named(
        batch, keys={record.get("key") for record in rows}, emails=(), kind="lead"
    )
    held = {key: person.pk for key, person in leads.items()}
    batch.recall(contacts.values())
    changed = {}
    for record in rows:
        person = contacts.get(record.get("contact_key"))
        if person is None:
            record.wait("contact_unknown", record.get("contact_key")[:400])
        elif leads.setdefault(record.get("key"), person).pk != person.pk:
            record.reject("lead_of_another", field="key", detail=record.get("key"))
        else:
            differing = differences(person, told(record.values, *contact.PLAIN))
            if batch.settle(record, person, changed=bool(differing)):
                change(person, differing)
                changed[person.pk] = person
    save_all(batch.actor, list(changed.values()), now=batch.now)
    add_keys(batch, "lead", rows, held)
    give_roles(batch, rows)
