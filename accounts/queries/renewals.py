"""Contracts that come due in some days, against the share of them that the plan accepts to lose.

What is said here is what the measuring engine says of the same days (due_contracts), to the cent.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import A_DAY, first_instant
from accounts.models import Account
from accounts.queries.due_contracts import DUE
from accounts.queries.fx_rate import FX
from accounts.queries.pipeline import reported

NOW = re.sub(r"KNOWN\((\w+)\)", r"\1.voided_at IS NULL", DUE)
STATEMENT = f"""
    WITH RECURSIVE home(account_id, root) AS (
        SELECT a.id, a.id FROM accounts_account a WHERE a.id = %(account)s
        UNION
        SELECT a.id, home.root FROM accounts_account a
        JOIN home ON a.merged_into_id = home.account_id
    ),
    {FX}, {NOW}
    SELECT contract.public_id, contract.name, due.due_on, due.state, due.outcome, due.acv,
        due.currency, due.base, due.protected, due.accepted
    FROM due JOIN contract ON contract.id = due.contract_id
    ORDER BY due.due_on, contract.id
"""  # noqa: S608 -- put together from parts of our own


@dataclass(frozen=True, slots=True)
class Due:
    """A contract that comes due: acv is what it is worth a year in its own currency.

    base and protected are in that of the account: what it was worth, and how much of it was kept.
    They are None where nobody knows, or no rate leads there; accepted is the share that the plan
    accepts to lose, None where it says nothing.
    """

    public_id: UUID
    name: str
    due_on: date
    state: str
    outcome: str
    acv: Decimal | None
    currency: str
    base: Decimal | None
    protected: Decimal | None
    accepted: Decimal | None

    @property
    def is_known(self) -> bool:
        """Tell whether it is known what it was and is worth."""
        return self.protected is not None

    @property
    def worth(self) -> Decimal:
        """What it was worth a year; 0 where that is not known."""
        return (self.base or Decimal()) if self.is_known else Decimal()

    @property
    def lost(self) -> Decimal:
        """What was lost of it: nothing as long as it is open."""
        is_open = self.outcome == "open"
        return Decimal() if is_open else self.worth - (self.protected or Decimal())


@dataclass(frozen=True, slots=True)
class RunOff:
    """What comes due, a year's worth of it: how much is kept, lost and still open."""

    currency: str
    dues: Sequence[Due]

    @property
    def total(self) -> Decimal:
        """What comes due, as far as it is known."""
        return self._sum(lambda due: due.worth)

    @property
    def kept(self) -> Decimal:
        """What is renewed, each contract at most at what it was worth."""
        return self._sum(lambda due: due.protected or Decimal())

    @property
    def lost(self) -> Decimal:
        """What is lost, by contracts that ended or were renewed for less."""
        return self._sum(lambda due: due.lost)

    @property
    def ahead(self) -> Decimal:
        """What nobody decided on yet."""
        return self.total - self.kept - self.lost

    @property
    def unknown(self) -> int:
        """How many of the contracts have no known worth."""
        return sum(1 for due in self.dues if not due.is_known)

    @property
    def rate(self) -> Decimal | None:
        """The share lost of what is decided, in percent; None where nothing known is."""
        decided = self.kept + self.lost
        return 100 * self.lost / decided if decided else None

    @property
    def accepted(self) -> Decimal | None:
        """The share that the plan accepts to lose, in percent; None where it says nothing."""
        rated = self._rated
        worth = sum((due.worth for due in rated), Decimal())
        return 100 * self._acceptable / worth if worth else None

    @property
    def room(self) -> Decimal | None:
        """How much more may be lost before the accepted share is; below zero it is exceeded."""
        if not self._rated:
            return None
        return self._acceptable - sum((due.lost for due in self._rated), Decimal())

    @property
    def room_size(self) -> Decimal:
        """The same without its sign."""
        return abs(self.room or Decimal())

    @property
    def code(self) -> str:
        """How it stands against what is accepted."""
        if self.room is None or not self.total:
            return "no_data"
        if self.room < 0:
            return "off_track"
        return "at_risk" if self.ahead > self.room else "on_track"

    @property
    def _rated(self) -> Sequence[Due]:
        return [due for due in self.dues if due.is_known and due.accepted is not None]

    @property
    def _acceptable(self) -> Decimal:
        return sum((due.worth * (due.accepted or Decimal()) for due in self._rated), Decimal())

    def _sum(self, part: Callable[[Due], Decimal]) -> Decimal:
        parts: Iterable[Decimal] = map(part, self.dues)
        return sum(parts, Decimal())


DELIVERED_GRACE_DAYS = 90
"""How long past its due day a contract may still be signed, where nobody says otherwise."""

Grace: TypeAlias = Callable[[Actor, Account, datetime], int]

GRACE: dict[str, Grace] = {}
"""Who says how many days of grace an account's contracts have, just before an instant: whichever
app keeps settings puts itself here when it is ready."""


def grace_days(actor: Actor, account: Account, before: datetime) -> int:
    """Return how long past their due day an account's contracts wait for a signature."""
    for said in GRACE.values():
        return said(actor, account, before)
    return DELIVERED_GRACE_DAYS


def run_off(
    actor: Actor, account: Account, *, first: date, last: date, as_of: date
) -> RunOff | None:
    """Return what of an account's contracts comes due from one day to another, both counted.

    as_of is the day at the end of which it stands so. None where nothing comes due.
    """
    currency, zone = reported(actor, [account])
    given: dict[str, Any] = {
        "account": account.pk,
        "programs": [],
        "start": first_instant(first, zone),
        "finish": first_instant(last + A_DAY, zone),
        "as_of": first_instant(as_of + A_DAY, zone),
        "as_of_on": as_of,
        "zone": zone,
        "currency": currency,
        "known_at": None,
        "grace_days": grace_days(actor, account, first_instant(as_of + A_DAY, zone)),
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, given)
        dues = [Due(*row) for row in cursor.fetchall()]
    return RunOff(currency, dues) if dues else None
