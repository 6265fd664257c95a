"""Rows that are what a platform says of the ads that it delivered on a day."""

from collections.abc import Sequence
from typing import Any

from accounts.actions.ad_delivery import differs, held_like, key_of, log_deliveries
from accounts.enums import AdFormat, Verdict
from accounts.ingest.kinds.touch import campaigns_named
from accounts.ingest.matching import homes
from accounts.ingest.records import Batch, Record
from accounts.models import AdDelivery

FIGURES = ("impressions", "clicks", "invalid_clicks")
OF_ACCOUNT = ("account", "account_key", "account_domain")


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Write the days that are new or differ from what we hold."""
    named = [record for record in records if any(record.get(name) for name in OF_ACCOUNT)]
    accounts = homes(batch, named)
    at_home = {id(record): accounts.home(record) for record in named}
    campaigns = campaigns_named(batch, records)
    told: list[tuple[Record, AdDelivery]] = []
    for record in records:
        campaign = campaigns.meant(record) if record.is_open else None
        if not record.is_open or campaign is None:
            continue
        when = record.values["day"]
        batch.saw([when])
        row = AdDelivery(
            day=when.day,
            source=batch.system,
            format=record.get("format") or AdFormat.SPONSORED,
            campaign=campaign,
            account=at_home.get(id(record)),
            **{name: record.get(name, 0) for name in FIGURES},
        )
        if row.invalid_clicks > row.clicks:
            record.reject("more_than_clicks", field="invalid_clicks")
        else:
            told.append((record, row))
    decide(batch, told)


def decide(batch: Batch, told: Sequence[tuple[Record, AdDelivery]]) -> None:
    """Write the days, and say which were new, which differ, and which were told before."""
    held = {key_of(row): row for row in held_like([row for _record, row in told])}
    batch.recall(held.values())
    first: dict[tuple[Any, ...], tuple[Record, AdDelivery]] = {}
    new: list[tuple[Record, AdDelivery]] = []
    for record, row in told:
        known = held.get(key_of(row))
        before, same = first.setdefault(key_of(row), (record, row))
        line = batch.told.get(known.pk, record.line) if known else record.line
        if before is not record:
            known, line = same, before.line
        if known is None:
            record.verdict = Verdict.CREATED
            new.append((record, row))
        elif not differs(row, known):
            record.verdict = Verdict.UNCHANGED
            record.target = known if known.pk else None
        elif line != record.line:
            record.reject("told_before", detail=str(line))
        else:
            record.verdict = Verdict.UPDATED
            new.append((record, row))
    log_deliveries(batch.actor, [row for _record, row in new])
    written = {key_of(row): row for row in held_like([row for _record, row in new])}
    for record, row in new:
        record.target = written.get(key_of(row))
