"""Putting right what a deal went through: the current columns follow from what is left."""

from datetime import datetime
from typing import Any, TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import record
from abmplanner.kit.saving import in_hand
from accounts.actions.bulk import locked, save_all
from accounts.actions.dated import rewrite, withdraw
from accounts.actions.opportunity import histories_of, project
from accounts.models import AmountChange, Forecast, Opportunity, StageChange

Event = TypeVar("Event", StageChange, AmountChange, Forecast)
SAID: dict[type[Any], tuple[str, ...]] = {
    StageChange: ("stage", "reason", "occurred_at"),
    AmountChange: ("tcv", "acv", "currency", "occurred_at"),
    Forecast: ("close_on", "amount", "currency", "category", "occurred_at"),
}


@transaction.atomic
def add_event(actor: Actor, event: Event) -> Event:
    """Say what happened to a deal, which follows; said twice by one of us, it is one."""
    deal = locked_deal(event)
    rows = type(event).objects.visible_to(SYSTEM).filter(opportunity=deal, voided_at=None)
    said = {name: getattr(event, name) for name in SAID[type(event)]}
    same: Event | None = rows.filter(**said, recorded_by=actor.person).first()
    if same is not None:
        return same
    check_stage(event, deal)
    row: Event = record(actor, event)
    follow(actor, deal)
    return row


@transaction.atomic
def rewrite_event(actor: Actor, event: Event, *, seen: datetime, values: dict[str, Any]) -> Event:
    """Correct a row of a deal's history that the person saw as it was recorded then.

    Raises Changed when it was corrected or withdrawn since: nothing is written.
    """
    deal = locked_deal(event)
    row: Event = rewrite(actor, event, seen=seen, values=values)
    check_stage(row, deal)
    follow(actor, deal)
    return row


@transaction.atomic
def withdraw_event(actor: Actor, event: Event, *, seen: datetime) -> None:
    """Say that this never happened to a deal, or raise Changed; what came before holds again."""
    deal = locked_deal(event)
    withdraw(actor, event, seen=seen)
    follow(actor, deal)


def check_stage(event: Event, deal: Opportunity) -> None:
    """Raise ValidationError where a stage is none of the deal's pipeline."""
    stage = getattr(event, "stage", None)
    if stage is not None and stage.pipeline_id != deal.pipeline_id:
        raise ValidationError(_("Choose a stage of the deal's pipeline."))


def locked_deal(event: Event) -> Opportunity:
    """Return the deal of an event, locked until the transaction ends."""
    deal: Opportunity
    (deal,) = locked(in_hand(event.opportunity))
    return deal


def follow(actor: Actor, deal: Opportunity) -> None:
    """Set the current columns of a deal to what is left of its histories, and save it."""
    deal.stage = deal.tcv = deal.acv = deal.close_on = None
    deal.currency = ""
    project(deal, histories_of(SYSTEM, [deal])[deal.pk])
    with pghistory.context(actor=actor.label):
        save_all(actor, [deal], now=timezone.now())
