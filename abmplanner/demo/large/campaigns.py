"""Campaigns of a large installation: every four weeks one of each channel, some with lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from abmplanner.demo.large.ground import Ground, an_id
from abmplanner.kit.copying import copy_rows, reserve
from accounts.enums import CampaignKind, CampaignStatus, Channel
from accounts.models import Campaign, CampaignPeriod, CampaignTarget

CHANNELS = (
    Channel.EMAIL, Channel.ADS, Channel.WEBINAR, Channel.EVENT, Channel.SOCIAL, Channel.CONTENT,
)  # fmt: skip
THEMES = (
    "What downtime costs", "Energy under control", "Suppliers you can see", "Skills that stay",
    "Data ready for audit", "Plants that learn", "Carbon on the invoice", "Service before failure",
    "One view of orders", "Safer shifts", "Faster closings", "Spare parts on time",
    "Quality at the source",
)  # fmt: skip
FORMS = {
    Channel.EMAIL: "letters", Channel.ADS: "ads", Channel.WEBINAR: "webinar",
    Channel.EVENT: "breakfast", Channel.SOCIAL: "posts", Channel.CONTENT: "guide",
}  # fmt: skip
APART, LONG = timedelta(weeks=4), timedelta(weeks=6)
LISTED = 10  # one account in so many stands on the list of a personalized campaign


@dataclass(frozen=True, slots=True)
class Run:
    """A campaign: its key and name, its channel and kind, and when it ran."""

    key: int
    name: str
    channel: Channel
    kind: CampaignKind
    start: datetime
    end: datetime


def tell_campaigns(ground: Ground, accounts: Sequence[int]) -> list[Run]:
    """Write the campaigns of the whole time with their periods and lists, and return them."""
    rng = ground.rng("campaigns")
    starts = []
    at = ground.since
    while at < ground.until:
        starts.append(at)
        at += APART
    keys = iter(reserve(Campaign, len(starts) * len(CHANNELS)))
    runs = [
        Run(
            next(keys), a_name(round_, channel, start), channel, a_kind(round_ + place), start,
            start + LONG,
        )
        for round_, start in enumerate(starts)
        for place, channel in enumerate(CHANNELS)
    ]  # fmt: skip
    copy_campaigns(ground, rng, runs)
    if accounts:
        copy_rows(
            CampaignTarget,
            ("campaign_id", "account_id", "from_at", "recorded_at"),
            (
                (run.key, account, run.start, run.start)
                for run in runs
                if run.kind == CampaignKind.PERSONALIZED
                for account in rng.sample(accounts, max(1, len(accounts) // LISTED))
            ),
        )
    return runs


def a_name(number: int, channel: Channel, start: datetime) -> str:
    """Return what a campaign is called: the theme of its round, its form and its month."""
    return f"{THEMES[number % len(THEMES)]}: {FORMS[channel]}, {start:%B %Y}"


def a_kind(number: int) -> CampaignKind:
    """Return the kind of a campaign: every third one is made for the accounts of a list."""
    return CampaignKind.GENERAL if number % 3 else CampaignKind.PERSONALIZED


def copy_campaigns(ground: Ground, rng: Random, runs: Sequence[Run]) -> None:
    """Write campaigns as they are now, and the states they went through."""

    def status(run: Run) -> CampaignStatus:
        return CampaignStatus.ENDED if run.end <= ground.until else CampaignStatus.ACTIVE

    copy_rows(
        Campaign,
        ("id", "public_id", "name", "program_id", "channel", "starts_at", "ends_at", "kind",
         "status"),
        (
            (run.key, an_id(rng), run.name, ground.program.pk, run.channel, run.start, run.end,
             run.kind, status(run))
            for run in runs
        ),
    )  # fmt: skip

    def periods() -> Iterator[tuple[Any, ...]]:
        for run in runs:
            over = run.end <= ground.until
            end = run.end if over else None
            yield run.key, run.kind, CampaignStatus.ACTIVE, run.start, end, run.start
            if over:
                yield run.key, run.kind, CampaignStatus.ENDED, run.end, None, run.end

    names = ("campaign_id", "kind", "status", "from_at", "to_at", "recorded_at")
    copy_rows(CampaignPeriod, names, periods())
