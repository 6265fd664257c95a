"""Rows that are accounts."""

from collections.abc import Sequence
from typing import Any

from abmplanner.kit.words import fold
from accounts.actions.bulk import save_all
from accounts.enums import Position, Role, Verdict
from accounts.ingest.kinds.changes import change, differences, told
from accounts.ingest.matching import Accounts, add_keys, name_key, refuse_taken_keys
from accounts.ingest.records import Batch, Record, identity
from accounts.models import Account, Enrolment, TeamMember, User

PLAIN = ("name", "country", "industry", "segment", "employees", "revenue", "revenue_currency",
         "status")  # fmt: skip


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change the accounts that rows describe, and decide about each row."""
    refuse_taken_keys(batch, "account", records)
    rows = [record for record in records if record.is_open]
    known = Accounts.named(
        batch,
        keys=[key for record in rows for key in (record.get("key"), record.get("parent_key"))],
        domains=[domain for record in rows for domain in record.get("domains", [])],
        names=[name for record in rows for name in (record.get("name"), record.get("parent"))],
        lock=True,
    )
    batch.recall(known.by_id.values())
    people = people_of(rows)
    held = {key: account.pk for key, account in known.keys.items()}
    new: list[Account] = []
    changed: dict[int, Account] = {}
    for record in rows:
        account = meant(known, record)
        if account is None:
            continue
        said = describe(record, account, people)
        if not record.is_open:
            continue
        differing = differences(account, said)
        if is_new(account):
            change(account, said)
            batch.create(record, account)
            new.append(account)
        elif batch.settle(record, account, changed=bool(differing)):
            change(account, differing)
            changed[account.pk] = account
        remember(known, record, account)
    save_all(batch.actor, [*new, *changed.values()], now=batch.now)
    add_keys(batch, "account", rows, held)
    place(batch, new)
    set_parents(batch, known, rows)


def meant(known: Accounts, record: Record) -> Account | None:
    """Return the account that a row describes: one that is there, or a new one.

    An account that has another key in the same system is another company, however much alike.
    """
    key = record.get("key")
    if key in known.keys:
        return known.keys[key]
    for found in (known.of_domains(record.get("domains", [])), namesakes(known, record)):
        fitting = [each for each in found if not (key and is_keyed(known, each))]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            record.reject("account_ambiguous", field="name", detail=record.get("name"))
            return None
    return Account()


def is_keyed(known: Accounts, account: Account) -> bool:
    """Tell whether an account has a key in the file's system already."""
    return identity(account) in known.keyed


def namesakes(known: Accounts, record: Record) -> list[Account]:
    """Return the accounts of that name, but for those that are known to be in another country."""
    country = fold(record.get("country"))
    found = known.names.get(name_key(record.get("name")), [])
    return [
        each for each in found if not (country and each.country) or fold(each.country) == country
    ]


def describe(record: Record, account: Account, people: dict[str, User]) -> dict[str, Any]:
    """Return what a row says of an account, as its columns have it."""
    said = told(record.values, *PLAIN)
    if domains := record.get("domains", []):
        said["domains"] = list(dict.fromkeys([*account.domains, *domains]))
    if owner := people.get(record.get("owner")):
        said["owner_id"] = owner.pk
    if said.get("revenue") is not None and not (
        said.get("revenue_currency") or account.revenue_currency
    ):
        record.reject("currency_missing", field="revenue_currency")
    return said


def people_of(records: Sequence[Record], name: str = "owner") -> dict[str, User]:
    """Return the people of ours whom rows name in a field."""
    emails = {record.get(name) for record in records} - {""}
    people = User.objects.filter(email__in=emails, is_active=True) if emails else []
    return {person.email: person for person in people}


def is_new(account: Account) -> bool:
    """Tell whether an account was made for the row in hand, and not by an earlier one."""
    return account.pk is None and not account.name


def remember(known: Accounts, record: Record, account: Account) -> None:
    """Let later rows find the account of a row that was accepted."""
    if record.target is None:
        return
    if key := record.get("key"):
        known.keys[key] = account
        known.keyed.add(identity(account))
    if account not in known.names[name_key(account.name)]:
        known.add(account)


def place(batch: Batch, new: Sequence[Account]) -> None:
    """Put new accounts where whoever imports them sees them: in the program, or on their team."""
    program = batch.run.program
    person = batch.actor.person
    if program is not None:
        Enrolment.objects.bulk_create(
            Enrolment(
                account=account,
                program=program,
                from_at=batch.now,
                reason=f"{batch.run.file_name}"[:200],
                recorded_by=person,
            )
            for account in new
        )
    elif person is not None and person.role == Role.MANAGER:
        TeamMember.objects.bulk_create(
            TeamMember(
                account=account,
                user=person,
                position=Position.ABM,
                from_at=batch.now,
                recorded_by=person,
            )
            for account in new
        )


def set_parents(batch: Batch, known: Accounts, records: Sequence[Record]) -> None:
    """Set parent companies once all accounts of these rows are there.

    A parent that is not there yet is noted with the row, and looked for again when the file is
    through.
    """
    changed: dict[int, Account] = {}
    for record in records:
        if record.target is None or not (record.get("parent") or record.get("parent_key")):
            continue
        parent, account = parent_of(known, record), record.target
        if parent is None:
            record.reason = "parent_unknown"
            record.detail = (record.get("parent") or record.get("parent_key"))[:400]
        elif parent is not account and account.parent_id != parent.pk:
            verdict = record.verdict
            if batch.settle(record, account, changed=True):
                account.parent = parent
                changed[account.pk] = account
                record.verdict = Verdict.UPDATED if verdict == Verdict.UNCHANGED else verdict
    above = {account.pk: account.parent_id for account in changed.values()}
    sound = [each for each in changed.values() if not in_circle(batch, each.pk, above)]
    save_all(batch.actor, sound, now=batch.now)


def parent_of(known: Accounts, record: Record) -> Account | None:
    """Return the parent company that a row names, where exactly one fits."""
    if (key := record.get("parent_key")) and key in known.keys:
        return known.keys[key]
    name = record.get("parent")
    found = known.names.get(name_key(name), []) if name else []
    return found[0] if len(found) == 1 else None


def in_circle(batch: Batch, account: int, changed: dict[int, int | None]) -> bool:
    """Tell whether an account would be a subsidiary of itself."""
    seen, above = {account}, changed[account]
    rows = Account.objects.visible_to(batch.actor)
    while above and above not in seen:
        seen.add(above)
        known = above in changed
        above = (
            changed[above]
            if known
            else rows.filter(pk=above).values_list("parent_id", flat=True).first()
        )
    return above == account
