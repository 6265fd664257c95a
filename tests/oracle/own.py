"""Answers to a question, and passages from one event to another, by plain loops over records.

Written from the definitions alone. Of each person the latest answer of the period counts, of one
account, program or all together. Whoever something happened to in the period began; who began so
lately that the days are not over is apart; of the others those passed to whom the other event
happened within the days. A program is made of what happened while the account was in it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction


@dataclass(frozen=True)
class Said:
    """One answer."""

    id: int
    account: int
    person: int
    score: int
    by_customer: bool
    at: datetime


@dataclass(frozen=True)
class Happened:
    """One event."""

    account: int
    person: int | None
    what: str
    by_machine: bool
    at: datetime


@dataclass
class OwnWorld:
    """Accounts, what they became, when they were in the program, and what is known of them."""

    accounts: list[int]
    became: dict[int, int] = field(default_factory=dict)
    stays: list[tuple[int, datetime, datetime | None]] = field(default_factory=list)
    answers: list[Said] = field(default_factory=list)
    events: list[Happened] = field(default_factory=list)


def home(world: OwnWorld, account: int) -> int:
    """Return what an account became."""
    while account in world.became:
        account = world.became[account]
    return account


def was_in(world: OwnWorld, account: int, at: datetime) -> bool:
    """Tell whether what an account became, or anything that became it, was in the program then."""
    for who, start, end in world.stays:
        is_kin = home(world, who) == home(world, account)
        if is_kin and start <= at and (end is None or at < end):
            return True
    return False


def is_of(world: OwnWorld, account: int, at: datetime, target: int | str) -> bool:
    """Tell whether something of an account at an instant is of a target."""
    if target == "all":
        return True
    if target == "program":
        return was_in(world, account, at)
    return home(world, account) == target


def latest(
    world: OwnWorld, target: int | str, start: datetime, until: datetime
) -> tuple[list[Said], int]:
    """Return the answers that count, and how many were replaced by later ones."""
    mine: dict[int, list[Said]] = {}
    for each in world.answers:
        if not each.by_customer or not start <= each.at < until:
            continue
        if is_of(world, each.account, each.at, target):
            mine.setdefault(each.person, []).append(each)
    counted, replaced = [], 0
    for several in mine.values():
        several.sort(key=lambda said: (said.at, said.id))
        counted.append(several[-1])
        replaced += len(several) - 1
    return counted, replaced


def statistic(
    answers: list[Said], what: str, *, top: int = 0, choices: tuple[int, ...] = ()
) -> Fraction | None:
    """Return what is made of answers, None of none."""
    if not answers:
        return None
    n = Fraction(len(answers))
    if what == "mean":
        return sum((Fraction(each.score) for each in answers), Fraction(0)) / n
    if what == "nps":
        good = sum(1 for each in answers if each.score >= 9)
        bad = sum(1 for each in answers if each.score <= 6)
        return 100 * Fraction(good - bad) / n
    if what == "top":
        return 100 * Fraction(sum(1 for each in answers if each.score > 10 - top)) / n
    return 100 * Fraction(sum(1 for each in answers if each.score in choices)) / n


@dataclass(frozen=True)
class Passed:
    """How many passed of those whose time is over."""

    passed: int
    mature: int


def passages(
    world: OwnWorld,
    target: int | str,
    *,
    entity: str,
    days: int,
    start: datetime,
    until: datetime,
    as_of: datetime,
) -> Passed:
    """Return how many began and how many of them passed on, of those whose days are over."""
    began: set[int] = set()
    passed: set[int] = set()
    for first in world.events:
        who = home(world, first.account) if entity == "account" else first.person
        if first.what != "base" or first.by_machine or who is None:
            continue
        if not start <= first.at < until or not is_of(world, first.account, first.at, target):
            continue
        ends = first.at + timedelta(days=days)
        if ends > as_of:
            continue
        began.add(who)
        for second in world.events:
            other = home(world, second.account) if entity == "account" else second.person
            if second.what != "target" or second.by_machine or other != who:
                continue
            if first.at <= second.at < min(ends, as_of):
                passed.add(who)
    return Passed(len(passed), len(began))
