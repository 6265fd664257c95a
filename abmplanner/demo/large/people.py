"""Accounts of a program told at size, with the people who work there."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from abmplanner.demo.large import names
from abmplanner.demo.large.ground import Ground, an_id
from abmplanner.kit.copying import Values, copy_rows, reserve
from abmplanner.kit.words import fold
from accounts.enums import (
    AccountStatus,
    ConsentAction,
    ConsentBasis,
    ConsentSource,
    EmailStatus,
    Position,
)
from accounts.models import Account, ConsentEvent, Contact, Employment, Enrolment, TeamMember
from metrics.enums import GoalType
from metrics.models import Goal

LEFT = 0.04  # share of contacts who no longer work there
CONSENTED, INFORMED = 0.5, 0.3  # shares of contacts in the ledger, by its two grounds
WITHDREW = 0.05  # share of contacts who took their consent back
UNPROVEN = 0.1  # share of consents of which a list of ours says that they were given, and no more
UNTOLD = 0.1  # share of legitimate interests of which the person was not informed
RENEWED = 0.25  # share of consents that hold for two years
SPREAD = 1.5  # of the logarithm of how much passes with an account: few have most of it
STATUSES = (AccountStatus.TARGET, AccountStatus.PROSPECT, AccountStatus.CUSTOMER)
A_DAY = timedelta(days=1)


@dataclass(slots=True)
class Crowd:
    """Who there is, in few bytes: each account with its first contact, their number, its share."""

    accounts: "array[int]" = field(default_factory=lambda: array("q"))
    contacts: "array[int]" = field(default_factory=lambda: array("q"))
    sizes: "array[int]" = field(default_factory=lambda: array("B"))
    shares: "array[float]" = field(default_factory=lambda: array("d"))


def tell_accounts(ground: Ground, numbers: range, crowd: Crowd) -> Sequence[int]:
    """Write the accounts of these numbers, with everybody there; return their primary keys."""
    rng = ground.rng(f"accounts {numbers.start}")
    keys = reserve(Account, len(numbers))
    sizes = [rng.randint(3, 8) for _ in numbers]
    contacts = reserve(Contact, sum(sizes))
    copy_accounts(ground, rng, keys, numbers)
    copy_people(ground, rng, zip(keys, sizes, numbers, strict=True), contacts)
    first = contacts[0]
    for key, size in zip(keys, sizes, strict=True):
        crowd.accounts.append(key)
        crowd.contacts.append(first)
        crowd.sizes.append(size)
        crowd.shares.append(rng.lognormvariate(0, SPREAD))
        first += size
    return keys


def copy_accounts(ground: Ground, rng: Random, keys: Sequence[int], numbers: range) -> None:
    """Write accounts with their enrolment, their team, and a goal for some."""
    begin, shape = ground.begin, ground.shape
    seller, manager = ground.users[shape.seller.email], ground.users[shape.manager.email]
    copy_rows(
        Account,
        ("id", "public_id", "name", "domains", "country", "industry", "employees", "status",
         "owner_id", "recorded_at"),
        (
            (key, an_id(rng), *company(rng, number), seller.pk, begin)
            for key, number in zip(keys, numbers, strict=True)
        ),
    )  # fmt: skip
    copy_rows(
        Enrolment,
        ("account_id", "program_id", "tier", "reason", "from_at", "to_at", "recorded_at"),
        (
            (
                key,
                ground.program.pk,
                f"Tier {rng.randint(1, 3)}",
                shape.reason,
                begin,
                a_while_later(ground, rng, begin) if rng.random() < shape.leaves else None,
                begin,
            )
            for key in keys
        ),
    )
    copy_rows(
        TeamMember,
        ("account_id", "user_id", "position", "from_at", "recorded_at"),
        (
            (key, user.pk, position, begin, begin)
            for key in keys
            for user, position in ((manager, Position.ABM), (seller, Position.SALES))
        ),
    )
    year = ground.until.date().replace(month=1, day=1)
    copy_rows(
        Goal,
        ("public_id", "account_id", "indicator_key", "type", "baseline", "target", "starts_on",
         "due_on", "owner_id"),
        (
            (an_id(rng), key, "new_pipeline_value", GoalType.CUMULATE, 0,
             rng.randint(5, 60) * 10_000, year, year.replace(month=12, day=31), manager.pk)
            for key in keys
            if rng.random() < 1 / 5
        ),
    )  # fmt: skip


def a_while_later(ground: Ground, rng: Random, at: datetime) -> datetime:
    """Return an instant between another one and now."""
    return at + rng.random() * (ground.until - at)


def company(rng: Random, number: int) -> Values:
    """Return name, domains, country, trade, size and status of a company."""
    name, trade = names.company(rng)
    domain = f"{fold(name).replace(' ', '-')}-{number}.test"
    staff = int(rng.lognormvariate(7, 1.4)) + 10
    return name, [domain], rng.choice(names.COUNTRIES), trade, staff, rng.choice(STATUSES)


def copy_people(ground: Ground, rng: Random, homes: Any, contacts: Sequence[int]) -> None:
    """Write the contacts of accounts, since when they work there, and what they allowed."""
    people = list(somebody(ground, rng, homes, contacts))
    copy_rows(
        Contact,
        ("id", "account_id", "title", "function", "seniority", "public_id", "name", "email",
         "email_status", "recorded_at"),
        (person[:10] for person in people),
    )  # fmt: skip
    copy_rows(
        Employment,
        ("contact_id", "account_id", "title", "from_at", "recorded_at", "to_at"),
        ((*person[:3], person[9], person[9], person[10]) for person in people),
    )
    copy_rows(
        ConsentEvent,
        ("contact_id", "action", "basis", "occurred_at", "recorded_at", "proof_ref", "source",
         "informed_at", "expires_at"),
        (line for person in people for line in consents(ground, rng, person[0])),
    )  # fmt: skip


def somebody(ground: Ground, rng: Random, homes: Any, contacts: Sequence[int]) -> Iterator[Values]:
    """Yield each contact: the columns of their record, then when they left."""
    keys = iter(contacts)
    for account, size, number in homes:
        for place in range(size):
            name = names.person(rng)
            email = f"{fold(name).replace(' ', '.')}.{place}@company-{number}.test"
            job = rng.choice(names.TITLES)
            status = EmailStatus.BOUNCED if rng.random() < LEFT else EmailStatus.VALID
            came = ground.begin + rng.random() * (ground.since - ground.begin)
            left = came + rng.randint(30, 400) * A_DAY if rng.random() < LEFT else None
            yield (
                next(keys), account, *job, an_id(rng), name, email, status, came,
                left if left and left < ground.until else None,
            )  # fmt: skip


def consents(ground: Ground, rng: Random, contact: int) -> Iterator[Values]:
    """Yield the lines of the ledger of a contact; of some nothing is known."""
    chance, at = rng.random(), ground.begin + rng.random() * (ground.until - ground.begin)
    person, consent = ConsentSource.PERSON, ConsentBasis.CONSENT
    if chance < CONSENTED:
        proof, source = f"form-{contact % 9}", person
        if rng.random() < UNPROVEN:
            proof, source = "", ConsentSource.IMPORT
        end = at + 2 * 365 * A_DAY if rng.random() < RENEWED else None
        yield contact, ConsentAction.GIVEN, consent, at, at, proof, source, None, end
    elif chance < CONSENTED + INFORMED:
        interest = ConsentBasis.LEGITIMATE_INTEREST
        told = None if rng.random() < UNTOLD else at
        proof = "Assessment of interests, version 2"
        yield contact, ConsentAction.INFORMED, interest, at, at, proof, person, told, None
    if chance < WITHDREW:
        later = min(at + 30 * A_DAY, ground.until)
        yield contact, ConsentAction.WITHDRAWN, consent, later, later, "", person, None, None
