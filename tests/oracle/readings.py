"""Values that teams read of accounts, by plain loops: what holds, and what several come to.

Written from the definitions alone: a value holds from its day on, until the next one or until it is
older than it may become; then nothing is known, and never zero. Of several accounts the newest, the
sum, or the mean by weight; a program is made of the accounts in it on the day asked about. What was
voided counts no more, unless one asks what was known before. Companies that became one are one.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction


@dataclass(frozen=True)
class Read:
    """One value as it was recorded; currency is empty for what is no money."""

    id: int
    account: int
    on: date
    value: Fraction
    weight: Fraction
    currency: str
    recorded_at: datetime
    voided_at: datetime | None = None


@dataclass
class ReadWorld:
    """Accounts, what they became, in which program they were from when to when, and their values.

    rates are what one unit of a currency is worth; one that is missing has none.
    """

    accounts: list[int]
    became: dict[int, int] = field(default_factory=dict)
    stays: list[tuple[int, int, datetime, datetime | None]] = field(default_factory=list)
    values: list[Read] = field(default_factory=list)
    rates: dict[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What the loops find."""

    value: Fraction | None
    n: int
    status: str
    too_old: int = 0
    without_rate: int = 0


def now_of(world: ReadWorld, account: int) -> int:
    """Return what an account became, after all steps."""
    while account in world.became:
        account = world.became[account]
    return account


def was_known(row: Read, known_at: datetime | None) -> bool:
    """Tell whether a value was held for true, now or on the day of knowing."""
    if known_at is None:
        return row.voided_at is None
    if row.recorded_at >= known_at:
        return False
    return row.voided_at is None or row.voided_at >= known_at


def newest_of(
    world: ReadWorld, account: int, as_of: date, known_at: datetime | None
) -> Read | None:
    """Return the value of an account that was read last by a day."""
    best: Read | None = None
    for row in world.values:
        if now_of(world, row.account) != account or row.on > as_of:
            continue
        if not was_known(row, known_at):
            continue
        if best is None or (row.on, row.id) > (best.on, best.id):
            best = row
    return best


def members(world: ReadWorld, program: int | None, just_before: datetime) -> list[int]:
    """Return the accounts of a program at an instant, or all; each once, as what it became."""
    found: list[int] = []
    for account in world.accounts:
        home = now_of(world, account)
        if program is None:
            is_in = True
        else:
            is_in = False
            for who, where, start, end in world.stays:
                if who == account and where == program and start <= just_before:
                    is_in = is_in or end is None or end > just_before
        if is_in and home not in found:
            found.append(home)
    return found


def told(
    world: ReadWorld,
    accounts: list[int],
    roll_up: str,
    *,
    max_age_days: int,
    as_of: date,
    known_at: datetime | None = None,
) -> Found:
    """Return what some accounts come to."""
    held: list[tuple[Read, Fraction]] = []
    too_old = without_rate = 0
    for account in accounts:
        row = newest_of(world, account, as_of, known_at)
        if row is None:
            continue
        if (as_of - row.on).days > max_age_days:
            too_old += 1
            continue
        if row.currency and row.currency not in world.rates:
            without_rate += 1
            continue
        rate = world.rates[row.currency] if row.currency else Fraction(1)
        held.append((row, row.value * rate))
    status = "ok"
    if without_rate or (roll_up == "sum" and too_old):
        status = "incomplete"
    if not held and not without_rate:
        status = "not_measured"
    return Found(together(held, roll_up), len(held), status, too_old, without_rate)


def together(held: list[tuple[Read, Fraction]], roll_up: str) -> Fraction | None:
    """Return one number for several values, None for none."""
    if not held:
        return None
    if roll_up == "sum":
        total = Fraction(0)
        for _row, worth in held:
            total += worth
        return total
    if roll_up == "weighted_mean":
        weighed = weights = Fraction(0)
        for row, worth in held:
            weighed += row.weight * worth
            weights += row.weight
        return weighed / weights
    last_row, last_worth = held[0]
    for row, worth in held[1:]:
        if (row.on, row.id) > (last_row.on, last_row.id):
            last_row, last_worth = row, worth
    return last_worth
