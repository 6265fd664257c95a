"""Deals of a company with what sellers foresaw of them, as chance has it."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.oracle.company_contracts import RATES, known
from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.records import Amount, Deal, Feed, Foreseen, Step, World

MOMENTS = [
    *[paris(2024, 6, 1), paris(2025, 2, 1), paris(2025, 11, 2)] * 2, paris(2025, 12, 31, 23, 30),
    paris(2026, 1, 20), paris(2026, 2, 28, 23, 59), paris(2026, 3, 1), paris(2026, 3, 2, 9),
    paris(2026, 3, 9, 12), paris(2026, 3, 9, 15), paris(2026, 3, 15, 22), paris(2026, 3, 16),
    paris(2026, 3, 31, 23, 30), paris(2026, 4, 1), paris(2026, 4, 20),
]  # fmt: skip
CLOSING = [date(2025, 12, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 10),
           date(2026, 3, 20), date(2026, 3, 31), date(2026, 4, 1), date(2026, 7, 1)]  # fmt: skip
STAGES = [*["contacted", "accepted", "offer"] * 3, "won", "won", "won", "lost", ""]
CURRENCIES = [*["EUR"] * 6, "USD", "CHF"]
WORTH = [None, 0, 100, 250, 1000]


def fill_with_courses(world: World, chance: Random) -> None:
    """Let deals go from stage to stage, and sellers foresee when they close."""
    accounts = [each.id for each in world.accounts]
    if not world.rates:
        world.rates = [each for each in RATES if chance.random() < 0.8]
    if chance.random() < 0.6:
        world.feeds.append(Feed("opportunity", LONG_AGO))
    world.deals = [
        deal(key, accounts, chance) for key in range(1, chance.choice([0, 4, 9, 14]) + 1)
    ]


def deal(key: int, accounts: list[int], chance: Random) -> Deal:
    before = list(range(1, key))
    linked = [None] * 9 + before[:1]
    steps = chance.choice([1, 2, 2, 3, 4])
    instants = sorted(chance.choice(MOMENTS) for _step in range(steps))
    return Deal(
        id=key,
        recorded=chance.choice([LONG_AGO, LONG_AGO, LONG_AGO, paris(2026, 3, 10)]),
        account=chance.choice([1, *accounts]),
        type=chance.choice(["new", "new", "new", "expansion", "renewal"]),
        is_test=chance.random() < 0.05,
        merged_into=chance.choice(linked),
        split_from=chance.choice(linked),
        deleted=chance.choice([None] * 9 + [paris(2026, 3, 9, 12)]),
        steps=[step(at if chance.random() < 0.95 else None, chance) for at in instants],
        amounts=[amount(chance) for _row in range(chance.choice([0, 1, 1, 2]))],
        forecasts=[foreseen(chance) for _row in range(chance.choice([0, 1, 2, 3]))],
    )


def step(at: Any, chance: Random) -> Step:
    stage = chance.choice(STAGES)
    reasons = ["decided"] * 6 + ["no_decision", "duplicate", "error"]
    why = chance.choice(reasons) if stage in {"won", "lost"} else "decided"
    return Step(stage=stage, at=at, reason=why, **known(chance))


def amount(chance: Random) -> Amount:
    worth = chance.choice(WORTH)
    return Amount(
        tcv=None if worth is None else Decimal(worth),
        currency=chance.choice(CURRENCIES),
        at=chance.choice([None, *MOMENTS]),
        **known(chance),
    )


def foreseen(chance: Random) -> Foreseen:
    worth = chance.choice([None, *WORTH])
    return Foreseen(
        at=chance.choice([None, *MOMENTS]),
        on=chance.choice([None, *CLOSING]),
        amount=None if worth is None else Decimal(worth),
        currency="" if worth is None else chance.choice(CURRENCIES),
        category=chance.choice(["pipeline", "commit", "commit", "omitted"]),
        **known(chance),
    )


def fill_with_past(world: World, chance: Random) -> None:
    """Let so many deals have gone on before that they say how fast deals leave their stages."""
    for account in world.accounts:
        account.segment = chance.choice(["", "", "rail"])
    accounts = [each.id for each in world.accounts]
    first = max((each.id for each in world.deals), default=0) + 1
    for key in range(first, first + chance.choice([8, 14, 24, 40])):
        began = chance.choice([paris(2024, 1, 5), paris(2024, 9, 1), paris(2025, 5, 1)])
        days = sorted(chance.choice([0, 10, 25, 60, 200]) for _step in range(4))
        names = chance.choice([
            ["contacted", "accepted", "offer", "won"], ["contacted", "offer", "lost"],
            ["accepted", "contacted", "accepted", "won"], ["contacted", "lost", "offer"],
        ])  # fmt: skip
        world.deals.append(
            Deal(
                LONG_AGO,
                id=key,
                account=chance.choice(accounts),
                type=chance.choice(["new", "new", "new", "expansion"]),
                steps=[
                    Step(LONG_AGO, stage=name, at=began + timedelta(days=after))
                    for name, after in zip(names, days, strict=False)
                ],
                amounts=[
                    Amount(
                        LONG_AGO,
                        tcv=Decimal(chance.choice([100, 100, 100, 60_000, 300_000])),
                        currency="EUR",
                        at=began,
                    )
                ],
            )
        )
