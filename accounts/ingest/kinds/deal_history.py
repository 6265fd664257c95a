"""Rows that are events in the histories of deals: a stage, an amount or a close date since when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from accounts.actions.bulk import locked
from accounts.actions.opportunity import Deal, record_deals
from accounts.enums import Verdict
from accounts.ingest.hanging import OF_ACCOUNT
from accounts.ingest.matching import held_keys, homes, name_key
from accounts.ingest.pipelines import Stages, stages_of
from accounts.ingest.records import Batch, Record
from accounts.models import Opportunity


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Add events to the histories of deals that are there, each deal's in the order of time."""
    deals = deals_of(batch, records)
    stages = stages_of(batch)
    rows = [record for record in records if record.is_open]
    rows.sort(key=lambda each: each.values["occurred_at"].begins())
    told: list[tuple[Record, Deal]] = []
    for record in rows:
        deal = told_of(batch, record, deals[id(record)], stages)
        if deal is not None:
            told.append((record, deal))
    for some in by_turns(told):
        changed = record_deals(batch.actor, [deal for _record, deal in some], now=batch.now)
        news = {id(deal) for deal in changed}
        for record, deal in some:
            record.target = deal.opportunity
            record.verdict = Verdict.UPDATED if id(deal) in news else Verdict.UNCHANGED


def told_of(batch: Batch, record: Record, deal: Opportunity, stages: Stages) -> Deal | None:
    """Return what a row says of its deal, or decide that it can't be taken."""
    when = record.values["occurred_at"]
    batch.saw([when])
    at = when.begins(batch.zone)
    said = Deal(deal)
    if name := record.get("stage"):
        said.stage, said.stage_at = stages.find(name), at
        if said.stage is None:
            record.reject("stage_unknown", field="stage", detail=name)
            return None
    if {"tcv", "acv"} & record.values.keys():
        said.currency = record.get("currency") or deal.currency
        if not said.currency:
            record.reject("currency_missing", field="currency")
            return None
        said.tcv, said.acv = record.get("tcv", None), record.get("acv", None)
        said.amount_at = at
    if "close_on" in record.values:
        said.close_on, said.forecast_at = record.values["close_on"].day, at
    return said


def by_turns(told: Sequence[tuple[Record, Deal]]) -> Iterable[list[tuple[Record, Deal]]]:
    """Return what rows say in the order of time, so that each turn speaks once of a deal."""
    turns: list[list[tuple[Record, Deal]]] = []
    spoken: dict[int, int] = defaultdict(int)
    for record, deal in told:
        turn = spoken[deal.opportunity.pk]
        spoken[deal.opportunity.pk] += 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append((record, deal))
    return turns


def deals_of(batch: Batch, records: Sequence[Record]) -> dict[int, Opportunity]:
    """Return the deal of each row, locked; rows whose deal is not there wait."""
    by_key = held_keys(batch, "opportunity", {record.get("key") for record in records})
    keyless = [record for record in records if record.get("key") not in by_key]
    named = [record for record in keyless if any(record.get(name) for name in OF_ACCOUNT)]
    accounts = homes(batch, named)
    home = {id(record): accounts.home(record) for record in named}
    names = [record.get("opportunity") for record in named if record.get("opportunity")]
    wanted = Q(pk__in=set(by_key.values())) | Q(account__in=accounts.by_id, name__in=names)
    rows = Opportunity.objects.visible_to(batch.actor).filter(wanted, merged_into=None)
    by_id = {deal.pk: deal for deal in locked(rows)}
    by_name: dict[tuple[int, str], list[Opportunity]] = defaultdict(list)
    for deal in by_id.values():
        by_name[deal.account_id, name_key(deal.name)].append(deal)
    found: dict[int, Opportunity] = {}
    for record in records:
        if (pk := by_key.get(record.get("key"))) in by_id:
            found[id(record)] = by_id[pk]
            continue
        account = home.get(id(record))
        same = by_name[account.pk, name_key(record.get("opportunity"))] if account else []
        if len(same) == 1:
            found[id(record)] = same[0]
        elif same:
            record.reject("opportunity_ambiguous", field="opportunity")
        elif record.is_open:
            told = record.get("opportunity") or record.get("key")
            record.wait("opportunity_unknown", told)
    return found
