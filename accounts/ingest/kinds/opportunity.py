"""Rows that are deals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accounts.actions.bulk import locked
from accounts.actions.opportunity import Deal, record_deals
from accounts.enums import StageOutcome, Verdict
from accounts.ingest.hanging import OF_ACCOUNT
from accounts.ingest.kinds.account import people_of
from accounts.ingest.kinds.changes import change, differences, told
from accounts.ingest.matching import add_keys, held_keys, homes, name_key, refuse_taken_keys
from accounts.ingest.pipelines import Stages, stages_of
from accounts.ingest.records import Batch, Record, identity
from accounts.models import Account, Opportunity, User

PLAIN = ("type", "source", "product", "owner_name")
NAMES_A_HOME = (*OF_ACCOUNT, "lead_key")
MONEY = ("tcv", "acv", "forecast_amount")


@dataclass(slots=True)
class Deals:
    """The deals that some rows may mean, and what all rows share."""

    stages: Stages
    people: dict[str, User]
    keys: dict[str, Opportunity] = field(default_factory=dict)
    names: dict[tuple[int, str], list[Opportunity]] = field(default_factory=dict)


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change the deals that rows describe with their histories; decide about each row."""
    refuse_taken_keys(batch, "opportunity", records)
    rows = [record for record in records if record.is_open]
    found = homes_of(batch, rows)
    rows = [record for record in rows if record.is_open]
    known = known_deals(batch, rows, found)
    held = {key: deal.pk for key, deal in known.keys.items()}
    deals: list[tuple[Record, Deal]] = []
    for record in rows:
        account = found[id(record)]
        deal = understood(batch, known, record, account) if account else None
        if deal is not None:
            deals.append((record, deal))
    decide(batch, deals)
    add_keys(batch, "opportunity", rows, held)


def homes_of(batch: Batch, rows: Sequence[Record]) -> dict[int, Account | None]:
    """Return the account of each row: the one it names, else that of the deal with its key."""
    accounts = homes(batch, rows)
    homeless = [record for record in rows if not any(record.get(name) for name in NAMES_A_HOME)]
    by_key = held_keys(batch, "opportunity", {record.get("key") for record in homeless})
    deals = Opportunity.objects.visible_to(batch.actor).filter(pk__in=set(by_key.values()))
    at = {deal.pk: deal.account for deal in deals.select_related("account")}
    known = {id(record): at.get(by_key.get(record.get("key"), 0)) for record in homeless}
    return {id(record): known.get(id(record)) or accounts.home(record) for record in rows}


def known_deals(batch: Batch, rows: Sequence[Record], found: dict[int, Account | None]) -> Deals:
    """Return the deals that rows may mean: by key, or by account and name where there is none."""
    by_key = held_keys(batch, "opportunity", {record.get("key") for record in rows})
    keyless = [record for record in rows if not record.get("key")]
    wanted = Q(pk__in=set(by_key.values()))
    if keyless:
        accounts = [found[id(record)] for record in keyless]
        wanted |= Q(account__in=accounts, name__in=[record.get("name") for record in keyless])
    visible = Opportunity.objects.visible_to(batch.actor).filter(wanted, merged_into=None)
    known = Deals(stages_of(batch), people_of(rows))
    by_id = {deal.pk: deal for deal in locked(visible)}
    batch.recall(by_id.values())
    known.keys = {key: by_id[pk] for key, pk in by_key.items() if pk in by_id}
    for deal in by_id.values():
        known.names.setdefault((deal.account_id, name_key(deal.name)), []).append(deal)
    return known


