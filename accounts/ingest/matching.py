"""Which record is meant? Looked up for many rows at once, among what the actor may see.

Keys of the source system decide first, then domains, then names. Where several records fit, none is
taken: a wrong home is worse than none.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.copying import copy_all
from abmplanner.kit.words import fold
from accounts.actions.bulk import locked
from accounts.enums import Verdict
from accounts.ingest.cells import company_domain
from accounts.ingest.records import Batch, Record
from accounts.models import Account, Contact, ExternalId

KEY_LENGTH = 220
OF_HOMES = ("name", "country", "domains")  # what is read of an account that rows hang on
OF_PEOPLE = ("name", "email", "account")  # and of a person
KEPT_BY = {"lead": "contact"}  # the record that a key of another kind leads to


def name_key(name: str) -> str:
    """Return a name as the column of folded names holds it."""
    return fold(name)[:KEY_LENGTH]


def held_keys(batch: Batch, kind: str, values: Iterable[str]) -> dict[str, int]:
    """Return the records that have these keys of a kind in the file's system."""
    wanted = {value for value in values if value}
    if not wanted:
        return {}
    rows = ExternalId.objects.visible_to(batch.actor)
    rows = rows.filter(system=batch.system, kind=kind, value__in=wanted)
    return dict(rows.values_list("value", f"{KEPT_BY.get(kind, kind)}_id"))


def refuse_taken_keys(batch: Batch, kind: str, records: Sequence[Record]) -> None:
    """Reject rows whose key belongs to a record that the actor may not see."""
    values = {record.get("key") for record in records if record.is_open} - {""}
    if batch.actor.is_system or not values:
        return
    seen = held_keys(batch, kind, values)
    hidden = values - seen.keys()
    rows = ExternalId.objects.visible_to(SYSTEM)
    rows = rows.filter(system=batch.system, kind=kind, value__in=hidden)
    taken = set(rows.values_list("value", flat=True))
    for record in records:
        if record.is_open and record.get("key") in taken:
            record.reject("key_taken", field="key", detail=record.get("key"))


def add_keys(batch: Batch, kind: str, records: Sequence[Record], held: dict[str, int]) -> None:
    """Write the keys that records did not have yet."""
    new: dict[str, Any] = {}
    for record in records:
        key = record.get("key")
        if key and record.target is not None and key not in held and key not in new:
            new[key] = record.target
            if record.verdict == Verdict.UNCHANGED:
                record.verdict = Verdict.UPDATED
    copy_all(
        [
            ExternalId(system=batch.system, kind=kind, value=key, **{KEPT_BY.get(kind, kind): row})
            for key, row in new.items()
        ]
    )


def having(domains: Iterable[str]) -> set[int]:
    """Return the keys of the accounts, in reach or not, that have any of these domains.

    One look in the index for each: an overlap with a thousand is planned as a scan of the table.
    """
    wanted = sorted({each for each in domains if each})
    if not wanted:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account.id FROM unnest(%s::varchar[]) AS wanted(domain)"
            " JOIN accounts_account AS account ON account.domains @> ARRAY[wanted.domain]",
            [wanted],
        )
        return {key for (key,) in cursor.fetchall()}


