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
from accounts.enums import ConsentAction, ConsentChannel, ConsentPurpose, ConsentSource
from accounts.enums import ConsentState as State
from accounts.enums import SuppressionReason as Reason
from accounts.models import ConsentEvent, Contact, Suppression

# One row for each person. Records that were merged into theirs bring their lines along, so a
# refusal of any of them counts. After a refusal nothing holds but a consent that the person gave
# later, proven and told by nobody else; at the same instant the refusal counts.
FOLD = """
WITH RECURSIVE wanted (id) AS (
    {wanted}
),
same AS (
    SELECT id AS record, id AS person FROM wanted
    UNION
    SELECT c.id, same.person FROM accounts_contact c JOIN same ON c.merged_into_id = same.record
),
lines AS (
    SELECT same.person, e.id, e.action, e.basis, e.occurred_at, e.expires_at, e.source,
        e.proof_ref <> '' AS is_proven,
        e.informed_at IS NOT NULL AND e.informed_at < %(as_of)s AS is_informed,
        max(e.occurred_at) FILTER (WHERE e.action = ANY(%(refusals)s))
            OVER (PARTITION BY same.person) AS refused_at
    FROM accounts_consentevent e JOIN same ON same.record = e.contact_id
    WHERE e.purpose = %(purpose)s AND e.channel = %(channel)s AND e.occurred_at < %(as_of)s
        AND e.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
        AND (e.voided_at IS NULL OR e.voided_at >= %(known_at)s::timestamptz)
),
judged AS (
    SELECT lines.*,
        CASE
            WHEN action = ANY(%(refusals)s) THEN 'refused'
            WHEN refused_at IS NOT NULL AND NOT (
                action = 'given' AND basis = 'consent' AND is_proven
                AND occurred_at > refused_at AND source = %(person)s
            ) THEN ''
            WHEN action = 'pending' THEN 'pending'
            WHEN NOT is_proven THEN 'unproven'
            WHEN expires_at <= %(as_of)s THEN 'expired'
            WHEN basis = 'legitimate_interest' AND NOT is_informed THEN 'not_informed'
            WHEN basis = 'legitimate_interest' THEN 'informed'
            WHEN action = 'given' THEN 'consented'
            ELSE 'unproven'
        END AS says
    FROM lines
),
told AS (
    SELECT DISTINCT ON (person) person, says, occurred_at, expires_at
    FROM judged WHERE says <> ''
    ORDER BY person, array_position(%(order)s, says), occurred_at DESC, id DESC
),
stopped AS (
    SELECT w.id AS person, min(s.occurred_at) AS occurred_at
    FROM wanted w
    JOIN accounts_contact c ON c.id = w.id
    JOIN accounts_suppression s ON s.channel = %(channel)s AND (
        (s.address_hash = c.address_hash AND c.address_hash <> '')
        OR (s.reason <> %(bounced)s AND s.contact_id IN (
            SELECT record FROM same WHERE same.person = w.id
        ))
    )
    WHERE s.occurred_at < %(as_of)s
        AND s.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
        AND (s.voided_at IS NULL OR s.voided_at >= %(known_at)s::timestamptz)
    GROUP BY 1
)
SELECT w.id,
    CASE WHEN stopped.person IS NOT NULL THEN 'suppressed' ELSE coalesce(told.says, 'unknown') END,
    CASE WHEN stopped.person IS NOT NULL THEN stopped.occurred_at ELSE told.occurred_at END,
    CASE WHEN stopped.person IS NULL THEN told.expires_at END
FROM wanted w
LEFT JOIN told ON told.person = w.id
LEFT JOIN stopped ON stopped.person = w.id
"""

# Which of several lines speaks for the person: none of those after refused lets us write.
ORDER = [
    State.CONSENTED,
    State.INFORMED,
    State.REFUSED,
    State.EXPIRED,
    State.NOT_INFORMED,
    State.UNPROVEN,
    State.PENDING,
]
PLACE = re.compile(r"(?<!%)%s")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person's ledger adds up to, by which line: since when, and until when if it ends."""

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
        "refusals": ConsentAction.refusals(),
        "person": ConsentSource.PERSON.value,
        "bounced": Reason.BOUNCED.value,
        "order": [each.value for each in ORDER],
    }
    with connection.cursor() as cursor:
        cursor.execute(FOLD.format(wanted=named), given)
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