def understood(batch: Batch, known: Deals, record: Record, account: Account) -> Deal | None:
    """Return what a row says of its deal, or decide that it can't be taken."""
    opportunity = meant(known, record, account)
    if opportunity is None:
        return None
    before = batch.told.setdefault(identity(opportunity), record.line)
    if before != record.line:
        record.reject("told_before", detail=str(before))
        return None
    deal = Deal(opportunity)
    if not take_stages(batch, known, record, deal) or not take_money(batch, record, deal):
        return None
    said = told(record.values, *PLAIN) | {"account_id": account.pk}
    if owner := known.people.get(record.get("owner")):
        said["owner_id"] = owner.pk
    if record.get("name") or opportunity.pk is None:
        said["name"] = deal_name(record)
    if opportunity.pk is None:
        said["pipeline"] = known.stages.pipeline
    differing = differences(opportunity, said) if opportunity.pk else said
    change(opportunity, differing)
    deal.is_changed = bool(differing)
    remember(known, record, opportunity)
    return deal


def meant(known: Deals, record: Record, account: Account) -> Opportunity | None:
    """Return the deal that a row describes: one that is there, or a new one."""
    if key := record.get("key"):
        found = [known.keys[key]] if key in known.keys else []
    else:
        found = known.names.get((account.pk, name_key(record.get("name"))), [])
    if len(found) > 1:
        record.reject("opportunity_ambiguous", field="name", detail=record.get("name"))
        return None
    return found[0] if found else Opportunity()


def remember(known: Deals, record: Record, opportunity: Opportunity) -> None:
    """Let later rows find a deal."""
    if key := record.get("key"):
        known.keys[key] = opportunity
    namesakes = known.names.setdefault((opportunity.account_id, name_key(opportunity.name)), [])
    if all(each is not opportunity for each in namesakes):
        namesakes.append(opportunity)


def deal_name(record: Record) -> str:
    """Return a deal's name; where the file has none, its product and key."""
    name: str = record.get("name") or " ".join(
        filter(None, (record.get("product"), record.get("key")))
    )
    return name[:200]


def take_stages(batch: Batch, known: Deals, record: Record, deal: Deal) -> bool:
    """Take over where a deal is and was; tell whether the row can be understood."""
    moments = [*record.reached.values()]
    reached = {}
    for name, moment in record.reached.items():
        stage = known.stages.find(name)
        if stage is None:
            record.reject("stage_unknown", field="stage", detail=name)
            return False
        reached[stage] = moment.begins(batch.zone)
    if name := record.get("stage"):
        deal.stage = known.stages.find(name)
        if deal.stage is None:
            record.reject("stage_unknown", field="stage", detail=name)
            return False
    close = record.values.get("close_on")
    if deal.stage and deal.stage.outcome != StageOutcome.OPEN:
        if close and deal.stage not in reached:
            reached[deal.stage] = close.begins(batch.zone)
            moments.append(close)
    elif close:
        deal.close_on = close.day
    deal.reached = reached
    deal.created_at, deal.stage_at = (
        record.values[name].begins(batch.zone) if name in record.values else None
        for name in ("created_at", "stage_at")
    )
    deal.reason = record.get("reason", deal.reason)
    moments += [record.values[name] for name in ("created_at", "stage_at") if name in record.values]
    batch.saw(moments)
    return True


def take_money(batch: Batch, record: Record, deal: Deal) -> bool:
    """Take over what a deal is worth; tell whether the row says in which currency."""
    amounts: dict[str, Any] = told(record.values, *MONEY)
    currency = record.get("currency") or deal.opportunity.currency
    if amounts and not currency:
        record.reject("currency_missing", field="currency")
        return False
    for name, amount in amounts.items():
        setattr(deal, name, amount)
    deal.currency = currency
    if "amount_at" in record.values:
        deal.amount_at = record.values["amount_at"].begins(batch.zone)
    deal.category = record.get("forecast_category")
    return True


def decide(batch: Batch, deals: Sequence[tuple[Record, Deal]]) -> None:
    """Write the deals with their histories, and say which of them were new and which changed."""
    new = {id(deal) for _, deal in deals if deal.opportunity.pk is None}
    changed = {
        id(each) for each in record_deals(batch.actor, [deal for _, deal in deals], now=batch.now)
    }
    for record, deal in deals:
        record.target = deal.opportunity
        if id(deal) in new:
            record.verdict = Verdict.CREATED
        else:
            record.verdict = Verdict.UPDATED if id(deal) in changed else Verdict.UNCHANGED
