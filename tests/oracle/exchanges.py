"""What passes between us and the people of a company, as chance has it."""

from random import Random
from typing import Any

from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.records import Feed, Touch, World

LATE = paris(2026, 4, 10)
PASSED_AT = [  # around a year, half a year and a day before three as-of instants
    paris(2025, 3, 15, 23, 59), paris(2025, 3, 16, 0, 30), paris(2025, 4, 1), paris(2025, 6, 1, 1),
    paris(2025, 11, 12, 9), paris(2026, 1, 20, 9), paris(2026, 3, 1, 15), paris(2026, 3, 9, 12),
    paris(2026, 3, 15, 22), paris(2026, 3, 31, 23, 59), paris(2026, 4, 1), paris(2026, 5, 30, 8),
]  # fmt: skip
PASSING = [*["meeting_held", "email_sent", "email_replied"] * 3, "call_connected", "social_message",
           "event_attended", "auto_reply", "call_tried"]  # fmt: skip
STREAMS = ["", "", "", "one_to_one", "newsletter", "campaign"]
AUTOMATIONS = [*["human"] * 4, "unknown", "machine", "suspected"]
CHECKED_AT = [None, paris(2025, 9, 30), paris(2025, 10, 10), paris(2026, 3, 14), paris(2026, 4, 2)]
ADDRESSES = ["valid", "valid", "unknown", "bounced", "risky"]


def add_exchanges(world: World, chance: Random) -> None:
    """Let things pass between us and the people, and tell what we know of these."""
    for contact in world.contacts:
        contact.email_status = chance.choice(ADDRESSES)
        contact.phone = chance.choice(["", "+33 1"])
        contact.has_profile = chance.random() < 0.3
        contact.verified = chance.choice(CHECKED_AT)
    for need in world.needs:
        need.is_required = chance.random() < 0.8
    if chance.random() < 0.4:
        world.feeds.append(feed(world, chance))
    if not world.contacts:
        return
    for _touch in range(chance.choice([0, 6, 18, 18])):
        world.touches.append(exchange(world, chance))


def feed(world: World, chance: Random) -> Feed:
    """Return a feed of meetings and calls, of all, an account or a program."""
    of: dict[str, Any] = chance.choice(
        [{}, {"program": chance.choice([1, 2])}, {"account": chance.choice(world.accounts).id}]
    )
    end = chance.choice([None, None, paris(2026, 3, 20)])
    return Feed("sales_activity", LONG_AGO, end, **of)


def exchange(world: World, chance: Random) -> Touch:
    """Return one thing that passed, mostly at the account of the contact's record."""
    contact = chance.choice(world.contacts)
    return Touch(
        recorded=chance.choice([LONG_AGO, LONG_AGO, LONG_AGO, LATE]),
        type=chance.choice(PASSING),
        at=chance.choice(PASSED_AT),
        account=chance.choice([contact.account, contact.account, world.accounts[0].id]),
        contact=contact.id,
        automation=chance.choice(AUTOMATIONS),
        direction=chance.choice(["inbound", "outbound"]),
        stream=chance.choice(STREAMS),
        quantity=chance.choice([1, 1, 1, 3]),
        user=chance.choice([None, 1, 2, 3, 4]),
    )
