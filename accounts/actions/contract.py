"""Contracts with their first terms, and the terms that follow."""

from typing import Any

from django.db import transaction

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import record
from abmplanner.kit.saving import save_row
from accounts.models import Contract, ContractTerms


@transaction.atomic
def write_contract(actor: Actor, source: Any, terms: dict[str, Any]) -> Contract:
    """Write down a contract and what it says; both or neither."""
    contract: Contract = save_row(actor, source)
    record(actor, ContractTerms(contract=contract, **terms))
    return contract


@transaction.atomic
def add_terms(actor: Actor, contract: Contract, terms: dict[str, Any]) -> ContractTerms:
    """Say what a contract says from an instant on; said twice, it is one."""
    rows = ContractTerms.objects.visible_to(actor).filter(contract=contract, voided_at=None)
    same: ContractTerms | None = rows.filter(**terms).first()
    return same or record(actor, ContractTerms(contract=contract, **terms))
