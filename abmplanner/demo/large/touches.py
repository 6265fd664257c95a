"""What passed with the accounts of a large installation: touches, visitors and their visits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from django.db import transaction

from abmplanner.demo.large.campaigns import Run
from abmplanner.demo.large.ground import Ground
from abmplanner.demo.large.people import Crowd
from abmplanner.demo.large.progress import Progress
from abmplanner.kit.by_month import make_months
from abmplanner.kit.copying import copy_rows, reserve
from accounts.enums import Automation, Channel, Direction, Stream, TouchOwner, TouchType
from accounts.models import Touch, Visitor, VisitorLink, WebSession

BATCH = 50_000  # rows in a transaction
PER_VISIT = 10  # touches for each visit to our site
TOLD, ASKED, MACHINES = 0.7, 0.04, 0.05  # shares of visits: account told, a key event, robots
BROWSERS = 2  # of each account: one of a person known, one of whoever works there
A_WEEK = timedelta(weeks=1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of touch: how often it comes among a thousand, where from, and who does it."""

    type: TouchType
    share: float
    source: str
    channel: Channel | None = None
    outbound: bool = False
    by_machine: float = 0
    sales: bool = False


EMAIL, WEB = ("mailer", Channel.EMAIL), ("site", None)
EVENT, WEBINAR = ("events", Channel.EVENT), ("events", Channel.WEBINAR)
SOCIAL, ADS = ("social", Channel.SOCIAL), ("ads", Channel.ADS)
KINDS = (
    Kind(TouchType.EMAIL_SENT, 180, *EMAIL, outbound=True, by_machine=1),
    Kind(TouchType.EMAIL_DELIVERED, 174, *EMAIL, outbound=True, by_machine=1),
    Kind(TouchType.EMAIL_BOUNCED, 6, *EMAIL, by_machine=1),
    Kind(TouchType.EMAIL_OPENED, 130, *EMAIL, by_machine=0.4),
    Kind(TouchType.EMAIL_CLICKED, 34, *EMAIL, by_machine=0.3),
    Kind(TouchType.EMAIL_REPLIED, 3, *EMAIL),
    Kind(TouchType.UNSUBSCRIBED, 1, *EMAIL),
    Kind(TouchType.AD_IMPRESSION, 120, *ADS, outbound=True, by_machine=0.1),
    Kind(TouchType.AD_CLICK, 6, *ADS, by_machine=0.2),
    Kind(TouchType.PAGE_VIEW, 240, *WEB, by_machine=0.05),
    Kind(TouchType.FORM_VIEW, 22, *WEB),
    Kind(TouchType.FORM_SUBMITTED, 8, *WEB),
    Kind(TouchType.DOWNLOAD, 14, *WEB),
    Kind(TouchType.EVENT_REGISTERED, 6, *EVENT),
    Kind(TouchType.EVENT_ATTENDED, 4, *EVENT),
    Kind(TouchType.WEBINAR_ATTENDED, 8, *WEBINAR),
    Kind(TouchType.SOCIAL_LIKE, 18, *SOCIAL),
    Kind(TouchType.SOCIAL_COMMENT, 4, *SOCIAL),
    Kind(TouchType.MEETING_HELD, 5, "calendar", sales=True),
    Kind(TouchType.CALL_CONNECTED, 7, "calendar", outbound=True, sales=True),
    Kind(TouchType.CALL_TRIED, 10, "calendar", outbound=True, sales=True),
)
NAMES = (
    "type", "occurred_at", "recorded_at", "account_id", "contact_id", "visitor_id", "campaign_id",
    "owner", "direction", "automation", "stream", "message", "link", "source", "source_key",
)  # fmt: skip


