"""How we judged accounts, and what customers answered, as chance has it."""

from datetime import date
from random import Random

from tests.oracle.company_feedback import known
from tests.oracle.histories import LONG_AGO, collide, paris
from tests.oracle.records import Assessment, Index, Judgement, Seat, Touch, Voice, World

JUDGED_AT = [
    paris(2025, 11, 30), paris(2025, 12, 31, 12), paris(2026, 2, 10), paris(2026, 2, 28, 23, 59),
    paris(2026, 3, 9, 12), paris(2026, 3, 9, 12), paris(2026, 4, 2),
]  # fmt: skip
ANSWERED_AT = [paris(2025, 3, 15), paris(2025, 6, 2), paris(2026, 2, 3), paris(2026, 3, 9, 12)]
UNTIL = [None, None, date(2026, 2, 28), date(2026, 3, 31), date(2026, 5, 1)]


def fill_with_judgements(world: World, chance: Random) -> None:
    """Let us judge accounts, and customers answer in some companies."""
    accounts = [each.id for each in world.accounts]
    for key in range(1, chance.choice([0, 2, 5]) + 1):
        world.judgements.append(
            Judgement(
                **known(chance),
                id=key,
                account=chance.choice([1, *accounts]),
                rating=chance.randint(1, 5),
                at=chance.choice(JUDGED_AT),
                expires=chance.choice(UNTIL),
            )
        )
    people = [each.id for each in world.contacts]
    for key in range(1, chance.choice([0, 0, 9, 16]) + 1):
        world.voices.append(
            Voice(
                **known(chance),
                id=key,
                account=chance.choice([1, 1, *accounts]),
                contact=chance.choice([None, *people]),
                score=chance.randint(0, 10),
                kind=chance.choice([*["customer"] * 5, "employee"]),
                at=chance.choice(ANSWERED_AT),
            )
        )


ASSESSED_AT = [paris(2025, 3, 15), paris(2025, 4, 1), paris(2025, 9, 1), paris(2026, 3, 15, 12)]
REACTED_AT = [paris(2026, 3, 1), paris(2026, 3, 9, 12), paris(2026, 3, 29, 3), paris(2026, 4, 1)]
SOCIAL = ["social_like", "social_comment", "social_share", *["social_message"] * 3, "social_click",
          *["social_post"] * 2, "social_connected", "social_shown"]  # fmt: skip
SPOKEN_AT = [paris(2026, 1, 28, 12), paris(2026, 2, 3), *REACTED_AT, paris(2026, 3, 20, 8)]
READ_ON = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 20), date(2026, 4, 1)]
ON_TEAM = [(LONG_AGO, None), (LONG_AGO, None), (LONG_AGO, paris(2026, 3, 9, 12)),
           (paris(2026, 3, 9, 12), None)]  # fmt: skip


def fill_with_networks(world: World, chance: Random) -> None:
    """Let people react to us in networks, and us assess how developed that is."""
    accounts = [each.id for each in world.accounts]
    for key in range(1, chance.choice([0, 3, 7]) + 1):
        world.assessments.append(
            Assessment(
                **known(chance),
                id=key,
                account=chance.choice([1, *accounts]),
                subject=chance.choice(["ours", "ours", "theirs"]),
                level=chance.randint(1, 5),
                at=chance.choice(ASSESSED_AT),
            )
        )
    people = [each.id for each in world.contacts]
    fill_with_teams(world, chance)
    for _deed in range(chance.choice([0, 6, 16])):
        world.touches.append(
            Touch(
                **known(chance),
                type=chance.choice(SOCIAL),
                at=chance.choice(SPOKEN_AT),
                account=chance.choice([1, *accounts]),
                contact=chance.choice([None, *people, *people[:2] * 4]),
                automation=chance.choice(["human", "human", "unknown", "machine"]),
                direction=chance.choice(["inbound", "outbound"]),
                user=chance.choice([None, 1, 2, 9]),
                quantity=chance.choice([1, 1, 2, 30]),
                message=chance.choice(["", "one", "two"]),
            )
        )


def fill_with_teams(world: World, chance: Random) -> None:
    """Put some of us on teams, and let them copy their index down."""
    accounts = [each.id for each in world.accounts]
    for user in range(1, 8):
        for _seat in range(chance.choice([0, 1, 2])):
            start, end = chance.choice(ON_TEAM)
            seat = Seat(
                **known(chance),
                account=chance.choice([1, *accounts]),
                user=user,
                start=start,
                end=end,
            )
            if not any(collide(seat, other, "account", "user") for other in world.seats):
                world.seats.append(seat)
    for key in range(1, chance.choice([0, 9]) + 1):
        row = Index(
            **known(chance),
            id=key,
            user=chance.randint(1, 7),
            on=chance.choice(READ_ON),
            part=chance.choice([0, 10, 25]),
        )
        taken = {(each.user, each.on) for each in world.indices if each.voided is None}
        if row.voided is not None or (row.user, row.on) not in taken:
            world.indices.append(row)
