"""Changes that concern a campaign: its kind and status over time, and the accounts it aims at.

The columns kind and status of a campaign say what its latest period says; both are written in one
transaction.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import correct, end, record
from abmplanner.kit.saving import Built, Source, Stale, in_hand, save_row
from accounts.actions.account_list import enlist
from accounts.actions.dated import rewrite, withdraw
from accounts.enums import CampaignStatus
from accounts.models import Account, Campaign, CampaignPeriod, CampaignTarget

PLANNED, ACTIVE = CampaignStatus.PLANNED, CampaignStatus.ACTIVE
PAUSED, ENDED = CampaignStatus.PAUSED, CampaignStatus.ENDED
NEXT: Mapping[str, tuple[CampaignStatus, ...]] = {  # where a campaign may go from where it is
    PLANNED: (ACTIVE, ENDED),
    ACTIVE: (PAUSED, ENDED),
    PAUSED: (ACTIVE, ENDED),
    ENDED: (ACTIVE,),
}


@transaction.atomic
def found_campaign(
    actor: Actor,
    source: Source[Campaign],
    *,
    kind: str,
    status: str = PLANNED,
    at: datetime | None = None,
) -> Campaign:
    """Save a new campaign with the first period of its history; at is now where it isn't said."""
    campaign = save_row(actor, source)
    return turn(actor, campaign, kind=kind, status=status, at=at)


@transaction.atomic
def change_campaign(
    actor: Actor,
    source: Source[Campaign],
    *,
    version: int | None,
    kind: str = "",
    status: str = "",
    at: datetime | None = None,
) -> Campaign:
    """Save what is said of a campaign; a kind or status that differs holds from an instant on."""
    campaign = save_row(actor, source, version=version)
    return turn(actor, campaign, kind=kind, status=status, at=at) if kind or status else campaign


@transaction.atomic
def turn(
    actor: Actor,
    campaign: Campaign,
    *,
    kind: str = "",
    status: str = "",
    at: datetime | None = None,
    version: int | None = None,
) -> Campaign:
    """Say that a campaign is of a kind and in a status from an instant on, or from now.

    What is not said stays as it was. Raises ValidationError for an instant before the one from
    which its present state holds: the past is corrected period by period. Raises Stale where a
    person saw another version of the campaign.
    """
    campaign = held(campaign)
    if version not in {None, campaign.version}:
        raise Stale(campaign)
    at = at or timezone.now()
    row = latest_period(campaign)
    told = {"kind": kind or campaign.kind, "status": status or campaign.status}
    if not turns(row, told, at):
        return campaign
    if row is not None and row.from_at == at:
        correct(actor, row, **told)
    else:
        if row is not None and row.to_at is None:
            end(actor, row, at)
        record(actor, CampaignPeriod(campaign=campaign, from_at=at, **told))
    return project(actor, campaign)


@transaction.atomic
def turn_all(actor: Actor, campaigns: Iterable[Campaign], status: str) -> None:
    """Say that campaigns are in a status from now on, all of them or none."""
    at = timezone.now()
    for campaign in campaigns:
        turn(actor, campaign, status=status, at=at)


def turns(latest: CampaignPeriod | None, told: Mapping[str, str], at: datetime) -> bool:
    """Tell whether a campaign, whose latest period this is, becomes another at an instant.

    Raises ValidationError for an instant before the one from which its present state holds, or one
    that is still to come.
    """
    lasts = latest is not None and latest.to_at is None
    if lasts and all(getattr(latest, name) == value for name, value in told.items()):
        return False
    must_have_begun(at)
    if latest is not None and at < (latest.to_at or latest.from_at):
        raise ValidationError(_("Its present state began later. Correct that one first."))
    return True


@transaction.atomic
def rewrite_period(
    actor: Actor, period: CampaignPeriod, *, seen: datetime, values: dict[str, Any]
) -> CampaignPeriod:
    """Correct a period that the person saw as it was recorded then, or raise Changed."""
    campaign = held(period.campaign)
    must_have_begun(values.get("from_at", period.from_at))
    row = rewrite(actor, period, seen=seen, values=values)
    project(actor, campaign)
    return row


@transaction.atomic
def withdraw_period(actor: Actor, period: CampaignPeriod, *, seen: datetime) -> None:
    """Say that a period was never so, or raise Changed; what came before it holds again."""
    campaign = held(period.campaign)
    withdraw(actor, period, seen=seen)
    project(actor, campaign)


def held(campaign: Campaign) -> Campaign:
    """Return a campaign, locked until the transaction ends."""
    locked: Campaign = in_hand(campaign).select_for_update().get()
    return locked


def must_have_begun(at: datetime) -> None:
    """Raise ValidationError for what is still to come: the columns say what is so now."""
    if at > timezone.now():
        raise ValidationError(_("A state is written down once it has begun."))


def latest_period(campaign: Campaign) -> CampaignPeriod | None:
    """Return the period that began last among those we hold for true, None where there is none."""
    rows = CampaignPeriod.objects.visible_to(SYSTEM)
    return rows.filter(campaign=campaign, voided_at=None).order_by("-from_at").first()


def project(actor: Actor, campaign: Campaign) -> Campaign:
    """Set the columns of a campaign to what its latest period says; a planned one has none."""
    row = latest_period(campaign)
    kind = row.kind if row else campaign.kind
    status = row.status if row else PLANNED
    if (campaign.kind, campaign.status) == (kind, status):
        return campaign
    campaign.kind, campaign.status = kind, status
    saved: Campaign = save_row(actor, Built(campaign), version=campaign.version)
    return saved


# The list of target accounts


@transaction.atomic
def aim(
    actor: Actor,
    campaign: Campaign,
    accounts: Iterable[Account],
    *,
    from_at: datetime,
    to_at: datetime | None = None,
) -> int:
    """Put accounts on a campaign's list; return how many are new.

    One that is on it already in that time stays as it is, so a whole program may be sent again.
    """
    held(campaign)
    return enlist(
        actor, CampaignTarget, {"campaign": campaign}, accounts, from_at=from_at, to_at=to_at
    )
