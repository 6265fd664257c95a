"""What is said of our marketing, as chance has it."""

from random import Random
from typing import Any

from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.records import Feedback, Rating, World

LATE, WITHDRAWN = paris(2026, 4, 10), paris(2026, 5, 1)
KNOWN = [(LONG_AGO, None)] * 6 + [(LATE, None), (LONG_AGO, LATE), (LATE, WITHDRAWN)]
SAID_AT = [
    paris(2025, 12, 31, 23), paris(2026, 3, 1), paris(2026, 3, 9, 12), paris(2026, 3, 9, 12),
    paris(2026, 3, 15, 23, 30), paris(2026, 3, 29, 3), paris(2026, 3, 31, 23, 30),
    paris(2026, 4, 1),
]  # fmt: skip
SETTLED = [None, paris(2026, 3, 16), paris(2026, 4, 20)]
SCALES = [(1, 5), (1, 5), (0, 10), (1, 3)]


def fill_with_feedback(world: World, chance: Random) -> None:
    """Let sales and the people of accounts say what they think of our marketing."""
    accounts = [each.id for each in world.accounts]
    for key in range(1, chance.choice([0, 0, 6, 14]) + 1):
        at = chance.choice(SAID_AT)
        replied = at if chance.random() < 0.5 else None
        world.feedback.append(
            Feedback(
                recorded=chance.choice([LONG_AGO, LONG_AGO, LATE]),
                id=key,
                account=chance.choice([1, *accounts]),
                author=chance.choice([1, 2, 3, 4, 5]),
                activities=chance.choice([None, 1, 3, 4, 5]),
                marketer=chance.choice([None, None, 2, 4, 5]),
                at=at,
                replied=replied,
                settled=chance.choice(SETTLED) if replied else None,
            )
        )
    people = [each.id for each in world.contacts]
    for key in range(1, chance.choice([0, 0, 6, 14]) + 1):
        lowest, highest = chance.choice(SCALES)
        world.ratings.append(
            Rating(
                **known(chance),
                id=key,
                account=chance.choice([1, *accounts]),
                contact=chance.choice([None, *people]),
                about=chance.choice(["activities", "activities", "marketer"]),
                score=chance.randint(lowest, highest),
                lowest=lowest,
                highest=highest,
                at=chance.choice(SAID_AT),
            )
        )


def known(chance: Random) -> dict[str, Any]:
    recorded, voided = chance.choice(KNOWN)
    return {"recorded": recorded, "voided": voided}


def add_opinions(world: World) -> None:
    """Let five of sales, and five of the first account, rate one of us in March."""
    for key in range(1, 6):
        at = paris(2026, 3, key, 12)
        world.feedback.append(
            Feedback(LONG_AGO, id=100 + key, account=1, author=5 + key, activities=4, marketer=5,
                     at=at)
        )  # fmt: skip
        world.ratings.append(
            Rating(LONG_AGO, id=100 + key, account=1, about="marketer", score=4, at=at)
        )
