"""Contracts, what they say, and what plans assume, written to the tables."""

from typing import Any

from accounts.models import Contract, ContractTerms, PlanAssumption
from tests.oracle.records import World
from tests.oracle.writing_company import when, when_known

Rows = dict[int, Any]


def write_contracts(world: World, accounts: Rows, programs: Rows) -> None:
    """Write contracts, those that are renewed before those that renew them."""
    contracts: Rows = {}
    for contract in world.contracts:
        contracts[contract.id] = Contract.objects.create(
            account=accounts[contract.account],
            name=f"Contract {contract.id}",
            renewal_of=contracts.get(contract.renews or 0),
            recorded_at=contract.recorded,
        )
    for contract in world.contracts:
        if contract.renewed_by is not None:
            row = contracts[contract.id]
            row.renewed_by = contracts[contract.renewed_by]
            row.save(update_fields={"renewed_by"})
    ContractTerms.objects.bulk_create(
        ContractTerms(
            contract=contracts[contract.id],
            status=terms.status,
            starts_on=terms.starts,
            due_on=terms.due,
            acv=terms.acv,
            currency=terms.currency,
            is_indexation=terms.is_indexation,
            occurred_at=terms.at,
            **when_known(terms),
        )
        for contract in world.contracts
        for terms in contract.terms
    )
    PlanAssumption.objects.bulk_create(
        PlanAssumption(
            key=each.key,
            account=accounts.get(each.account or 0),
            program=programs.get(each.program or 0),
            value=each.share,
            **when(each),
        )
        for each in world.assumptions
    )
