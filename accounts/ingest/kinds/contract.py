"""Rows that are contracts, with what these say since when."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from accounts.enums import ContractStatus, Verdict
from accounts.ingest.held import Held, Keyed, spelled
from accounts.ingest.kinds.changes import change
from accounts.ingest.kinds.each import (
    AbsentError,
    RefusedError,
    begins,
    days,
    differing,
    held_alive,
    said_of,
    save_told,
    unclaimed,
    write_each,
)
from accounts.ingest.kinds.group import Solutions
from accounts.ingest.matching import homes
from accounts.ingest.records import Batch, Record
from accounts.models import Contract, ContractTerms

TERMS = ("status", "acv", "tcv", "currency", "is_indexation")


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change contracts, and write the terms that rows tell of."""
    records = unclaimed(batch, "contract", records)
    accounts = homes(batch, records)
    at_home = {id(record): accounts.home(record) for record in records}
    known = contracts_of(batch, records, [each.pk for each in at_home.values() if each])
    rows = ContractTerms.objects.visible_to(batch.actor)
    held = held_alive(batch, rows.filter(contract__in=known.by_id), "contract_id")
    solutions = Solutions([record.get("solution") for record in records])

    def save(record: Record) -> None:
        account = at_home[id(record)]
        home = account.pk if account else None
        found = meant(known, home, record.get("key"), record.get("name"))
        told: dict[str, Any] = said_of(record, "name")
        if solution := solutions.meant(record):
            told["solution_id"] = solution.pk
        for other in ("renewal_of", "renewed_by"):
            name, key = record.get(other), record.get(f"{other}_key")
            if name or key:
                if (found_too := meant(known, home, key, name)) is None:
                    raise AbsentError("contract_unknown", name or key)
                told[f"{other}_id"] = found_too.pk
        if found is not None:
            save_told(batch, record, found, told)
            if record.verdict != Verdict.REJECTED and tell_terms(batch, record, found, held):
                record.verdict = Verdict.UPDATED
        else:
            row = Contract(account=account, name=record.get("key"))
            change(row, told)
            batch.create(record, batch.writes.add(row))
            terms = {"status": ContractStatus.SIGNED, **terms_of(batch, record)}
            held.add(batch.writes.add(ContractTerms(contract=row, **terms)))
            known.add(row)
        known.keep_key(record)

    write_each(batch, records, save)


def contracts_of(
    batch: Batch, records: Sequence[Record], accounts: Sequence[int]
) -> Keyed[Contract]:
    """Return the contracts of some accounts that rows describe or renew."""
    keys = {
        record.get(name)
        for record in records
        for name in ("key", "renewal_of_key", "renewed_by_key")
    }
    names = {
        record.get(name) for record in records for name in ("name", "renewal_of", "renewed_by")
    }
    return Keyed(
        batch,
        "contract",
        Contract.objects.visible_to(batch.actor),
        keys=keys,
        named=Q(account__in=accounts) & spelled(names),
    )


def meant(known: Keyed[Contract], home: int | None, key: str, name: str) -> Contract | None:
    """Return the contract of an account that is meant by key or by name."""
    found = known.meant(key, home, name)
    if len(found) > 1:
        raise RefusedError("contract_ambiguous", field="name", detail=name)
    return found[0] if found else None


def terms_of(batch: Batch, record: Record) -> dict[str, Any]:
    """Return what a row says a contract says: since the day it names, or its start, or now."""
    said: dict[str, Any] = said_of(record, *TERMS) | days(record, "starts_on", "due_on")
    if not {"acv", "tcv"} & said.keys():
        said.pop("currency", None)
    since = "occurred_at" if "occurred_at" in record.values else "starts_on"
    return {**said, "occurred_at": begins(batch, record, since)}


def tell_terms(batch: Batch, record: Record, contract: Contract, held: Held[ContractTerms]) -> bool:
    """Write the terms that a row tells where they differ from those that hold; tell whether."""
    said = terms_of(batch, record)
    at = said.pop("occurred_at")
    if not said:
        return False
    dated = {"occurred_at", "starts_on"} & record.values.keys()
    rows = [row for row in held.of(contract.pk) if not dated or row.occurred_at <= at]
    standing = max(rows, key=lambda row: (row.occurred_at, row.pk), default=None)
    if standing is not None and not differing(standing, said):
        return False
    spoken = batch.told.get(contract.pk, record.line)
    if not dated and spoken != record.line:
        raise RefusedError("told_before", detail=str(spoken))
    kept = {name: getattr(standing, name) for name in (*TERMS, "starts_on", "due_on")
            } if standing else {"status": ContractStatus.SIGNED}  # fmt: skip
    terms = {**kept, **said, "occurred_at": at}
    if standing is not None and standing.occurred_at == at:
        held.add(batch.writes.correct(standing, **terms))
    else:
        held.add(batch.writes.add(ContractTerms(contract=contract, **terms)))
    return True
