"""Rows that are campaigns, or accounts that these aim at."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from accounts.actions.campaign import turns
from accounts.enums import CampaignKind, CampaignStatus, Verdict
from accounts.ingest.held import Held, Keyed
from accounts.ingest.kinds.changes import change
from accounts.ingest.kinds.each import (
    AbsentError,
    RefusedError,
    begins,
    differing,
    held_alive,
    said_of,
    save_told,
    tell_period,
    unclaimed,
    write_each,
)
from accounts.ingest.kinds.touch import campaigns_named
from accounts.ingest.matching import homes, name_key
from accounts.ingest.records import Batch, Record
from accounts.models import Campaign, CampaignPeriod, CampaignTarget, ControlAccount, Program


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change campaigns, and say in which state they are since when."""
    records = unclaimed(batch, "campaign", records)
    known = campaigns_of(batch, records)
    rows = CampaignPeriod.objects.visible_to(batch.actor)
    periods = held_alive(batch, rows.filter(campaign__in=known.by_id), "campaign_id")
    programs = Programs(batch)

    def save(record: Record) -> None:
        name = record.get("name") or record.get("key")
        found = known.meant(record.get("key"), None, name)
        if len(found) > 1:
            raise RefusedError("campaign_ambiguous", field="name", detail=name)
        told = told_of(batch, record, programs, known)
        if found:
            tell(batch, record, found[0], told, periods)
        else:
            row = Campaign(name=name, program=batch.run.program)
            change(row, told)
            periods.add(found_campaign(batch, record, row))
            known.add(row)
        known.keep_key(record)

    write_each(batch, records, save)


def campaigns_of(batch: Batch, records: Sequence[Record]) -> Keyed[Campaign]:
    """Return the campaigns that rows describe or are a part of."""
    names = ("name", "key", "parent")
    keys = {record.get(name) for record in records for name in ("key", "parent_key")}
    spoken = {name_key(record.get(name)) for record in records for name in names} - {""}
    return Keyed(
        batch,
        "campaign",
        Campaign.objects.visible_to(batch.actor),
        keys=keys,
        named=Q(search_key__in=spoken),
        home=lambda _campaign: None,
        fold=name_key,
    )


def told_of(
    batch: Batch, record: Record, programs: "Programs", known: Keyed[Campaign]
) -> dict[str, Any]:
    """Return what a row says of a campaign, as its columns have it."""
    told: dict[str, Any] = said_of(record, "name", "channel")
    program = batch.run.program
    if name := record.get("program"):
        program = programs.named(name)
        told["program_id"] = program.pk
    zone = program.time_zone if program else ""
    if "starts_on" in record.values:
        told["starts_at"] = record.values["starts_on"].begins(zone)
    if "ends_on" in record.values:
        told["ends_at"] = record.values["ends_on"].ends(zone)
    name, key = record.get("parent"), record.get("parent_key")
    if name or key:
        found = known.meant(key, None, name)
        if not found:
            raise AbsentError("campaign_unknown", name or key)
        told["parent_id"] = found[0].pk
    return told


class Programs:
    """The programs within reach, by their names; looked up once one is named."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.rows: dict[str, set[Program]] | None = None

    def named(self, name: str) -> Program:
        """Return the program of a name. Raises RefusedError where not exactly one has it."""
        if self.rows is None:
            self.rows = {}
            for row in Program.objects.visible_to(self.batch.actor):
                for each in (row.name_en.casefold(), row.name_fr.casefold()):
                    self.rows.setdefault(each, set()).add(row)
        found = self.rows.get(name.casefold(), set())
        if len(found) != 1:
            raise RefusedError("program_unknown", field="program", detail=name)
        return next(iter(found))


def found_campaign(batch: Batch, record: Record, campaign: Campaign) -> CampaignPeriod:
    """Write a campaign that is not there yet, with the period that its history begins with."""
    state = {
        "kind": record.get("kind") or CampaignKind.GENERAL,
        "status": record.get("status") or CampaignStatus.PLANNED,
    }
    at = begins(batch, record, "since")
    turns(None, state, at)
    change(campaign, state)
    batch.create(record, batch.writes.add(campaign))
    return batch.writes.add(CampaignPeriod(campaign=campaign, from_at=at, **state))


def tell(
    batch: Batch,
    record: Record,
    campaign: Campaign,
    told: dict[str, Any],
    periods: Held[CampaignPeriod],
) -> None:
    """Change a campaign where a row says otherwise, and its state since a day."""
    at = begins(batch, record, "since")
    state = {name: record.get(name) for name in ("kind", "status") if record.get(name)}
    last = max(periods.of(campaign.pk), key=lambda row: row.from_at, default=None)
    if last and "since" in record.values and at < last.from_at:
        state = {}  # the file tells of a state that another one followed
    turned = differing(campaign, state)
    if not turned:
        save_told(batch, record, campaign, told)
        return
    undated = "since" not in record.values
    batch.settle(record, campaign, changed=differing(campaign, told) or undated)
    if record.verdict == Verdict.REJECTED:
        return
    state = {"kind": campaign.kind, "status": campaign.status, **state}
    if turns(last, state, at):
        if last is not None and last.from_at == at:
            periods.add(batch.writes.correct(last, **state))
        else:
            if last is not None and last.to_at is None:
                periods.add(batch.writes.correct(last, to_at=at))
            period = CampaignPeriod(campaign=campaign, from_at=at, **state)
            periods.add(batch.writes.add(period))
    change(campaign, told | state)
    batch.writes.change(campaign)
    record.verdict = Verdict.UPDATED


def write_targets(batch: Batch, records: Sequence[Record]) -> None:
    """Write which accounts stood on which campaign's list, from when to when."""
    accounts = homes(batch, records)
    campaigns = campaigns_named(batch, records)
    at_home = {id(record): accounts.home(record) for record in records}
    aimed = {id(record): campaigns.meant(record) for record in records if record.is_open}

    rows = CampaignTarget.objects.visible_to(batch.actor)
    ids = [each.pk for each in aimed.values() if each]
    rows = rows.filter(campaign__in=ids, account__in=accounts.by_id)
    held = held_alive(batch, rows, "campaign_id", "account_id")

    def tell(record: Record) -> None:
        campaign, account = aimed[id(record)], at_home[id(record)]
        if campaign is None or account is None:
            raise RefusedError("needed", field="campaign")
        row = CampaignTarget(campaign=campaign, account=account)
        tell_period(batch, record, row, held)

    write_each(batch, records, tell)


def write_controls(batch: Batch, records: Sequence[Record]) -> None:
    """Write which accounts are held out of which campaign, or of which program."""
    accounts = homes(batch, records)
    campaigns = campaigns_named(batch, records)
    programs = Programs(batch)
    at_home = {id(record): accounts.home(record) for record in records}
    of_campaign = {id(record): campaigns.meant(record) for record in records if record.is_open}
    rows = ControlAccount.objects.visible_to(batch.actor).filter(account__in=accounts.by_id)
    held = held_alive(batch, rows, "campaign_id", "program_id", "account_id")

    def tell(record: Record) -> None:
        campaign, name = of_campaign[id(record)], record.get("program")
        if (campaign is None) == (not name):
            raise RefusedError("needed", field="program")
        row = ControlAccount(
            account=at_home[id(record)],
            campaign=campaign,
            program=programs.named(name) if name else None,
            **said_of(record, "chosen"),
        )
        tell_period(batch, record, row, held, *(["chosen"] if record.get("chosen") else []))

    write_each(batch, records, tell)
