"""One person of an account: where they work, whom they report to, how they stand to us."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import day_of
from abmplanner.kit.history import known
from accounts.models import (
    Contact,
    Employment,
    InfluenceLine,
    Relationship,
    RelationshipRating,
    ReportingLine,
)
from accounts.queries.history import in_order
from accounts.queries.people import PeriodLine, period_lines

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
class Bond:
    """A relationship with its ratings, newest first, and the one that holds now."""

    row: Relationship
    ratings: list[Rated] = field(default_factory=list)
    now: RelationshipRating | None = None


def employments_of(actor: Actor, contact: Contact) -> QuerySet[Employment]:
    """Return where a person worked from when to when, newest first."""
    rows = Employment.objects.visible_to(actor).filter(known(), contact=contact)
    found: QuerySet[Employment] = rows.select_related("account")
    return found.order_by(*LATEST)


def lines_of(actor: Actor, contact: Contact, at: datetime) -> Lines:
    """Return whom a person reports to and influences, and who reports to and influences them."""
    reporting = dated_lines(actor, ReportingLine, contact, "manager", at)
    influence = dated_lines(actor, InfluenceLine, contact, "influenced", at)
    return Lines(*reporting, *influence)


def dated_lines(
    actor: Actor, model: Any, contact: Contact, other: str, at: datetime
) -> tuple[list[PeriodLine], list[PeriodLine]]:
    """Return the lines of a kind that go out from a person, and those that come in."""
    rows = model.objects.visible_to(actor).filter(known())
    rows = rows.filter(Q(contact=contact) | Q(**{other: contact}))
    lines = period_lines(rows.select_related("contact", other).order_by(*LATEST), at)
    out = [line for line in lines if line.row.contact_id == contact.pk]
    return out, [line for line in lines if line.row.contact_id != contact.pk]


def bonds_of(actor: Actor, contact: Contact, at: datetime) -> list[Bond]:
    """Return the relationships of a person with us, by colleague; two statements for all."""
    rows = Relationship.objects.visible_to(actor).filter(contact=contact)
    relationships = rows.select_related("user").order_by("user__name", "pk")
    ratings = RelationshipRating.objects.visible_to(actor)
    ratings = ratings.filter(relationship__contact=contact).select_related("recorded_by")
    found: dict[int, list[RelationshipRating]] = defaultdict(list)
    for rating in in_order(ratings):
        found[rating.relationship_id].append(rating)
    return [bond(row, found[row.pk], at) for row in relationships]


def bond(row: Relationship, ratings: Sequence[RelationshipRating], at: datetime) -> Bond:
    """Return a relationship with its ratings, given oldest first."""
    placed = [Rated(rating, place) for place, rating in enumerate(ratings, start=1)]
    return Bond(row, placed[::-1], holding(ratings, at))


def holding(ratings: Sequence[RelationshipRating], at: datetime) -> RelationshipRating | None:
    """Return the rating that holds at an instant: the last one, unless its time is over."""
    said = [rating for rating in ratings if rating.occurred_at and rating.occurred_at <= at]
    last = said[-1] if said else None
    return None if last is None or is_over(last, day_of(at)) else last


def is_over(rating: RelationshipRating, day: date) -> bool:
    """Tell whether a rating no longer holds on a day."""
    return rating.expires_on is not None and rating.expires_on < day


def colleagues_there(actor: Actor, contact: Contact) -> QuerySet[Contact]:
    """Return the other people of a contact's account, by name."""
    rows = Contact.objects.visible_to(actor).filter(account=contact.account_id)
    found: QuerySet[Contact] = rows.filter(merged_into=None, erased_at=None)
    return found.exclude(pk=contact.pk).order_by("search_key", "pk")
