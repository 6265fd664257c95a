"""Deals and their histories: what happened is added, and the current columns follow from it.

Whoever learns something of a deal builds a `Deal` and hands it to `record_deals`, one or a
thousand at a time. Saying the same twice adds nothing. What the teller can't date is kept without
a date when it is the first we hear, and with the date of hearing it when it differs from what we
held.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import pghistory
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Stale, in_hand
from accounts.actions.bulk import locked, save_all
from accounts.enums import CloseReason, ForecastCategory
from accounts.models import AmountChange, Forecast, Opportunity, Stage, StageChange

Event = TypeVar("Event", StageChange, AmountChange, Forecast)
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
AMOUNTS = ("tcv", "acv", "currency")


@dataclass(slots=True)
class Deal:
    """What somebody says of a deal. What they don't say is left as it is.

    opportunity is new, or locked by the caller; is_changed tells whether its own columns were
    changed. reached are the stages with the one date on which each was entered, as far as they are
    told: another date that we held for that stage is corrected. stage is where the deal is now,
    stage_at since when.
    """

    opportunity: Opportunity
    is_changed: bool = False
    created_at: datetime | None = None
    reached: Mapping[Stage, datetime] = field(default_factory=dict)
    stage: Stage | None = None
    stage_at: datetime | None = None
    reason: str = CloseReason.DECIDED
    tcv: Decimal | None = None
    acv: Decimal | None = None
    currency: str = ""
    amount_at: datetime | None = None
    close_on: date | None = None
    forecast_amount: Decimal | None = None
    category: str = ""
    forecast_at: datetime | None = None


TOLD = {each.name for each in fields(Deal)} - {"opportunity", "is_changed"}


@dataclass(slots=True)
class Histories:
    """The rows of a deal that hold now, and those to be added."""

    stages: list[StageChange] = field(default_factory=list)
    amounts: list[AmountChange] = field(default_factory=list)
    forecasts: list[Forecast] = field(default_factory=list)
    added: list[StageChange | AmountChange | Forecast] = field(default_factory=list)


@transaction.atomic
def record_deals(actor: Actor, deals: Sequence[Deal], *, now: datetime) -> list[Deal]:
    """Add what is new about deals to their histories; return the deals that changed.

    A deal without a key is new and is written with them. now is when we heard it.
    """
    held = histories_of(actor, [deal.opportunity for deal in deals if deal.opportunity.pk])
    changed, events = [], []
    for deal in deals:
        known = held[deal.opportunity.pk] if deal.opportunity.pk else Histories()
        add_stages(deal, known, now)
        add_amount(deal, known, now)
        add_forecast(deal, known, now)
        if known.added or deal.is_changed or deal.opportunity.pk is None:
            project(deal.opportunity, known)
            changed.append(deal)
            events += known.added
    save_all(actor, [deal.opportunity for deal in changed], now=now)
    write_events(actor, events)
    return changed


def histories_of(actor: Actor, opportunities: Sequence[Opportunity]) -> dict[int, Histories]:
    """Return what we hold for true of these deals now, three queries for all of them."""
    found: dict[int, Histories] = defaultdict(Histories)
    if not opportunities:
        return found
    for model, name in (
        (StageChange, "stages"),
        (AmountChange, "amounts"),
        (Forecast, "forecasts"),
    ):
        rows = model.objects.visible_to(actor).filter(opportunity__in=opportunities, voided_at=None)
        for row in rows.order_by("pk"):
            getattr(found[row.opportunity_id], name).append(row)
    return found


def add_stages(deal: Deal, known: Histories, now: datetime) -> None:
    """Add the changes of stage that we did not hold yet, in the order in which they happened."""
    if deal.created_at:
        add_creation(deal, known, deal.created_at)
    ordered = sorted(deal.reached.items(), key=lambda each: (each[1], each[0].position))
    for stage, at in ordered:
        of_stage = [row for row in known.stages if row.stage_id == stage.pk]
        if all(row.occurred_at != at for row in of_stage):
            add(known, known.stages, stage_change(deal, stage, at), of_stage[-1:])
    if deal.stage is None or deal.stage in deal.reached:
        return
    of_stage = [row for row in known.stages if row.stage_id == deal.stage.pk]
    if deal.stage_at:
        if all(row.occurred_at != deal.stage_at for row in of_stage):
            undated = [row for row in of_stage if row.occurred_at is None]
            add(known, known.stages, stage_change(deal, deal.stage, deal.stage_at), undated[:1])
        return
    current = latest([row for row in known.stages if row.stage_id])
    if current is None or current.stage_id != deal.stage.pk:
        add(known, known.stages, stage_change(deal, deal.stage, now if current else None))


def add_creation(deal: Deal, known: Histories, at: datetime) -> None:
    """Add the creation, unless the deal entered its first stage at that very instant."""
    if at in deal.reached.values() or any(row.occurred_at == at for row in known.stages):
        return
    told_before = [row for row in known.stages if row.stage_id is None]
    add(known, known.stages, stage_change(deal, None, at), told_before[:1])


def stage_change(deal: Deal, stage: Stage | None, at: datetime | None) -> StageChange:
    """Return a change of stage that is not written yet."""
    reason = deal.reason if stage == deal.stage else CloseReason.DECIDED
    return StageChange(opportunity=deal.opportunity, stage=stage, occurred_at=at, reason=reason)


def add_amount(deal: Deal, known: Histories, now: datetime) -> None:
    """Add the amount where it differs from the one that stood at its date."""
    if deal.tcv is None and deal.acv is None:
        return
    told = (deal.tcv, deal.acv, deal.currency)
    new = AmountChange(
        opportunity=deal.opportunity, tcv=deal.tcv, acv=deal.acv, currency=deal.currency
    )
    current = latest(known.amounts)
    if not deal.amount_at:
        if current is None or amounts(current) != told:
            new.occurred_at = now if current else None
            add(known, known.amounts, new)
        return
    new.occurred_at = deal.amount_at
    standing = latest([row for row in known.amounts if begins(row) <= deal.amount_at])
    same_day = [row for row in known.amounts if row.occurred_at == deal.amount_at]
    if standing is not None and amounts(standing) == told:
        if standing.occurred_at is None:
            add(known, known.amounts, new, [standing])
    else:
        add(known, known.amounts, new, same_day[-1:])


def amounts(row: AmountChange) -> tuple[Decimal | None, Decimal | None, str]:
    """Return what a change of amount says."""
    return row.tcv, row.acv, row.currency


def add_forecast(deal: Deal, known: Histories, now: datetime) -> None:
    """Add the forecast where it differs from the one that stands; what is not told is kept."""
    if deal.close_on is None and deal.forecast_amount is None and not deal.category:
        return
    current = latest(known.forecasts) or Forecast(category=ForecastCategory.PIPELINE)
    new = Forecast(
        opportunity=deal.opportunity,
        occurred_at=deal.forecast_at or now,
        close_on=deal.close_on or current.close_on,
        amount=current.amount if deal.forecast_amount is None else deal.forecast_amount,
        currency=current.currency if deal.forecast_amount is None else deal.currency,
        category=deal.category or current.category,
    )
    if forecast(new) != forecast(current):
        add(known, known.forecasts, new)


def forecast(row: Forecast) -> tuple[Any, ...]:
    """Return what a forecast says."""
    return row.close_on, row.amount, row.currency, row.category


def add(known: Histories, rows: list[Event], row: Event, replaced: Sequence[Event] = ()) -> None:
    """Add a row to a history, in the place of another where it corrects one."""
    for old in replaced:
        row.replaces = old
        rows.remove(old)
    rows.append(row)
    known.added.append(row)


def begins(row: Event) -> datetime:
    """Return when a row of history holds from; one without a date holds from before all others."""
    return row.occurred_at or BEFORE_ALL


def latest(rows: Iterable[Event]) -> Event | None:
    """Return the row that stands: the one that happened last, and of one instant the newest."""
    found = None
    for row in rows:
        if found is None or begins(row) >= begins(found):
            found = row
    return found


def project(opportunity: Opportunity, known: Histories) -> None:
    """Set the current columns of a deal to what its histories say."""
    stage = latest([row for row in known.stages if row.stage_id])
    if stage is not None:
        opportunity.stage = stage.stage
    opportunity.created_at = created_at(known.stages)
    amount = latest(known.amounts)
    if amount is not None:
        opportunity.tcv, opportunity.acv, opportunity.currency = amounts(amount)
    expected = latest(known.forecasts)
    if expected is not None:
        opportunity.close_on = expected.close_on


def created_at(stages: Sequence[StageChange]) -> datetime | None:
    """Return when a deal was created: its earliest change of stage, where that has a date."""
    dates = [row.occurred_at for row in stages if row.occurred_at]
    told = any(row.stage_id is None for row in stages)
    if not dates or (len(dates) < len(stages) and not told):
        return None
    return min(dates)


def write_events(actor: Actor, events: Sequence[StageChange | AmountChange | Forecast]) -> None:
    """Write rows of history, and withdraw those that they replace."""
    models: tuple[Any, ...] = (StageChange, AmountChange, Forecast)
    for model in models:
        rows = [row for row in events if isinstance(row, model)]
        replaced = [row.replaces_id for row in rows if row.replaces_id]
        if replaced:
            model.objects.visible_to(actor).filter(pk__in=replaced).update(voided_at=Now())
        for row in rows:
            row.recorded_by = actor.person
            row.opportunity_id = row.opportunity.pk
        model.objects.bulk_create(rows)


@transaction.atomic
def save_deal(
    actor: Actor,
    opportunity: Opportunity,
    said: Mapping[str, Any],
    *,
    version: int | None = None,
) -> Opportunity:
    """Save what somebody says of one deal: its own columns, and what its histories are to hold.

    said names fields of Deal and other columns. version is what the person saw, and None only for a
    new deal. Raises Stale when somebody saved the deal since: nothing is written.
    """
    deal = Deal(opportunity if opportunity.pk is None else held_at(opportunity, version))
    deal.is_changed = True
    for name in AMOUNTS if said.keys() & {*AMOUNTS, "forecast_amount"} else ():
        setattr(deal, name, getattr(deal.opportunity, name))
    for name, value in said.items():
        setattr(deal if name in TOLD else deal.opportunity, name, value)
    with pghistory.context(actor=actor.label):
        record_deals(actor, [deal], now=timezone.now())
    return deal.opportunity


def held_at(opportunity: Opportunity, version: int | None) -> Opportunity:
    """Return the deal, locked, as it is at that version; raise Stale where it went on."""
    (held,) = locked(in_hand(opportunity))
    if held.version != version:
        raise Stale(held)
    row: Opportunity = held
    return row


def move_stage(
    actor: Actor,
    opportunity: Opportunity,
    stage: Stage,
    *,
    at: datetime | None = None,
    reason: str = CloseReason.DECIDED,
) -> bool:
    """Say that a deal entered a stage, now or at an instant; tell whether that was news."""
    now = timezone.now()
    deal = Deal(opportunity, stage=stage, stage_at=at or now, reason=reason)
    with pghistory.context(actor=actor.label):
        return bool(record_deals(actor, [deal], now=now))


def change_amount(
    actor: Actor,
    opportunity: Opportunity,
    *,
    tcv: Decimal | None,
    acv: Decimal | None = None,
    currency: str,
    at: datetime | None = None,
) -> bool:
    """Say what a deal is worth, from now or from an instant on; tell whether that was news."""
    now = timezone.now()
    deal = Deal(opportunity, tcv=tcv, acv=acv, currency=currency, amount_at=at or now)
    with pghistory.context(actor=actor.label):
        return bool(record_deals(actor, [deal], now=now))
