"""Records as plain as can be: what happened, and when we knew it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
LONG_AGO = datetime(2020, 1, 1, tzinfo=ZONE)

STAGES = {  # place in the order, what it says of the deal, accepted by sales
    "contacted": (1, "open", False),
    "accepted": (2, "open", True),
    "offer": (3, "open", True),
    "won": (4, "won", False),
    "lost": (5, "lost", False),
}


@dataclass
class Known:
    """When we learned of a row, and when it was withdrawn."""

    recorded: datetime
    voided: datetime | None = None


@dataclass
class Account:
    id: int
    merged_into: int | None = None


@dataclass
class Stay(Known):
    account: int = 0
    program: int = 0
    start: datetime = LONG_AGO
    end: datetime | None = None


@dataclass
class Step(Known):
    stage: str = ""
    at: datetime | None = None
    reason: str = "decided"


@dataclass
class Amount(Known):
    tcv: Decimal | None = None
    acv: Decimal | None = None
    currency: str = ""
    at: datetime | None = None


@dataclass
class Deal(Known):
    id: int = 0
    account: int = 0
    type: str = "new"
    is_test: bool = False
    merged_into: int | None = None
    split_from: int | None = None
    deleted: datetime | None = None
    steps: list[Step] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)


@dataclass
class Rate:
    base: str
    quote: str
    on: date
    rate: Decimal


@dataclass
class Feed:
    record_type: str
    start: datetime
    end: datetime | None = None
    account: int | None = None
    program: int | None = None


@dataclass
class Contact:
    id: int
    account: int
    merged_into: int | None = None


@dataclass
class Invitation(Known):
    id: int = 0
    survey: int = 0
    account: int = 0
    contact: int = 0
    delivered: datetime | None = None


@dataclass
class Voice(Known):
    id: int = 0
    account: int = 0
    contact: int | None = None
    invitation: int | None = None
    score: int = 0
    kind: str = "customer"
    at: datetime = LONG_AGO


@dataclass
class World:
    """Everything that is known of some companies."""

    accounts: list[Account]
    programs: list[int]
    stays: list[Stay]
    deals: list[Deal]
    rates: list[Rate]
    feeds: list[Feed]
    contacts: list[Contact]
    invitations: list[Invitation]
    voices: list[Voice]


@dataclass
class Question:
    """Of whom, from when to when, as of which day, as known on which; days are local."""

    start: date
    end: date
    as_of: date
    known_at: date | None = None
    account: int | None = None
    program: int | None = None
    where: dict[str, Any] = field(default_factory=dict)
