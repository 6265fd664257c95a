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
    status: str = "target"
    segment: str = ""


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
class Foreseen(Known):
    """What the seller expected of a deal."""

    at: datetime | None = None
    on: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    category: str = "pipeline"


@dataclass
class Deal(Known):
    id: int = 0
    group: int | None = None
    account: int = 0
    type: str = "new"
    is_test: bool = False
    merged_into: int | None = None
    split_from: int | None = None
    deleted: datetime | None = None
    steps: list[Step] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    forecasts: list[Foreseen] = field(default_factory=list)


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
    source: str = ""


@dataclass
class Contact:
    id: int
    account: int
    merged_into: int | None = None
    email: str = ""
    title: str = ""
    function: str = ""
    seniority: str = "unknown"
    recorded: datetime = LONG_AGO
    erased: datetime | None = None
    email_status: str = "unknown"
    phone: str = ""
    has_profile: bool = False
    verified: datetime | None = None


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
class Period(Known):
    """Something that was so from one instant to another."""

    start: datetime = LONG_AGO
    end: datetime | None = None


@dataclass
class Job(Period):
    contact: int = 0
    account: int = 0


@dataclass
class Group:
    id: int
    account: int
    solution: int | None = None


@dataclass
class GroupTime(Period):
    group: int = 0
    is_target: bool = True


@dataclass
class Member(Period):
    group: int = 0
    contact: int = 0
    role: str = "decision_maker"
    is_confirmed: bool = False


@dataclass
class Need(Period):
    """People of a role that the groups of a solution, or of a program, must have."""

    solution: int | None = None
    program: int | None = None
    role: str = "decision_maker"
    people: int = 1
    weight: Decimal = Decimal(1)
    is_required: bool = True


@dataclass
class Campaign:
    id: int
    starts: datetime | None = None
    ends: datetime | None = None
    channel: str = "other"
    program: int | None = None


@dataclass
class CampaignTime(Period):
    campaign: int = 0
    kind: str = "general"
    status: str = "active"


@dataclass
class Aim(Period):
    """An account on the list of a campaign."""

    campaign: int = 0
    account: int = 0


@dataclass
class Touch(Known):
    type: str = "email_clicked"
    at: datetime = LONG_AGO
    account: int = 0
    contact: int | None = None
    visitor: int | None = None
    campaign: int | None = None
    automation: str = "human"
    link: str = ""
    direction: str = "inbound"
    stream: str = ""
    quantity: int = 1
    user: int | None = None
    session: str = ""
    message: str = ""
    owner: str = "marketing"


@dataclass
class Ad(Known):
    """What a platform says of one day of a campaign, for one account or for none."""

    day: date = date(2020, 1, 1)
    campaign: int = 0
    account: int | None = None
    impressions: int = 0
    clicks: int = 0
    invalid: int = 0
    source: str = "display"
    format: str = "banner"


@dataclass
class Spent(Known):
    """Money that something cost on a day."""

    day: date = date(2020, 1, 1)
    amount: Decimal = Decimal(100)
    currency: str = "EUR"
    category: str = "media"
    source: str = ""
    by_click: bool = False
    campaign: int | None = None
    account: int | None = None
    program: int | None = None


@dataclass
class Identity(Known):
    """Of whom a visitor is."""

    visitor: int = 0
    account: int = 0
    contact: int | None = None


@dataclass
class Visit(Known):
    """A session on our site."""

    at: datetime = LONG_AGO
    account: int | None = None
    visitor: int | None = None
    contact: int | None = None
    duration: int | None = None
    engaged: int | None = None
    pages: int = 1
    key_events: int = 0
    automation: str = "unknown"


@dataclass
class Line(Known):
    """What a person said, or was told, about what we may do."""

    contact: int = 0
    at: datetime = LONG_AGO
    action: str = "given"
    basis: str = "consent"
    purpose: str = "marketing"
    channel: str = "email"
    source: str = "person"
    proof: str = "form"
    expires: datetime | None = None
    informed: datetime | None = None


