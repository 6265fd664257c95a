"""What people allow and forbid at an instant: the fold of their ledgers, for many at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from abmplanner.kit.actor import Actor
from accounts.enums import ConsentAction, ConsentChannel, ConsentPurpose
from accounts.enums import ConsentState as State
from accounts.models import ConsentEvent, Contact, Suppression
from accounts.queries.consent_fold import STANDING

STANDINGS = f"""
WITH RECURSIVE consent_of (person) AS (
    {{wanted}}
),
consent_way (purpose, channel) AS (VALUES (%(purpose)s, %(channel)s)),
{STANDING}
SELECT person, state, since, expires_at FROM standing
"""
PLACE = re.compile(r"(?<!%)%s")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person's ledger adds up to: since when, and until when if it ends."""

    state: State
    since: datetime | None = None
    expires_at: datetime | None = None

    @property
    def allows(self) -> bool:
        """Tell whether the person may be written to."""
        return self.state in State.allowing()


def state_at(
    contacts: QuerySet[Contact],
    purpose: str,
    channel: str,
    as_of: datetime,
    *,
    known_at: datetime | None = None,
) -> dict[int, Standing]:
    """Return how each contact stands at an instant, by key, as it was known then or is now.

    One statement, whatever the number of contacts.
    """
    wanted, values = contacts.order_by().values("pk").query.sql_with_params()
    numbers = count()
    named = PLACE.sub(lambda _found: f"%(wanted_{next(numbers)})s", wanted)
    given: dict[str, Any] = {f"wanted_{at}": value for at, value in enumerate(values)}
    given |= {
        "purpose": purpose,
        "channel": channel,
        "as_of": as_of,
        "known_at": known_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(STANDINGS.format(wanted=named), given)
        rows = cursor.fetchall()
    return {key: Standing(State(state), since, until) for key, state, since, until in rows}


@dataclass(frozen=True, slots=True)
class Permission:
    """How one person stands for a purpose by a channel."""

    purpose: ConsentPurpose
    channel: ConsentChannel
    standing: Standing


def permissions_of(actor: Actor, contact: Contact, as_of: datetime) -> list[Permission]:
    """Return how a person stands for marketing by e-mail, and for whatever their ledger names."""
    lines = ledger_of(actor, contact)
    named = {(line.purpose, line.channel) for line in lines if line.voided_at is None}
    person = Contact.objects.visible_to(actor).filter(pk=contact.pk)
    return [
        Permission(purpose, channel, state_at(person, purpose, channel, as_of)[contact.pk])
        for purpose in ConsentPurpose
        for channel in ConsentChannel
        if (purpose, channel) in named
        or (purpose, channel) == (ConsentPurpose.MARKETING, ConsentChannel.EMAIL)
    ]


def ledger_of(actor: Actor, contact: Contact) -> QuerySet[ConsentEvent]:
    """Return the lines of a person's ledger, withdrawn ones too, newest first."""
    rows = ConsentEvent.objects.visible_to(actor).filter(contact=contact)
    found: QuerySet[ConsentEvent] = rows.select_related("recorded_by")
    return found.order_by("-occurred_at", "-pk")


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of a ledger; place is its place from the oldest, from 1, withdrawn ones counted."""

    row: ConsentEvent
    place: int

    @property
    def can_be_taken_back(self) -> bool:
        """Tell whether it may be said that the line was a mistake."""
        return self.row.voided_at is None and self.row.action not in ConsentAction.refusals()


def numbered(lines: Iterable[ConsentEvent]) -> list[LedgerLine]:
    """Return lines, newest first, with their places by the order in which they were written."""
    rows = list(lines)
    places = {pk: place for place, pk in enumerate(sorted(row.pk for row in rows), start=1)}
    return [LedgerLine(row, places[row.pk]) for row in rows]


def line_of(actor: Actor, contact: Contact, place: int) -> ConsentEvent | None:
    """Return the line at a place of a person's ledger: the order of writing never changes."""
    rows = ConsentEvent.objects.visible_to(actor).filter(contact=contact).order_by("pk")
    found: ConsentEvent | None = rows[place - 1 : place].first() if place else None
    return found


def suppressions(actor: Actor) -> QuerySet[Suppression]:
    """Return the addresses that are never written to again, newest first."""
    rows = Suppression.objects.visible_to(actor).filter(voided_at=None, occurred_at__lte=Now())
    found: QuerySet[Suppression] = rows.select_related("contact__account")
    return found.order_by("-occurred_at", "-pk")
