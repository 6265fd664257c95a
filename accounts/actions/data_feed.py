"""Feeds: what an import shows to be complete from when to when."""

from collections.abc import Iterable
from datetime import datetime

import pghistory
from django.db import transaction

from abmplanner.kit.actor import Actor
from accounts.actions.bulk import locked, save_all
from accounts.models import Account, DataFeed, Program


@transaction.atomic
def extend_feeds(
    actor: Actor,
    record_type: str,
    source: str,
    *,
    covers_from: datetime,
    covers_to: datetime | None,
    program: Program | None = None,
    accounts: Iterable[Account] | None = None,
    now: datetime,
) -> list[DataFeed]:
    """Say that a source's records are complete from one instant to another; return what changed.

    Without an end they are live: complete from then on. The feed is of the program, or else of
    these accounts, or else of the whole installation. One that is there is stretched, never
    shortened, and one that is live stays so.
    """
    scope = {"program": program} if program else {}
    wanted = [{"account": each} for each in accounts] if accounts is not None else [scope]
    rows = DataFeed.objects.visible_to(actor).filter(
        record_type=record_type, source=source, program=program
    )
    if accounts is not None:
        rows = rows.filter(account__in=[each["account"] for each in wanted])
    else:
        rows = rows.filter(account=None)
    known = {feed.account_id: feed for feed in locked(rows)}
    changed = []
    for values in wanted:
        account = values.get("account")
        feed = known.get(account.pk if isinstance(account, Account) else None)
        if feed is None:
            feed = DataFeed(
                record_type=record_type,
                source=source,
                covers_from=covers_from,
                covers_to=covers_to,
                **values,
            )
            changed.append(feed)
        elif stretch(feed, covers_from, covers_to):
            changed.append(feed)
    with pghistory.context(actor=actor.label):
        save_all(actor, changed, now=now)
    return changed


def stretch(feed: DataFeed, covers_from: datetime, covers_to: datetime | None) -> bool:
    """Let a feed cover these instants too, or all from then on; tell whether it did not yet."""
    before = feed.covers_from, feed.covers_to
    feed.covers_from = min(feed.covers_from, covers_from)
    if feed.covers_to is not None:
        feed.covers_to = covers_to and max(feed.covers_to, covers_to)
    return (feed.covers_from, feed.covers_to) != before
