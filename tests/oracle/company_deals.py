"""What deals of a company went through, and who touched them, as chance has it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.records import (
    Amount,
    Assumption,
    Contact,
    Deal,
    Feed,
    Rate,
    Spent,
    Step,
    Touch,
    World,
)

OWNERS = ["marketing", "marketing", "sales", "sdr", "partner"]
BEGAN_AT = [
    paris(2025, 9, 5, 10), paris(2025, 12, 1), paris(2026, 1, 9, 18), paris(2026, 1, 31, 23, 59),
    paris(2026, 3, 1), paris(2026, 3, 2, 9), paris(2026, 3, 16), paris(2026, 3, 20, 9),
]  # fmt: skip
LATE, WITHDRAWN = paris(2026, 4, 10), paris(2026, 5, 1)
KNOWN = [(LONG_AGO, None)] * 8 + [(LATE, None), (LONG_AGO, LATE), (LATE, WITHDRAWN)]
PASSED = [  # days and hours around the creation of a deal
    (-366, 0), (-365, 0), (-365, -1), (-181, 0), (-180, 0), (-179, 23), (-40, 3), (-9, 2), (-1, 0),
    (0, 0), (0, 1), (29, 23), (30, 0), (31, 0), (45, 0), (70, 5),
]  # fmt: skip
TYPES = ["form_submitted", "webinar_attended", "meeting_held", "call_connected", "email_clicked",
         "page_view", "page_view", "social_like", "email_delivered", "email_opened", "ad_click",
         "email_replied"]  # fmt: skip
STEPS_AFTER = [0, 10, 29, 30, 31, 45, 45, 62, 62]


def fill_with_deals(world: World, chance: Random) -> None:
    """Give a company deals, with or without a group, and touches around when they began."""
    for touch in world.touches:
        touch.owner = chance.choice(OWNERS)
    world.rates.append(Rate("USD", "EUR", date(2025, 1, 1), Decimal("0.9")))
    if chance.random() < 0.5:
        world.rates.append(Rate("USD", "EUR", date(2026, 3, 16), Decimal("0.92")))
    add_feeds(world, chance)
    add_costs(world, chance)
    for number in range(1, chance.choice([2, 9, 16, 30]) + 1):
        deal = make_deal(world, chance, number)
        world.deals.append(deal)
        for _touch in range(chance.choice([0, 1, 3, 6])):
            world.touches.append(near(world, deal, chance))


def add_feeds(world: World, chance: Random) -> None:
    since = [LONG_AGO, LONG_AGO, LONG_AGO, paris(2025, 6, 1), paris(2026, 2, 1)]
    if chance.random() < 0.7:
        world.feeds.append(Feed("opportunity", LONG_AGO))
    if chance.random() < 0.8:
        world.feeds.append(Feed("email", chance.choice(since)))
    for of in ({"account": 1}, {"program": 1}):
        if chance.random() < 0.3:
            end = chance.choice([None, paris(2026, 3, 9)])
            world.feeds.append(Feed("sales_activity", chance.choice(since), end, **of))


def add_costs(world: World, chance: Random) -> None:
    """Let programs cost something, and plans take margins for granted."""
    if chance.random() < 0.7:
        world.feeds.append(Feed("spend", LONG_AGO))
    campaigns = [None, *[each.id for each in world.campaigns]]
    for _line in range(chance.choice([0, 2, 5])):
        world.spends.append(
            Spent(
                LONG_AGO,
                day=chance.choice([date(2025, 9, 1), date(2026, 1, 5), date(2026, 3, 31)]),
                amount=Decimal(chance.choice(["40", "250.5", "10"])),
                currency=chance.choice(["EUR", "EUR", "EUR", "CHF"]),
                category=chance.choice(["media", "people", "tool"]),
                campaign=chance.choice(campaigns),
                program=chance.choice([1, 1, 2]),
            )
        )
    whose = [{}, {"program": 1}, {"account": 1}, {"program": 2}]
    for of in whose:
        if chance.random() < 0.5:
            share = Decimal(chance.choice(["0.6", "0.35"]))
            end = chance.choice([None, None, paris(2026, 3, 5)])
            world.assumptions.append(
                Assumption(LONG_AGO, start=LONG_AGO, end=end, share=share, key="margin", **of)
            )


def make_deal(world: World, chance: Random, number: int) -> Deal:
    began = chance.choice(BEGAN_AT)
    grouped = world.groups and chance.random() < 0.5
    group = chance.choice(world.groups) if grouped else None
    likely = [*["contacted", "accepted", "accepted", "offer"] * 3, "", "lost"]
    ends = chance.sample(["accepted", "won", "lost", "won", "won", "offer"], 2)
    at, steps = began, []
    for key in [chance.choice(likely), *ends][: chance.choice([1, 2, 2, 3])]:
        steps.append(step(key, at, chance))
        at += timedelta(days=chance.choice(STEPS_AFTER))
    before = [each.id for each in world.deals]
    return Deal(
        LONG_AGO,
        id=number,
        account=group.account if group else chance.choice(world.accounts).id,
        group=group.id if group else None,
        type=chance.choice(["new", "new", "expansion", "renewal"]),
        is_test=chance.random() < 0.05,
        merged_into=chance.choice(before) if before and chance.random() < 0.05 else None,
        split_from=chance.choice(before) if before and chance.random() < 0.1 else None,
        steps=steps,
        amounts=[amount(began, chance) for _row in range(chance.choice([0, 1, 1, 1, 1, 2]))],
    )


def step(key: str, at: datetime, chance: Random) -> Step:
    reasons = ["decided", "decided", "decided", "no_decision", "duplicate"]
    recorded, voided = chance.choice(KNOWN)
    return Step(
        recorded,
        voided,
        stage=key,
        at=None if chance.random() < 0.02 else at,
        reason=chance.choice(reasons) if key in {"won", "lost"} else "decided",
    )


def amount(began: datetime, chance: Random) -> Amount:
    recorded, voided = chance.choice(KNOWN)
    return Amount(
        recorded,
        voided,
        tcv=chance.choice(
            [None, Decimal(0), *[Decimal(100), Decimal("1000.55"), Decimal(777)] * 3]
        ),
        acv=chance.choice([None, *[Decimal(50), Decimal("333.33")] * 4]),
        currency=chance.choice([*["EUR", "USD"] * 4, "CHF"]),
        at=began,
    )


def near(world: World, deal: Deal, chance: Random) -> Touch:
    """Return a touch around the instant at which a deal began, mostly of its account."""
    dated = [each.at for each in deal.steps if each.at is not None]
    days, hours = chance.choice(PASSED)
    at = (min(dated) if dated else BEGAN_AT[0]) + timedelta(days=days, hours=hours)
    account = deal.account if chance.random() < 0.9 else chance.choice(world.accounts).id
    recorded, voided = chance.choice(KNOWN)
    campaigns: list[Any] = [None, *[each.id for each in world.campaigns]]
    return Touch(
        recorded,
        voided,
        type=chance.choice(TYPES),
        at=at,
        account=account,
        contact=person(world, deal, chance),
        visitor=chance.choice([None, None, *world.visitors]),
        campaign=chance.choice(campaigns),
        automation=chance.choice(["human"] * 5 + ["unknown", "machine", "suspected"]),
        direction=chance.choice(["inbound", "inbound", "outbound"]),
        owner=chance.choice(OWNERS),
        session=chance.choice(["", "visit"]),
    )


def person(world: World, deal: Deal, chance: Random) -> int | None:
    """Return somebody: of the group of the deal, mostly, where it has one."""
    members = [each.contact for each in world.members if each.group == deal.group]
    if members and chance.random() < 0.7:
        return chance.choice(members)
    anybody: list[Contact | None] = [None, *world.contacts]
    chosen = chance.choice(anybody)
    return chosen.id if chosen else None


def instants(world: World) -> list[datetime]:
    """Return when anything passed, so that the table of touches has its months."""
    return [each.at for each in world.touches]
