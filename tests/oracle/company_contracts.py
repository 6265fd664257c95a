"""Contracts of a company, what they say and what plans accept to lose, as chance has it."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from tests.oracle.histories import LONG_AGO, collide, paris
from tests.oracle.records import Assumption, Contract, Feed, Rate, Terms, Voice, World

LATE = paris(2026, 4, 10)
KNOWN = [(LONG_AGO, None)] * 6 + [(LATE, None), (LONG_AGO, LATE), (LATE, paris(2026, 5, 1))]
SAID_AT = [  # around the ends of windows, and long before them
    *[paris(2024, 5, 1), paris(2025, 2, 1)] * 3, paris(2025, 12, 31, 23, 30),
    paris(2026, 2, 28, 23, 59), paris(2026, 3, 1), paris(2026, 3, 9, 12), paris(2026, 3, 15, 22),
    paris(2026, 3, 31, 23, 30), paris(2026, 4, 1), paris(2026, 5, 20),
]  # fmt: skip
DUE_ON = [  # on, before and after the ends of windows, and of grace before as-of days
    None, date(2025, 12, 1), date(2025, 12, 15), date(2025, 12, 16), date(2025, 12, 31),
    date(2026, 2, 28), date(2026, 3, 1), *[date(2026, 3, 10), date(2026, 3, 20)] * 2,
    date(2026, 3, 29), date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 15), date(2027, 3, 10),
]  # fmt: skip
STARTS_ON = [None, None, None, date(2024, 6, 1), date(2026, 3, 1), date(2026, 3, 15),
             date(2026, 4, 1)]  # fmt: skip
WORTH = [None, *[0, 50, 100, 100, 250] * 2]
STATUSES = [*["signed"] * 6, "refused", "ended", "draft"]
CURRENCIES = [*["EUR"] * 6, "USD", "GBP", "CHF"]
RATES = [
    Rate("USD", "EUR", date(2024, 1, 1), Decimal("0.9")),
    Rate("USD", "EUR", date(2026, 3, 16), Decimal("0.92")),
    Rate("EUR", "GBP", date(2026, 1, 1), Decimal("0.8")),
]
SPANS = [
    *[(LONG_AGO, None)] * 3, (LONG_AGO, paris(2026, 3, 10)), (paris(2026, 3, 10), None),
    (paris(2026, 3, 20), paris(2026, 4, 1)),
]  # fmt: skip


def join_contracts(world: World, chance: Random) -> None:
    """Let some contracts be carried on by another one, which then may renew several."""
    for contract in world.contracts:
        others = [each.id for each in world.contracts if each.id != contract.id]
        if others and chance.random() < 0.3:
            contract.renewed_by = chance.choice(others)


def fill_with_contracts(world: World, chance: Random) -> None:
    """Let contracts be signed, changed, renewed, refused and ended."""
    accounts = [each.id for each in world.accounts]
    if not world.rates:
        world.rates = [each for each in RATES if chance.random() < 0.8]
    for key in range(1, chance.choice([0, 3, 7, 7]) + 1):
        before = [each.id for each in world.contracts]
        renews = chance.choice(before) if before and chance.random() < 0.5 else None
        of = {each.id: each.account for each in world.contracts}
        account = of[renews] if renews else chance.choice([1, *accounts])
        world.contracts.append(
            Contract(
                id=key,
                account=chance.choice([account, account, account, chance.choice(accounts)]),
                renews=renews,
                recorded=chance.choice([LONG_AGO, LONG_AGO, LONG_AGO, LATE]),
                terms=[terms(chance) for _row in range(chance.choice([0, 1, 1, 2, 3]))],
            )
        )
    join_contracts(world, Random(len(world.contracts) * 100 + len(world.accounts)))  # noqa: S311 -- nothing secret
    for _row in range(chance.choice([0, 1, 3])):
        row = assumption(world, chance)
        others = world.assumptions
        if not any(collide(row, each, "account", "program", "key") for each in others):
            others.append(row)
    if chance.random() < 0.6:
        of_whom = chance.choice([{}, {}, {"account": 1}, {"program": 1}])
        start = chance.choice([LONG_AGO, paris(2026, 3, 9)])
        world.feeds.append(Feed("contract", start, **of_whom))
    if chance.random() < 0.5:
        world.feeds.append(Feed("response", LONG_AGO))
    for key in range(100, 100 + chance.choice([0, 2])):
        world.voices.append(
            Voice(
                id=key,
                account=chance.choice(accounts),
                score=9,
                kind=chance.choice(["customer", "customer", "employee"]),
                at=chance.choice(SAID_AT),
                **known(chance),
            )
        )


def known(chance: Random) -> dict[str, Any]:
    at, until = chance.choice(KNOWN)
    return {"recorded": at, "voided": until}


def terms(chance: Random) -> Terms:
    status = chance.choice(STATUSES)
    is_signed = status == "signed"
    worth = chance.choice(WORTH) if is_signed else None
    starts, due = chance.choice(STARTS_ON), chance.choice(DUE_ON) if is_signed else None
    return Terms(
        at=chance.choice(SAID_AT),
        status=status,
        starts=starts if due is None or starts is None or starts < due else None,
        due=due,
        acv=None if worth is None else Decimal(worth),
        currency="" if worth is None else chance.choice(CURRENCIES),
        is_indexation=chance.random() < 0.3,
        **known(chance),
    )


def assumption(world: World, chance: Random) -> Assumption:
    of_whom = chance.choice([
        {}, {"account": chance.choice(world.accounts).id}, {"program": chance.choice([1, 2])},
    ])  # fmt: skip
    start, end = chance.choice(SPANS)
    return Assumption(
        start=start,
        end=end,
        share=Decimal(chance.choice(["0", "0.1", "0.25"])),
        key=chance.choice(["accepted_runoff_rate"] * 3 + ["margin"]),
        **of_whom,
        **known(chance),
    )
