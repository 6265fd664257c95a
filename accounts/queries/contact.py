"""One person of an account: where they work, whom they report to, how they stand to us."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import day_of, end_after
from accounts.enums import RelationshipLevel, TouchType
from accounts.models import (
    Contact,
    Employment,
    InfluenceLine,
    Relationship,
    RelationshipRating,
    ReportingLine,
    Touch,
)
from accounts.queries.history import in_order
from accounts.queries.moment import Moment
from accounts.queries.people import PeriodLine, period_lines

SAYING_NOTHING = (TouchType.EMAIL_SENT, TouchType.AD_IMPRESSION)  # what came of them does
STEP = 12  # pixels between two levels
LATEST = (F("to_at").desc(nulls_first=True), "-from_at", "pk")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a person to others at an account, those that last first."""

    above: list[PeriodLine]
    below: list[PeriodLine]
    influences: list[PeriodLine]
    influenced_by: list[PeriodLine]


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating of a relationship; place is its place in the history, from 1."""

    row: RelationshipRating
    place: int


@dataclass(frozen=True, slots=True)
class Step:
    """A rating as drawn: from where to where along the width it held, and how high up."""

    x1: str
    x2: str
    y: int | None
    wanted_y: int | None


@dataclass(frozen=True, slots=True)
class Bond:
    """A relationship with its ratings, newest first, and the one that holds at the instant."""

    row: Relationship
    ratings: list[Rated] = field(default_factory=list)
    now: RelationshipRating | None = None
    steps: list[Step] = field(default_factory=list)


def employments_of(actor: Actor, contact: Contact, moment: Moment) -> QuerySet[Employment]:
    """Return where a person worked from when to when, newest first."""
    rows = Employment.objects.visible_to(actor).filter(moment.known(), contact=contact)
    found: QuerySet[Employment] = rows.select_related("account")
    return found.order_by(*LATEST)


def lines_of(actor: Actor, contact: Contact, moment: Moment) -> Lines:
    """Return whom a person reports to and influences, and who reports to and influences them."""
    reporting = dated_lines(actor, ReportingLine, contact, "manager", moment)
    influence = dated_lines(actor, InfluenceLine, contact, "influenced", moment)
    return Lines(*reporting, *influence)


def dated_lines(
    actor: Actor, model: Any, contact: Contact, other: str, moment: Moment
) -> tuple[list[PeriodLine], list[PeriodLine]]:
    """Return the lines of a kind that go out from a person, and those that come in."""
    rows = model.objects.visible_to(actor).filter(moment.known())
    rows = rows.filter(Q(contact=contact) | Q(**{other: contact}))
    lines = period_lines(rows.select_related("contact", other).order_by(*LATEST), moment.at)
    out = [line for line in lines if line.row.contact_id == contact.pk]
    return out, [line for line in lines if line.row.contact_id != contact.pk]


def bonds_of(actor: Actor, contact: Contact, moment: Moment) -> list[Bond]:
    """Return the relationships of a person with us, by colleague; two statements for all."""
    rows = Relationship.objects.visible_to(actor).filter(contact=contact)
    relationships = rows.select_related("user").order_by("user__name", "pk")
    ratings = RelationshipRating.objects.visible_to(actor).filter(occurred_at__lte=moment.at)
    ratings = ratings.filter(relationship__contact=contact).select_related("recorded_by")
    found: dict[int, list[RelationshipRating]] = defaultdict(list)
    for rating in in_order(ratings, moment.known_at):
        found[rating.relationship_id].append(rating)
    return [bond(row, found[row.pk], moment.at) for row in relationships]


def bond(row: Relationship, ratings: Sequence[RelationshipRating], at: datetime) -> Bond:
    """Return a relationship with its ratings, given oldest first."""
    placed = [Rated(rating, place) for place, rating in enumerate(ratings, start=1)]
    return Bond(row, placed[::-1], holding(ratings, at), list(steps(ratings, at)))


def holding(ratings: Sequence[RelationshipRating], at: datetime) -> RelationshipRating | None:
    """Return the rating that holds at an instant: the last one, unless its time is over."""
    last = ratings[-1] if ratings else None
    return None if last is None or is_over(last, day_of(at)) else last


def steps(ratings: Sequence[RelationshipRating], at: datetime) -> Iterator[Step]:
    """Yield ratings as drawn from the first one to an instant; none for a first one of just now."""
    begin = ratings[0].occurred_at if ratings else None
    if begin is None or begin >= at:
        return
    ends = [rating.occurred_at or at for rating in ratings[1:]]
    for rating, end in zip(ratings, [*ends, at], strict=True):
        start = rating.occurred_at or begin
        over = end_after(rating.expires_on) if rating.expires_on else at
        x1, x2 = ((each - begin) / (at - begin) for each in (start, max(start, min(end, over))))
        heights = height_of(rating.level), height_of(rating.wanted)
        yield Step(f"{100 * x1:.2f}%", f"{100 * x2:.2f}%", *heights)


def height_of(level: int | None) -> int | None:
    """Return how far from the top a level is drawn."""
    return None if level is None else STEP * (max(RelationshipLevel.values) - level) + STEP // 2


def is_over(rating: Any, day: date) -> bool:
    """Tell whether a rating no longer holds on a day."""
    return rating.expires_on is not None and rating.expires_on < day


def touches_with(actor: Actor, contact: Contact, moment: Moment) -> QuerySet[Touch]:
    """Return what passed between us and a person, the latest first, but for what says nothing."""
    rows = Touch.objects.visible_to(actor).filter(moment.known(), contact=contact)
    rows = rows.filter(occurred_at__lte=moment.at).exclude(type__in=SAYING_NOTHING)
    return rows.select_related("campaign", "user").order_by("-occurred_at", "-pk")


def colleagues_there(actor: Actor, contact: Contact) -> QuerySet[Contact]:
    """Return the other people of a contact's account, by name."""
    rows = Contact.objects.visible_to(actor).filter(account=contact.account_id)
    found: QuerySet[Contact] = rows.filter(merged_into=None, erased_at=None)
    return found.exclude(pk=contact.pk).order_by("search_key", "pk")
