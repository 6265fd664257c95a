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

from abmplanner.kit.actor import SYSTEM, Actor
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


def permissions_of(
    actor: Actor, contact: Contact, as_of: datetime, *, known_at: datetime | None = None
) -> list[Permission]:
    """Return how a person stands for marketing by e-mail, and for whatever their ledger names."""
    lines = ledger_of(actor, contact)
    named = {(line.purpose, line.channel) for line in lines if line.voided_at is None}
    person = Contact.objects.visible_to(actor).filter(pk=contact.pk)

    def standing(purpose: str, channel: str) -> Standing:
        return state_at(person, purpose, channel, as_of, known_at=known_at)[contact.pk]

    return [
        Permission(purpose, channel, standing(purpose, channel))
        for purpose in ConsentPurpose
        for channel in ConsentChannel
        if (purpose, channel) in named
        or (purpose, channel) == (ConsentPurpose.MARKETING, ConsentChannel.EMAIL)
    ]


def ledger_of(actor: Actor, contact: Contact) -> QuerySet[ConsentEvent]:
    """Return the lines of a person's ledgers, withdrawn ones too, newest first.

    The records that were merged into theirs bring their lines along.
    """
    records = [contact, *merged_into(contact)]
    rows = ConsentEvent.objects.visible_to(actor).filter(contact__in=records)
    found: QuerySet[ConsentEvent] = rows.select_related("recorded_by")
    return found.order_by("-occurred_at", "-pk")


def merged_into(contact: Contact) -> list[Contact]:
    """Return the records that became one with a contact, following every merge."""
    found: list[Contact] = []
    onward = [contact]
    while onward:
        rows = Contact.objects.visible_to(SYSTEM).filter(merged_into__in=onward)
        onward = list(rows.exclude(pk__in=[each.pk for each in (contact, *found)]))
        found += onward
    return found


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of a ledger; place is its place from the oldest, from 1, withdrawn ones counted.

    A line of a record that was merged has none: it is read here, and not taken back.
    """

    row: ConsentEvent
    place: int

    @property
    def can_be_taken_back(self) -> bool:
        """Tell whether it may be said that the line was a mistake."""
        stands = self.row.voided_at is not None or self.row.action in ConsentAction.refusals()
        return bool(self.place) and not stands


def numbered(lines: Iterable[ConsentEvent], contact: Contact) -> list[LedgerLine]:
    """Return lines, newest first, with their places by the order in which they were written.

    What the person said once, and stands in several of their ledgers, is one line.
    """
    rows = list(lines)
    own = sorted((row for row in rows if row.contact_id == contact.pk), key=lambda row: row.pk)
    places = {row.pk: place for place, row in enumerate(own, start=1)}
    said = {_said(row) for row in own}
    return [
        LedgerLine(row, places.get(row.pk, 0))
        for row in rows
        if row.pk in places or _said(row) not in said
    ]


def _said(row: ConsentEvent) -> tuple[Any, ...]:
    return row.action, row.purpose, row.channel, row.basis, row.occurred_at, row.proof_ref


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
