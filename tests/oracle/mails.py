"""The mail of a company, as chance has it."""

from random import Random

from tests.oracle.exchanges import AUTOMATIONS, LATE, PASSED_AT
from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.records import Touch, World

MESSAGES = ["", "spring", "spring", "autumn"]
MAILED_AT = [  # around a window's start, a week before an as-of, and a month before a window
    paris(2026, 1, 29, 23), paris(2026, 2, 10, 9), paris(2026, 2, 28, 23, 59), paris(2026, 3, 1),
    paris(2026, 3, 8, 23), paris(2026, 3, 9, 12), paris(2026, 3, 24, 1), paris(2026, 3, 31, 12),
]  # fmt: skip
HAPPENING = [*["email_opened", "email_clicked"] * 2, "email_replied", "unsubscribed", "auto_reply"]
LINKS = ["", "paper", "Unsubscribe here", "page-de-désabonnement"]


def add_mails(world: World, chance: Random) -> None:
    """Send messages to people, and let something become of most of them."""
    people = [each.id for each in world.contacts]
    for _mail in range(chance.choice([0, 4, 10])):
        contact = chance.choice([*people, *people, None])
        sent = Touch(
            recorded=LONG_AGO,
            type=chance.choice(["email_sent", "email_delivered", "email_delivered"]),
            at=chance.choice(MAILED_AT),
            account=chance.choice(world.accounts).id,
            contact=contact,
            campaign=chance.choice([None, *(each.id for each in world.campaigns)]),
            automation=chance.choice(AUTOMATIONS),
            direction="outbound",
            stream=chance.choice(["", "newsletter", "campaign", "one_to_one"]),
            message=chance.choice(MESSAGES),
        )
        world.touches.append(sent)
        for _event in range(chance.choice([0, 1, 2, 2])):
            world.touches.append(event(sent, world, chance))


def event(sent: Touch, world: World, chance: Random) -> Touch:
    """Return something that became of a mail, or is told of it again."""
    twins = [each.id for each in world.contacts if each.merged_into == sent.contact]
    kind = chance.choice([*HAPPENING, *HAPPENING, "email_delivered", "email_bounced"])
    return Touch(
        recorded=chance.choice([LONG_AGO, LONG_AGO, LATE]),
        type=kind,
        at=chance.choice([each for each in (*MAILED_AT, *PASSED_AT) if each >= sent.at]),
        account=sent.account,
        contact=chance.choice([sent.contact, *twins]) if sent.contact else None,
        campaign=chance.choice([sent.campaign, sent.campaign, None]),
        automation=chance.choice(AUTOMATIONS),
        direction=chance.choice(["inbound", "inbound", "outbound"]),
        stream=chance.choice([sent.stream, ""]),
        link=chance.choice(LINKS) if kind == "email_clicked" else "",
        message=sent.message,
    )
