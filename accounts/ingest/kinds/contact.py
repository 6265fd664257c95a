"""Rows that are people of accounts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now

from abmplanner.kit.copying import copy_all
from accounts.actions.bulk import locked, save_all
from accounts.ingest.groups import give_roles
from accounts.ingest.kinds.changes import change, differences, told
from accounts.ingest.matching import (
    add_keys,
    contacts_named,
    homes,
    name_key,
    refuse_taken_keys,
)
from accounts.ingest.records import Batch, Record
from accounts.models import Account, Contact, Employment

PLAIN = ("email", "phone", "title", "function", "seniority", "email_status")


@dataclass(slots=True)
class People:
    """The contacts that some rows may mean."""

    keys: dict[str, Contact]
    emails: dict[str, list[Contact]]
    names: dict[tuple[int, str], list[Contact]] = field(default_factory=dict)

    def remember(self, record: Record, contact: Contact) -> None:
        """Let later rows find a contact."""
        if key := record.get("key"):
            self.keys[key] = contact
        if contact.email and contact not in self.emails[contact.email]:
            self.emails[contact.email].append(contact)
        namesakes = self.names.setdefault((contact.account_id, name_key(contact.name)), [])
        if contact not in namesakes:
            namesakes.append(contact)


def write(batch: Batch, records: Sequence[Record], *, kind: str = "contact") -> None:
    """Make or change the contacts that rows describe, and decide about each row.

    kind says whose keys the rows have: those of contacts, or of leads.
    """
    refuse_taken_keys(batch, kind, records)
    rows = [record for record in records if record.is_open]
    accounts = homes(batch, rows)
    found = {id(record): accounts.home(record) for record in rows}
    rows = [record for record in rows if record.is_open]
    people = known_people(batch, rows, found, kind)
    held = {key: contact.pk for key, contact in people.keys.items()}
    new: list[Contact] = []
    changed: dict[int, Contact] = {}
    moved: list[tuple[Contact, datetime]] = []
    for record in rows:
        account = found[id(record)]
        if account is None:
            continue
        contact = meant(people, record, account)
        if contact is None:
            continue
        said = describe(batch, record, account)
        since = begun(batch, record)
        differing = differences(contact, said)
        if contact.pk is None and not contact.name:
            change(contact, {"name": full_name(record), **said})
            batch.create(record, contact)
            new.append(contact)
            moved += [(contact, since)] if since else []
        elif batch.settle(record, contact, changed=bool(differing)):
            change(contact, differing)
            changed[contact.pk] = contact
            moved += [(contact, since or batch.now)] if "account_id" in differing else []
        people.remember(record, contact)
    save_all(batch.actor, [*new, *changed.values()], now=batch.now)
    add_keys(batch, kind, rows, held)
    employ(batch, moved)
    give_roles(batch, rows)


def known_people(
    batch: Batch, rows: Sequence[Record], found: dict[int, Account | None], kind: str
) -> People:
    """Return the contacts that rows may mean: by key, by address, or by name where neither is."""
    keys, emails = contacts_named(
        batch,
        keys={record.get("key") for record in rows},
        emails={record.get("email") for record in rows},
        lock=True,
        kind=kind,
    )
    people = People(keys, emails)
    batch.recall([*keys.values(), *(each for found in emails.values() for each in found)])
    nameless = [record for record in rows if not (record.get("key") or record.get("email"))]
    wanted = Q(pk__in=())
    for record in nameless:
        account = found[id(record)]
        if account is not None:
            wanted |= Q(account=account, search_key=name_key(full_name(record)))
    contacts = Contact.objects.visible_to(batch.actor)
    for contact in locked(contacts.filter(wanted, merged_into=None)) if nameless else ():
        people.names.setdefault((contact.account_id, contact.search_key), []).append(contact)
    batch.recall(contact for found in people.names.values() for contact in found)
    return people


def meant(people: People, record: Record, account: Account) -> Contact | None:
    """Return the contact that a row describes: one that is there, or a new one."""
    if contact := people.keys.get(record.get("key")):
        return contact
    email = record.get("email")
    if email:
        found = people.emails.get(email, [])
        here = [each for each in found if each.account_id == account.pk]
        found = here or found
    elif record.get("key"):
        found = []
    else:
        found = people.names.get((account.pk, name_key(full_name(record))), [])
    if len(found) > 1:
        record.reject("contact_ambiguous", field="email", detail=email or full_name(record))
        return None
    return found[0] if found else Contact()


def full_name(record: Record) -> str:
    """Return a person's name, made of its parts, or the address where no name is told."""
    parts = f"{record.get('first_name')} {record.get('last_name')}".strip()
    name: str = record.get("name") or parts or record.get("email") or record.get("key")
    return name[:200]


def describe(batch: Batch, record: Record, account: Account) -> dict[str, Any]:
    """Return what a row says of a contact, as its columns have it."""
    said = told(record.values, *PLAIN) | {"account_id": account.pk}
    if any(record.get(name) for name in ("name", "first_name", "last_name")):
        said["name"] = full_name(record)
    if "verified_at" in record.values:
        said["verified_at"] = record.values["verified_at"].begins(batch.zone)
    return said


def begun(batch: Batch, record: Record) -> datetime | None:
    """Return since when a contact works at their account, where the row tells."""
    since = record.values.get("employed_from")
    return since.begins(batch.zone) if since else None


def employ(batch: Batch, moved: Sequence[tuple[Contact, datetime]]) -> None:
    """Write where people work since when; who worked elsewhere until now works there no more."""
    before = Employment.objects.visible_to(batch.actor).filter(
        contact__in=[contact for contact, _ in moved], to_at=None, voided_at=None
    )
    starts = {contact.pk: since for contact, since in moved}
    ended, started = [], []
    for row in before:
        since = starts[row.contact_id]
        if row.from_at < since:
            ended.append(
                Employment(
                    contact_id=row.contact_id, account_id=row.account_id, title=row.title,
                    from_at=row.from_at, to_at=since, replaces=row,
                    recorded_by=batch.actor.person,
                )
            )  # fmt: skip
    for contact, since in moved:
        started.append(
            Employment(
                contact=contact, account_id=contact.account_id, title=contact.title,
                from_at=since, recorded_by=batch.actor.person,
            )
        )  # fmt: skip
    replaced = [row.replaces_id for row in ended]
    Employment.objects.visible_to(batch.actor).filter(pk__in=replaced).update(voided_at=Now())
    copy_all([*ended, *started])
