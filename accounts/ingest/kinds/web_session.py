"""Rows that are visits to our site."""

from collections.abc import Sequence
from typing import Any

from accounts.actions.touch import identify, log_sessions, recorded_sessions
from accounts.ingest.hanging import OF_ACCOUNT, OF_CONTACT, Home, hung_on
from accounts.ingest.kinds.changes import key_made_of, told
from accounts.ingest.kinds.touch import only_new, visitors_of
from accounts.ingest.records import Batch, Record
from accounts.models import WebSession

PLAIN = ("duration_s", "engaged_s", "page_views", "key_events", "automation")
FOUND_BY = "import"


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Write the visits that rows tell of and that are not recorded yet.

    A visit whose visitor nobody knows has no account until the visitor is identified. A new visit
    that names visitor and account identifies the visitor.
    """
    named = [record for record in records if names_somebody(record)]
    hung = hung_on(batch, named)
    rows = [record for record in records if record.is_open]
    visitors = visitors_of(batch, rows)
    visits: list[tuple[Record, WebSession]] = []
    for record in rows:
        visit = described(batch, record, hung.get(id(record), (None, None)))
        visit.visitor = visitors.get((batch.system, record.get("visitor_key")))
        visit.key = record.get("key") or key_made_of(
            visit.account_id, visit.contact_id, visit.visitor_id, visit.started_at.isoformat()
        )
        visits.append((record, visit))
    decide(batch, visits)


def names_somebody(record: Record) -> bool:
    """Tell whether a row names more than a visitor, or not even that."""
    told_of = any(record.get(name) for name in (*OF_ACCOUNT, *OF_CONTACT))
    return told_of or not record.get("visitor_key")


def described(batch: Batch, record: Record, home: Home) -> WebSession:
    """Return the visit that a row tells of."""
    account, contact = home
    when = record.values["started_at"]
    batch.saw([when])
    said: dict[str, Any] = told(record.values, *PLAIN)
    return WebSession(
        account=account,
        contact=contact,
        started_at=when.begins(batch.zone),
        source=batch.system,
        **said,
    )


def decide(batch: Batch, visits: Sequence[tuple[Record, WebSession]]) -> None:
    """Write the visits that are new, and whose their visitors are."""
    new = only_new(batch, visits, recorded_sessions([visit for _record, visit in visits]))
    log_sessions(batch.actor, new)
    for visit in new:
        person = (visit.account_id, visit.contact_id)
        if visit.visitor and visit.account and known_as(visit) != person:
            identify(batch.actor, visit.visitor, visit.account, visit.contact, found_by=FOUND_BY)


def known_as(visit: WebSession) -> tuple[int | None, int | None]:
    """Return the account and the contact that a visit's visitor is known to be."""
    visitor = visit.visitor
    return (visitor.account_id, visitor.contact_id) if visitor else (None, None)