@dataclass
class Stop(Known):
    """An address that is never written to again, of a contact where we know of whom."""

    address: str = ""
    contact: int | None = None
    at: datetime = LONG_AGO
    channel: str = "email"
    reason: str = "unsubscribed"


@dataclass
class Feedback(Known):
    """What one of us said of our marketing for an account, and what became of it."""

    id: int = 0
    account: int = 0
    author: int = 1
    activities: int | None = None
    marketer: int | None = None
    at: datetime = LONG_AGO
    replied: datetime | None = None
    settled: datetime | None = None


@dataclass
class Rating(Known):
    """What somebody of an account said of our marketing, on the scale they were asked on."""

    id: int = 0
    account: int = 0
    contact: int | None = None
    about: str = "activities"
    score: int = 1
    lowest: int = 1
    highest: int = 5
    at: datetime = LONG_AGO


@dataclass
class Terms(Known):
    """What a contract says from an instant on."""

    at: datetime = LONG_AGO
    status: str = "signed"
    starts: date | None = None
    due: date | None = None
    acv: Decimal | None = None
    currency: str = "EUR"
    is_indexation: bool = False


@dataclass
class Contract:
    id: int
    account: int
    renews: int | None = None
    renewed_by: int | None = None
    recorded: datetime = LONG_AGO
    terms: list[Terms] = field(default_factory=list)


@dataclass
class Assumption(Period):
    """The share of what comes due that a plan accepts to lose, of an account, a program or all."""

    account: int | None = None
    program: int | None = None
    share: Decimal = Decimal(0)
    key: str = "accepted_runoff_rate"


@dataclass
class Judgement(Known):
    """How good one of us found an account, from 1 to 5."""

    id: int = 0
    account: int = 0
    rating: int = 3
    at: datetime = LONG_AGO
    expires: date | None = None


@dataclass
class Qualified(Known):
    """An account was found to be qualified by marketing at an instant, until another one."""

    account: int = 0
    program: int = 0
    at: datetime = LONG_AGO
    ended: datetime | None = None


@dataclass
class Assessment(Known):
    """How developed we found the use of social networks, from 1 to 5."""

    id: int = 0
    account: int = 0
    subject: str = "ours"
    level: int = 3
    at: datetime = LONG_AGO


@dataclass
class HeldOut(Period):
    """An account that a campaign, or a program, is compared with."""

    account: int = 0
    campaign: int | None = None
    program: int | None = None


@dataclass
class Seat(Period):
    """One of us worked on an account."""

    account: int = 0
    user: int = 0


@dataclass
class Index(Known):
    """The index that LinkedIn showed one of us on a day: four parts alike."""

    id: int = 0
    user: int = 0
    on: date = date(2020, 1, 1)
    part: int = 10


@dataclass
class World:
    """Everything that is known of some companies."""

    accounts: list[Account]
    programs: list[int]
    stays: list[Stay] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    automated: set[int] = field(default_factory=set)
    solutions: dict[int, bool] = field(default_factory=dict)  # whether each is offered today
    jobs: list[Job] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    group_times: list[GroupTime] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    campaign_times: list[CampaignTime] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    ads: list[Ad] = field(default_factory=list)
    spends: list[Spent] = field(default_factory=list)
    visitors: list[int] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    qualifications: list[Qualified] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    feedback: list[Feedback] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    controls: list[HeldOut] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    indices: list[Index] = field(default_factory=list)


@dataclass
class Question:
    """Of whom, from when to when, as of which day, as known on which; days are local."""

    start: date
    end: date
    as_of: date
    known_at: date | None = None
    account: int | None = None
    program: int | None = None
    campaign: int | None = None
    group: int | None = None
    source: str | None = None
    where: dict[str, Any] = field(default_factory=dict)
