"""Ledgers of what people allow, filled by chance."""

from datetime import timedelta
from random import Random

from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.records import Feed, Line, Stop, World

LATE, WITHDRAWN = paris(2026, 4, 10), paris(2026, 5, 1)
KNOWN = [(LONG_AGO, None)] * 6 + [(LATE, None), (LONG_AGO, LATE), (LATE, WITHDRAWN)]
TIMES = [  # around three years before an as-of, around the windows, and all over them
    LONG_AGO, paris(2023, 3, 15, 23, 59), paris(2023, 3, 31, 23, 59), paris(2023, 4, 1),
    paris(2023, 6, 1), paris(2025, 7, 1), paris(2026, 2, 14, 9), paris(2026, 3, 1),
    paris(2026, 3, 9, 12), paris(2026, 3, 9, 12), paris(2026, 3, 15, 23, 30),
    paris(2026, 3, 31, 23, 30), paris(2026, 4, 1), paris(2026, 4, 20),
]  # fmt: skip
ENDS = [paris(2026, 3, 16), paris(2026, 4, 1), paris(2026, 6, 14), paris(2026, 6, 30),
        paris(2027, 1, 1)]  # fmt: skip
ACTIONS = [*["given", "given", "informed"] * 3, "pending", "withdrawn", "objected"]


def fill_with_consents(world: World, chance: Random) -> None:
    """Write ledgers for contacts, suppress addresses, and make some companies customers."""
    for account in world.accounts:
        account.status = chance.choice(["target", "prospect", "customer"])
    if chance.random() < 0.4:
        world.feeds.append(Feed("consent", *chance.choice([(LONG_AGO, None), (LONG_AGO, LATE)])))
    for contact in world.contacts:
        contact.phone = chance.choice(["", "+33 1 02 03 04 05"])
        contact.email_status = chance.choice(["unknown", "valid", "risky", "bounced"])
        for _line in range(chance.choice([0, 1, 1, 2, 4])):
            world.lines.append(line(contact.id, chance))
        if chance.random() < 0.2:
            recorded, voided = chance.choice(KNOWN)
            world.stops.append(
                Stop(
                    recorded,
                    voided,
                    address=contact.email or f"nobody{contact.id}@example.test",
                    contact=chance.choice([None, contact.id]),
                    at=chance.choice(TIMES),
                    channel=chance.choice(["email", "email", "phone"]),
                    reason=chance.choice(["unsubscribed", "bounced", "complaint", "erased"]),
                )
            )


def line(contact: int, chance: Random) -> Line:
    """Return a line of the ledger of a contact; most are proven, and most are of e-mail."""
    recorded, voided = chance.choice(KNOWN)
    action, at = chance.choice(ACTIONS), chance.choice(TIMES)
    if action in {"withdrawn", "objected"}:
        voided = None
    ends = [end for end in ENDS if end > at]
    return Line(
        recorded,
        voided,
        contact=contact,
        at=at,
        action=action,
        basis="legitimate_interest" if action == "informed" else "consent",
        purpose=chance.choice([*["marketing"] * 5, "surveys"]),
        channel=chance.choice([*["email"] * 4, "phone", "phone", "profiling"]),
        source=chance.choice(["person", "person", "import", "api"]),
        proof=chance.choice(["form", "form", "form", ""]),
        expires=chance.choice([None, None, None, *ends]),
        informed=chance.choice([None, at, at + timedelta(days=20)]),
    )