def tell_visitors(ground: Ground, crowd: Crowd) -> Sequence[int]:
    """Write the browsers of all accounts and whose they are; return their primary keys."""
    keys = reserve(Visitor, BROWSERS * len(crowd.accounts))
    whose = [
        (key, crowd.accounts[place // BROWSERS], crowd.contacts[place // BROWSERS])
        for place, key in enumerate(keys)
    ]
    known = [
        (key, account, None if place % BROWSERS else contact)
        for place, (key, account, contact) in enumerate(whose)
    ]
    first = BROWSERS * ground.held
    copy_rows(
        Visitor,
        ("id", "account_id", "contact_id", "source", "key"),
        ((*row, "site", f"browser-{first + place}") for place, row in enumerate(known)),
    )
    begin = ground.begin
    copy_rows(
        VisitorLink,
        ("visitor_id", "account_id", "contact_id", "recorded_at", "found_by"),
        ((*row, begin, "cookie" if row[2] else "network") for row in known),
    )
    return keys


@dataclass(frozen=True, slots=True)
class Passing:
    """All that a touch is drawn from."""

    ground: Ground
    crowd: Crowd
    visitors: Sequence[int]
    runs: Sequence[Run]


def tell_touches(passing: Passing, number: int, progress: Progress) -> None:
    """Write touches, week after week, and the visits to our site."""
    ground = passing.ground
    days = (ground.until - ground.since).days
    make_months(Touch._meta.db_table, (ground.since + n * A_DAY for n in range(days + 1)))  # noqa: SLF001 -- Django's own name
    shares = list(accumulate(passing.crowd.shares))
    for week in range(ground.weeks):
        start = ground.since + week * A_WEEK
        numbers = range(number * week // ground.weeks, number * (week + 1) // ground.weeks)
        rng = ground.rng(f"week {week}")
        for some in slices(numbers, BATCH):
            with transaction.atomic():
                places = rng.choices(range(len(shares)), cum_weights=shares, k=len(some))
                copy_rows(Touch, NAMES, touches(passing, rng, start, places, some))
            progress.add(len(some))
            with transaction.atomic():
                visits = slice(None, None, PER_VISIT)
                copy_visits(passing, rng, start, list(zip(places, some, strict=True))[visits])


def slices(numbers: range, size: int) -> Iterator[range]:
    """Yield a range in parts of a size."""
    for first in range(0, len(numbers), size):
        yield numbers[first : first + size]


def touches(
    passing: Passing, rng: Random, start: datetime, places: Sequence[int], numbers: range
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of touches of a week with the accounts at these places of the crowd."""
    ground, crowd, chance = passing.ground, passing.crowd, rng.random
    kinds = rng.choices(KINDS, [kind.share for kind in KINDS], k=len(numbers))
    running = {
        channel: [run.key for run in passing.runs if runs_in(run, channel, start)]
        for channel in Channel
    }
    seconds = A_WEEK.total_seconds()
    for number, place, kind in zip(numbers, places, kinds, strict=True):
        at = start + timedelta(seconds=int(chance() * seconds))
        campaigns = running[kind.channel] if kind.channel else ()
        by_mail, on_site = kind.channel is Channel.EMAIL, kind.source == "site"
        browser = int(chance() * BROWSERS)
        contact = crowd.contacts[place]
        if not on_site:
            contact += int(chance() * crowd.sizes[place])
        yield (
            kind.type.value, at, at, crowd.accounts[place],
            None if on_site and browser else contact,
            passing.visitors[place * BROWSERS + browser] if on_site else None,
            campaigns[int(chance() * len(campaigns))] if campaigns else None,
            TouchOwner.SALES.value if kind.sales else TouchOwner.MARKETING.value,
            Direction.OUTBOUND.value if kind.outbound else Direction.INBOUND.value,
            Automation.MACHINE.value if chance() < kind.by_machine else Automation.HUMAN.value,
            Stream.CAMPAIGN.value if by_mail else "",
            f"message-{number % 997}" if by_mail else "",
            f"page-{number % 211}" if on_site else "",
            kind.source, f"{ground.held}-{number}",
        )  # fmt: skip


def runs_in(run: Run, channel: Channel, start: datetime) -> bool:
    """Tell whether a campaign of a channel runs for the whole week."""
    return run.channel == channel and run.start <= start and run.end >= start + A_WEEK


def copy_visits(
    passing: Passing, rng: Random, start: datetime, places: Sequence[tuple[int, int]]
) -> None:
    """Write visits of a week; of some the account is told by the browser alone."""
    ground, crowd = passing.ground, passing.crowd

    def rows() -> Iterator[tuple[Any, ...]]:
        for place, number in places:
            at = start + timedelta(seconds=int(rng.random() * A_WEEK.total_seconds()))
            lasts = int(rng.expovariate(1 / 90))
            browser = passing.visitors[place * BROWSERS + int(rng.random() * BROWSERS)]
            account = crowd.accounts[place] if rng.random() < TOLD else None
            yield (
                "site", f"{ground.held}-{number}", account, browser, at, at, lasts,
                int(lasts * rng.random()), rng.randint(1, 9), int(rng.random() < ASKED),
                Automation.MACHINE if rng.random() < MACHINES else Automation.HUMAN,
            )  # fmt: skip

    names = (
        "source", "key", "account_id", "visitor_id", "started_at", "recorded_at", "duration_s",
        "engaged_s", "page_views", "key_events", "automation",
    )  # fmt: skip
    copy_rows(WebSession, names, rows())
