"""What a company's ads cost, as chance has it."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.records import Feed, Rate, Spent, World

LATE = paris(2026, 4, 10)
AMOUNTS = ["100", "400", "0.01", "33.3333", "-25.5", "1000"]


def add_spends(world: World, chance: Random) -> None:
    """Spend money on campaigns, mostly on days on which their ads were shown."""
    if chance.random() < 0.5:
        world.rates.append(Rate("USD", "EUR", date(2026, 3, 9), Decimal("0.9")))
    if chance.random() < 0.4:
        end = chance.choice([None, None, paris(2026, 3, 20)])
        world.feeds.append(Feed("spend", LONG_AGO, end, source=chance.choice(["linkedin", "x"])))
    if not world.campaigns:
        return
    for _line in range(chance.choice([0, 3, 8])):
        world.spends.append(line(world, chance))


def line(world: World, chance: Random) -> Spent:
    """Return a line of spend, mostly one that a platform bills for ads it told of."""
    told = chance.choice(world.ads) if world.ads and chance.random() < 0.8 else None
    known = chance.choice([(LONG_AGO, None)] * 4 + [(LATE, None), (LONG_AGO, LATE)])
    return Spent(
        recorded=known[0],
        voided=known[1],
        day=told.day if told else date(2026, 3, 9),
        amount=Decimal(chance.choice(AMOUNTS)),
        currency=chance.choice(["EUR", "EUR", "EUR", "USD"]),
        category=chance.choice([*["media"] * 4, "agency"]),
        source=told.source if told else chance.choice(["", "linkedin"]),
        by_click=chance.random() < 0.5,
        campaign=told.campaign if told else chance.choice(world.campaigns).id,
        account=chance.choice([*[None] * 5, world.accounts[0].id]),
        program=chance.choice([None, None, None, 1, 2]),
    )