@dataclass(slots=True)
class Accounts:
    """The accounts that some rows may mean, by all the ways in which rows name them."""

    by_id: dict[int, Account] = field(default_factory=dict)
    keys: dict[str, Account] = field(default_factory=dict)
    domains: dict[str, list[Account]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, list[Account]] = field(default_factory=lambda: defaultdict(list))
    keyed: set[Any] = field(default_factory=set)
    leads: dict[str, Contact] = field(default_factory=dict)

    @classmethod
    def named(
        cls,
        batch: Batch,
        *,
        keys: Iterable[str] = (),
        domains: Iterable[str] = (),
        names: Iterable[str] = (),
        ids: Iterable[int] = (),
        lock: bool = False,
    ) -> "Accounts":
        """Return the accounts within the actor's reach that are named in any of these ways."""
        by_key = held_keys(batch, "account", keys)
        wanted = Q(pk__in={*by_key.values(), *ids, *having(domains)})
        if folded := {name_key(name) for name in names if name}:
            wanted |= Q(search_key__in=folded)
        rows = Account.objects.visible_to(batch.actor).filter(wanted, merged_into=None)
        found = cls()
        for account in locked(rows) if lock else rows.only(*OF_HOMES).order_by("pk"):
            found.add(account)
        found.keys = {key: found.by_id[pk] for key, pk in by_key.items() if pk in found.by_id}
        same = ExternalId.objects.visible_to(batch.actor).filter(
            system=batch.system, kind="account", account__in=found.by_id
        )
        found.keyed = set(same.values_list("account", flat=True)) if lock else set()
        return found

    def add(self, account: Account) -> None:
        """Let rows find one more account."""
        if account.pk:
            self.by_id[account.pk] = account
        self.names[name_key(account.name)].append(account)
        for domain in account.domains:
            self.domains[domain].append(account)

    def home(self, record: Record) -> Account | None:
        """Return the account that a row belongs to, or let the row wait and say why."""
        key, name = record.get("account_key"), record.get("account")
        domains = record.get("account_domain", [])
        if key in self.keys:
            return self.keys[key]
        if lead := self.leads.get(record.get("lead_key")):
            return self.by_id.get(lead.account_id)
        ways = [self.of_domains(domains), self.names.get(name_key(name), []) if name else []]
        if email := record.get("email"):
            ways.append(self.of_domains([company_domain(email)]))
        for found in ways:
            if len(found) == 1:
                return found[0]
        told = name or key or ", ".join(domains) or record.get("email")
        if not any(ways) and (lead_key := record.get("lead_key")):
            record.wait("lead_unknown", lead_key[:400])
        elif any(ways):
            record.wait("account_ambiguous", told[:400])
        elif told:
            record.wait("account_unknown", told[:400])
        else:
            record.wait("account_missing")
        return None

    def of_domains(self, domains: Iterable[str]) -> list[Account]:
        """Return the accounts that have any of these domains, each once."""
        found = {id(each): each for domain in domains for each in self.domains.get(domain, [])}
        return list(found.values())


def homes(batch: Batch, records: Sequence[Record]) -> Accounts:
    """Return the accounts that rows say they belong to."""
    domains = {each for record in records for each in record.get("account_domain", [])}
    domains |= {company_domain(record.get("email")) for record in records if record.get("email")}
    leads = leads_named(batch, {record.get("lead_key") for record in records})
    found = Accounts.named(
        batch,
        keys={record.get("account_key") for record in records},
        domains=domains,
        names={record.get("account") for record in records},
        ids={contact.account_id for contact in leads.values()},
    )
    found.leads = leads
    return found


def leads_named(batch: Batch, keys: Iterable[str]) -> dict[str, Contact]:
    """Return the contacts within reach who are these leads of the file's system."""
    return contacts_named(batch, keys=keys, emails=(), kind="lead")[0]


def contacts_named(
    batch: Batch,
    *,
    keys: Iterable[str],
    emails: Iterable[str],
    lock: bool = False,
    kind: str = "contact",
) -> tuple[dict[str, Contact], dict[str, list[Contact]]]:
    """Return the contacts within reach that have these keys, and those with these addresses."""
    by_key = held_keys(batch, kind, keys)
    wanted = Q(pk__in=set(by_key.values()))
    if addresses := {each for each in emails if each}:
        wanted |= Q(email__in=addresses)
    rows = Contact.objects.visible_to(batch.actor).filter(wanted, merged_into=None, erased_at=None)
    by_id: dict[int, Contact] = {}
    by_email: dict[str, list[Contact]] = defaultdict(list)
    for contact in locked(rows) if lock else rows.only(*OF_PEOPLE).order_by("pk"):
        by_id[contact.pk] = contact
        by_email[contact.email.casefold()].append(contact)
    return {key: by_id[pk] for key, pk in by_key.items() if pk in by_id}, by_email
