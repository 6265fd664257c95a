"""What a row of events hangs on: an account, and a person of it where the row names one."""

from collections.abc import Sequence
from typing import TypeAlias

from accounts.ingest.matching import Accounts, contacts_named, homes, leads_named
from accounts.ingest.records import Batch, Record
from accounts.models import Account, Contact

Home: TypeAlias = tuple[Account | None, Contact | None]
OF_ACCOUNT = ("account", "account_key", "account_domain")
OF_CONTACT = ("email", "contact_key", "lead_key")


def hung_on(batch: Batch, records: Sequence[Record]) -> dict[int, Home]:
    """Return account and contact of each row; rows without an account wait."""
    keys, emails = contacts_named(
        batch,
        keys={record.get("contact_key") for record in records},
        emails={record.get("email") for record in records},
    )
    leads = leads_named(batch, {record.get("lead_key") for record in records})
    accounts = homes(batch, records)
    people = {id(record): contact_of(record, keys, leads, emails) for record in records}
    there = {each.account_id for each in people.values() if each} - accounts.by_id.keys()
    if there:
        for account in Accounts.named(batch, ids=there).by_id.values():
            accounts.add(account)
    return {
        id(record): (account_of(record, people[id(record)], accounts), people[id(record)])
        for record in records
    }


def contact_of(
    record: Record,
    keys: dict[str, Contact],
    leads: dict[str, Contact],
    emails: dict[str, list[Contact]],
) -> Contact | None:
    """Return whom a row is about, as far as it tells and we know them."""
    if contact := keys.get(record.get("contact_key")) or leads.get(record.get("lead_key")):
        return contact
    found = emails.get(record.get("email"), []) if record.get("email") else []
    return found[0] if len(found) == 1 else None


def account_of(record: Record, contact: Contact | None, accounts: Accounts) -> Account | None:
    """Return the account that a row is about, or let the row wait."""
    names_one = any(record.get(name) for name in OF_ACCOUNT)
    named = next((record.get(name) for name in OF_CONTACT if record.get(name)), "")
    if contact is None and named:
        record.wait("contact_unknown", named[:400])
        return None
    if contact is not None and not names_one:
        return accounts.by_id.get(contact.account_id)
    return accounts.home(record)
