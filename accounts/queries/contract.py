"""What accounts signed with us: contracts with their terms, and what is due when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import known
from accounts.enums import ContractStatus
from accounts.models import Account, Contract, ContractTerms, PlanAssumption
from accounts.queries.history import in_order

SOON_DAYS = 90
CODES: dict[str, str] = {ContractStatus.REFUSED: "not_renewed"}


@dataclass(frozen=True, slots=True)
class TermsLine:
    """What a contract said from an instant on; place is its place in the history, from 1."""

    terms: ContractTerms
    place: int
    is_now: bool


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract as it stands on a day. now is None where none of its terms holds yet.

    renewals are those that renew it, joined the others that it carries on.
    """

    contract: Contract
    history: Sequence[TermsLine]
    now: ContractTerms | None
    renewals: Sequence[Contract]
    joined: Sequence[Contract]
    today: date

    @property
    def due_on(self) -> date | None:
        """When it is due, None where it is not in force or has no end."""
        in_force = self.now is not None and self.now.status == ContractStatus.SIGNED
        return self.now.due_on if in_force and self.now else None

    @property
    def days_left(self) -> int | None:
        """How many days are left, below 0 where it is past due."""
        return (self.due_on - self.today).days if self.due_on else None

    @property
    def is_renewed(self) -> bool:
        """Tell whether another contract renews it."""
        return bool(self.renewals)

    @property
    def is_ahead(self) -> bool:
        """Tell whether somebody has to see to its renewal."""
        return self.due_on is not None and not self.is_renewed

    @property
    def code(self) -> str:
        """How its state is shown."""
        left = self.days_left
        if left is not None and not self.is_renewed:
            return "overdue" if left < 0 else "due_soon" if left <= SOON_DAYS else "signed"
        return CODES.get(self.now.status, self.now.status) if self.now else "draft"


def contracts_of(actor: Actor, account: Account, at: datetime, today: date) -> list[ContractLine]:
    """Return the contracts of an account, what is due first on top."""
    rows = Contract.objects.visible_to(actor).filter(account=account)
    contracts = list(rows.select_related("solution", "renewal_of", "renewed_by").order_by("pk"))
    terms: dict[int, list[ContractTerms]] = {}
    for row in in_order(ContractTerms.objects.visible_to(actor).filter(contract__account=account)):
        terms.setdefault(row.contract_id, []).append(row)
    renewals: dict[int, list[Contract]] = {}
    for contract in contracts:
        if contract.renewal_of_id:
            renewals.setdefault(contract.renewal_of_id, []).append(contract)
        if contract.renewed_by and contract.renewed_by.renewal_of_id != contract.pk:
            renewals.setdefault(contract.pk, []).append(contract.renewed_by)
    joined: dict[int, list[Contract]] = {}
    for contract in contracts:
        if contract.renewed_by_id:
            joined.setdefault(contract.renewed_by_id, []).append(contract)
    lines = [
        contract_line(
            each, terms.get(each.pk, []), renewals.get(each.pk, []),
            [old for old in joined.get(each.pk, []) if old.pk != each.renewal_of_id], at, today,
        )
        for each in contracts
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (not line.is_ahead, line.due_on or date.max))


def contract_line(
    contract: Contract,
    terms: Sequence[ContractTerms],
    renewals: Sequence[Contract],
    joined: Sequence[Contract],
    at: datetime,
    today: date,
) -> ContractLine:
    """Return a contract with its terms, oldest first, those that hold at an instant marked."""
    holding = [row for row in terms if row.occurred_at and row.occurred_at <= at]
    now = holding[-1] if holding else None
    history = [TermsLine(row, place, row is now) for place, row in enumerate(terms, start=1)]
    return ContractLine(contract, history, now, renewals, joined, today)


def terms_at(
    actor: Actor, contract: Contract, at: datetime, known_at: datetime | None = None
) -> Any:
    """Return the terms that held at an instant, as we knew them at another; None where none did."""
    rows = ContractTerms.objects.visible_to(actor).filter(known(known_at), contract=contract)
    return rows.filter(occurred_at__lte=at).order_by("-occurred_at", "-pk").first()


def assumptions_in_reach(actor: Actor) -> QuerySet[PlanAssumption]:
    """Return what plans take for granted: of all, then of programs, then of accounts."""
    rows: Any = PlanAssumption.objects.visible_to(actor)
    rows = rows.filter(known())
    wide_first = (F("program").asc(nulls_first=True), F("account").asc(nulls_first=True))
    ordered: QuerySet[PlanAssumption] = rows.select_related("account", "program")
    return ordered.order_by("key", *wide_first, "-from_at", "pk")


def assumptions_for(actor: Actor, account: Account, at: datetime) -> QuerySet[PlanAssumption]:
    """Return what holds for an account at an instant: its own rows, and those of all."""
    own = Q(account=account) | Q(account=None, program=None)
    lasts = Q(from_at__lte=at) & (Q(to_at=None) | Q(to_at__gt=at))
    rows = assumptions_in_reach(actor).filter(own, lasts)
    return rows.order_by("key", F("account").desc(nulls_last=True))
