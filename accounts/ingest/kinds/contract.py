"""Rows that are contracts, with what these say since when."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from abmplanner.kit.history import correct
from abmplanner.kit.saving import Built
from accounts.actions.contract import add_terms, write_contract
from accounts.enums import ContractStatus, Verdict
from accounts.ingest.kinds.changes import change
from accounts.ingest.kinds.each import (
    AbsentError,
    RefusedError,
    begins,
    days,
    differing,
    keep_key,
    keyed_or,
    said_of,
    save_told,
    unclaimed,
    write_each,
)
from accounts.ingest.kinds.group import solution_of
from accounts.ingest.matching import homes
from accounts.ingest.records import Batch, Record
from accounts.models import Account, Contract, ContractTerms

TERMS = ("status", "acv", "tcv", "currency", "is_indexation")


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change contracts, and write the terms that rows tell of."""
    records = unclaimed(batch, "contract", records)
    accounts = homes(batch, records)
    at_home = {id(record): accounts.home(record) for record in records}

    def save(record: Record) -> None:
        account = at_home[id(record)]
        found = contracts_of(batch, account, record.get("key"), record.get("name"))
        told = told_of(batch, record, account)
        if found:
            save_told(batch, record, found[0], told)
            if record.verdict != Verdict.REJECTED and tell_terms(batch, record, found[0]):
                record.verdict = Verdict.UPDATED
        else:
            row = Contract(account=account, name=record.get("key"))
            change(row, told)
            terms = {"status": ContractStatus.SIGNED, **terms_of(batch, record)}
            batch.create(record, write_contract(batch.actor, Built(row), terms))
        keep_key(batch, "contract", record)

    write_each(batch, records, save)


def contracts_of(batch: Batch, account: Account | None, key: str, name: str) -> list[Any]:
    """Return the contract of an account that is meant by key or by name, none where none is."""
    rows = Contract.objects.visible_to(batch.actor).filter(account=account)
    named = Q(name__iexact=name) if name else Q(pk__in=())
    found = keyed_or(batch, "contract", key, rows, named)
    if len(found) > 1:
        raise RefusedError("contract_ambiguous", field="name", detail=name)
    return found


def told_of(batch: Batch, record: Record, account: Account | None) -> dict[str, Any]:
    """Return what a row says of a contract itself."""
    told: dict[str, Any] = said_of(record, "name")
    if solution := solution_of(record):
        told["solution"] = solution
    name, key = record.get("renewal_of"), record.get("renewal_of_key")
    if name or key:
        before = contracts_of(batch, account, key, name)
        if not before:
            raise AbsentError("contract_unknown", name or key)
        told["renewal_of"] = before[0]
    return told


def terms_of(batch: Batch, record: Record) -> dict[str, Any]:
    """Return what a row says a contract says: since the day it names, or its start, or now."""
    said: dict[str, Any] = said_of(record, *TERMS) | days(record, "starts_on", "due_on")
    if not {"acv", "tcv"} & said.keys():
        said.pop("currency", None)
    since = "occurred_at" if "occurred_at" in record.values else "starts_on"
    return {**said, "occurred_at": begins(batch, record, since)}


def tell_terms(batch: Batch, record: Record, contract: Contract) -> bool:
    """Write the terms that a row tells where they differ from those that hold; tell whether."""
    said = terms_of(batch, record)
    at = said.pop("occurred_at")
    if not said:
        return False
    rows = ContractTerms.objects.visible_to(batch.actor).filter(contract=contract, voided_at=None)
    dated = {"occurred_at", "starts_on"} & record.values.keys()
    held = rows.filter(occurred_at__lte=at) if dated else rows
    standing = held.order_by("-occurred_at", "-pk").first()
    if standing is not None and not differing(standing, said):
        return False
    spoken = batch.told.get(contract.pk, record.line)
    if not dated and spoken != record.line:
        raise RefusedError("told_before", detail=str(spoken))
    kept = {name: getattr(standing, name) for name in (*TERMS, "starts_on", "due_on")
            } if standing else {"status": ContractStatus.SIGNED}  # fmt: skip
    terms = {**kept, **said, "occurred_at": at}
    if standing is not None and standing.occurred_at == at:
        correct(batch.actor, standing, **terms)
    else:
        add_terms(batch.actor, contract, terms)
    return True
