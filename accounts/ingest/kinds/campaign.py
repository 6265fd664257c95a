"""Rows that are campaigns, or accounts that these aim at."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from abmplanner.kit.saving import Built
from accounts.actions.campaign import change_campaign, found_campaign, latest_period
from accounts.enums import CampaignKind, CampaignStatus, Verdict
from accounts.ingest.kinds.changes import change as apply
from accounts.ingest.kinds.each import (
    AbsentError,
    RefusedError,
    begins,
    differing,
    keep_key,
    keyed_or,
    said_of,
    tell_period,
    unclaimed,
    write_each,
)
from accounts.ingest.kinds.touch import campaigns_named
from accounts.ingest.matching import homes, name_key
from accounts.ingest.records import Batch, Record
from accounts.models import Campaign, CampaignTarget, Program


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change campaigns, and say in which state they are since when."""
    records = unclaimed(batch, "campaign", records)

    def save(record: Record) -> None:
        name = record.get("name") or record.get("key")
        rows = Campaign.objects.visible_to(batch.actor)
        found = keyed_or(batch, "campaign", record.get("key"), rows, Q(search_key=name_key(name)))
        if len(found) > 1:
            raise RefusedError("campaign_ambiguous", field="name", detail=name)
        told = told_of(batch, record)
        if found:
            change(batch, record, found[0], told)
        else:
            row = Campaign(name=name, program=batch.run.program)
            apply(row, told)
            made = found_campaign(batch.actor, Built(row), **state_of(batch, record))
            batch.create(record, made)
        keep_key(batch, "campaign", record)

    write_each(batch, records, save)


def told_of(batch: Batch, record: Record) -> dict[str, Any]:
    """Return what a row says of a campaign, as its columns have it."""
    told: dict[str, Any] = said_of(record, "name", "channel")
    program = batch.run.program
    if name := record.get("program"):
        told["program"] = program = program_named(batch, name)
    zone = program.time_zone if program else ""
    if "starts_on" in record.values:
        told["starts_at"] = record.values["starts_on"].begins(zone)
    if "ends_on" in record.values:
        told["ends_at"] = record.values["ends_on"].ends(zone)
    name, key = record.get("parent"), record.get("parent_key")
    if name or key:
        rows = Campaign.objects.visible_to(batch.actor)
        named = Q(search_key=name_key(name)) if name else Q(pk__in=())
        found = keyed_or(batch, "campaign", key, rows, named)
        if not found:
            raise AbsentError("campaign_unknown", name or key)
        told["parent"] = found[0]
    return told


def program_named(batch: Batch, name: str) -> Program:
    """Return the program of a name. Raises RefusedError where not exactly one has it."""
    rows = Program.objects.visible_to(batch.actor)
    found = list(rows.filter(Q(name_en__iexact=name) | Q(name_fr__iexact=name))[:2])
    if len(found) != 1:
        raise RefusedError("program_unknown", field="program", detail=name)
    return found[0]


def state_of(batch: Batch, record: Record) -> dict[str, Any]:
    """Return the state that a new campaign begins with."""
    return {
        "kind": record.get("kind") or CampaignKind.GENERAL,
        "status": record.get("status") or CampaignStatus.PLANNED,
        "at": begins(batch, record, "since"),
    }


def change(batch: Batch, record: Record, campaign: Campaign, told: dict[str, Any]) -> None:
    """Change a campaign where a row says otherwise, and its state since a day."""
    state = {name: record.get(name) for name in ("kind", "status") if record.get(name)}
    last = latest_period(campaign)
    if last and "since" in record.values and begins(batch, record, "since") < last.from_at:
        state = {}  # the file tells of a state that another one followed
    turned = any(getattr(campaign, name) != value for name, value in state.items())
    batch.recall([campaign])
    undated = turned and "since" not in record.values
    changed = batch.settle(record, campaign, changed=differing(campaign, told) or undated)
    if record.verdict == Verdict.REJECTED or not (changed or turned):
        return
    record.verdict = Verdict.UPDATED
    apply(campaign, told)
    at = begins(batch, record, "since") if turned else None
    record.target = change_campaign(
        batch.actor, Built(campaign), version=campaign.version, at=at, **(state if turned else {})
    )


def write_targets(batch: Batch, records: Sequence[Record]) -> None:
    """Write which accounts stood on which campaign's list, from when to when."""
    accounts = homes(batch, records)
    campaigns = campaigns_named(batch, records)
    at_home = {id(record): accounts.home(record) for record in records}
    aimed = {id(record): campaigns.meant(record) for record in records if record.is_open}

    def tell(record: Record) -> None:
        campaign, account = aimed[id(record)], at_home[id(record)]
        if campaign is None or account is None:
            raise RefusedError("needed", field="campaign")
        row = CampaignTarget(campaign=campaign, account=account)
        alike = CampaignTarget.objects.visible_to(batch.actor)
        tell_period(batch, record, row, alike.filter(campaign=campaign, account=account))

    write_each(batch, records, tell)
