"""Campaigns: how they stand, whom they aim at, what they cost and what they reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When, Window
from django.db.models.functions import Coalesce, RowNumber

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import known, lasting
from abmplanner.kit.period import Period
from abmplanner.kit.words import fold
from accounts.enums import CampaignStatus, TouchType
from accounts.models import (
    Account,
    AdDelivery,
    Campaign,
    CampaignPeriod,
    CampaignTarget,
    Enrolment,
    Program,
    Spend,
    Touch,
)
from accounts.queries.moment import Moment
from accounts.queries.program import FOUND, as_uuid

IN_TURN = (
    CampaignStatus.ACTIVE, CampaignStatus.PAUSED, CampaignStatus.PLANNED, CampaignStatus.ENDED,
)  # fmt: skip
FIGURES = ("impressions", "clicks", "invalid_clicks")


def campaigns_of(actor: Actor, moment: Moment | None = None) -> QuerySet[Campaign]:
    """Return the campaigns within reach, with how many accounts each aims at, now or at a moment.

    Those that run come first, then those to come, and of each the latest.
    """
    inside = moment.holding() if moment else lasting()
    here = CampaignTarget.objects.visible_to(actor).filter(inside, campaign=OuterRef("pk"))
    counted = here.order_by().values("campaign").annotate(count=Count("pk")).values("count")
    rows = Campaign.objects.visible_to(actor).select_related("program")
    turn = Case(*(When(status=status, then=place) for place, status in enumerate(IN_TURN)))
    rows = rows.annotate(accounts_now=Coalesce(Subquery(counted), 0))
    latest = F("starts_at").desc(nulls_last=True)
    return rows.order_by(turn, latest, "search_key", "pk")


def periods_of(actor: Actor, campaign: Campaign) -> QuerySet[CampaignPeriod]:
    """Return the periods of a campaign, each with its place in the order of time, latest first."""
    rows = CampaignPeriod.objects.visible_to(actor).filter(known(), campaign=campaign)
    found: QuerySet[CampaignPeriod] = numbered(rows, "from_at", "pk").order_by("-place")
    return found


def targets_of(actor: Actor, campaign: Campaign) -> QuerySet[CampaignTarget]:
    """Return every period of an account on a campaign's list: those that last first, by name."""
    rows = CampaignTarget.objects.visible_to(actor).filter(known(), campaign=campaign)
    lasts_first = F("to_at").desc(nulls_first=True)
    return rows.select_related("account").order_by(lasts_first, "account__search_key", "pk")


def deliveries_of(actor: Actor, campaign: Campaign) -> QuerySet[AdDelivery]:
    """Return the deliveries of a campaign's ads, each with its place, the latest first."""
    rows = AdDelivery.objects.visible_to(actor).filter(known(), campaign=campaign)
    rows = rows.select_related("account")
    placed = numbered(rows, "day", "source", "format", "account", "pk")
    found: QuerySet[AdDelivery] = placed.order_by("-place")
    return found


def numbered(rows: Any, *order: str) -> Any:
    """Return rows with their place in an order, from 1: they have no id of their own to show."""
    return rows.annotate(place=Window(RowNumber(), order_by=list(order)))


def at_place(rows: Any, place: int) -> Any:
    """Return the row at a place, None where there is none."""
    return rows.order_by("place")[place - 1 : place].first() if place else None


def not_aimed_at(
    actor: Actor,
    campaign: Campaign,
    *,
    query: str = "",
    program: Program | None = None,
    chosen: Iterable[str] = (),
) -> QuerySet[Account]:
    """Return the accounts that are not on a campaign's list today, and those chosen already."""
    rows = Account.objects.visible_to(actor).filter(merged_into=None)
    ids = list(filter(None, map(as_uuid, chosen)))
    if ids:
        return rows.filter(public_id__in=ids).order_by("search_key", "pk")
    inside = CampaignTarget.objects.visible_to(actor).filter(lasting(), campaign=campaign)
    rows = rows.exclude(pk__in=inside.values("account")).filter(Q(search_key__contains=fold(query)))
    if program is not None:
        enrolled = Enrolment.objects.visible_to(actor).filter(lasting(), program=program)
        rows = rows.filter(pk__in=enrolled.values("account"))
    return rows.order_by("search_key", "pk")


def first_of(rows: QuerySet[Account]) -> QuerySet[Account]:
    """Return as many of these accounts as one looks through on a page."""
    return rows.filter(pk__in=Subquery(rows.values("pk")[:FOUND]))


# What it cost


def spend_of(
    actor: Actor,
    *,
    program: Program | None = None,
    campaign: Campaign | None = None,
    period: Period | None = None,
) -> QuerySet[Spend]:
    """Return what was spent on a campaign, or on a program and its campaigns, latest first.

    With a period it is what was spent in it, up to the day that it is seen on, as it was known.
    """
    moment = Moment.of(period) if period else Moment.now()
    rows = Spend.objects.visible_to(actor).filter(moment.known())
    if campaign is not None:
        rows = rows.filter(campaign=campaign)
    else:
        rows = rows.filter(Q(program=program) | Q(campaign__program=program))
    if period is not None:
        rows = rows.filter(moment.on_days(period, "spent_on"))
    joined = rows.select_related("campaign", "account", "recorded_by")
    return joined.order_by("-spent_on", "-pk")


def totals(rows: QuerySet[Spend]) -> list[tuple[str, Decimal]]:
    """Return the sum of each currency, by its name: amounts of two are never added."""
    summed = rows.order_by().values_list("currency").annotate(total=Sum("amount"))
    return list(summed.order_by("currency"))


# What it reached


@dataclass(frozen=True, slots=True)
class Reached:
    """How many touches of each type a campaign has, and what its ads were shown and clicked."""

    touches: list[tuple[str, int]]
    deliveries: dict[str, int]

    @property
    def count(self) -> int:
        """How many touches there are."""
        return sum(count for _type, count in self.touches)


def reached(actor: Actor, campaign: Campaign, period: Period | None = None) -> Reached:
    """Return what passed between us and the accounts within reach through a campaign.

    With a period it is what passed in it, up to the day that it is seen on, as it was known.
    """
    moment = Moment.of(period) if period else Moment.now()
    rows = Touch.objects.visible_to(actor).filter(moment.known(), campaign=campaign)
    delivered = AdDelivery.objects.visible_to(actor).filter(moment.known(), campaign=campaign)
    if period:
        rows = rows.filter(moment.within(period, "occurred_at"))
        delivered = delivered.filter(moment.on_days(period, "day"))
    counted = rows.order_by().values_list("type").annotate(count=Sum("quantity"))
    named = [(str(TouchType(kind).label), count) for kind, count in counted.order_by("-count")]
    sums = delivered.aggregate(**{name: Coalesce(Sum(name), 0) for name in FIGURES})
    return Reached(named, sums)
