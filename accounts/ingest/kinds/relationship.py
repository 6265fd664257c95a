"""Rows that are relationships between contacts and us, with how they were rated when."""

from collections.abc import Mapping, Sequence
from typing import Any

from abmplanner.kit.history import correct, record
from accounts.enums import Verdict
from accounts.ingest.kinds.account import people_of
from accounts.ingest.kinds.each import (
    RefusedError,
    begins,
    days,
    differing,
    said_of,
    save_told,
    write_each,
)
from accounts.ingest.kinds.person import contact_of, people_in
from accounts.ingest.records import Batch, Record
from accounts.models import Relationship, RelationshipRating, User

RATED = ("level", "wanted", "stance")


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change relationships, and write the ratings that rows tell of."""
    people = people_in(batch, records)
    users = people_of(records, "user")

    def save(line: Record) -> None:
        contact, user = contact_of(line, people), user_of(line, users)
        rows = Relationship.objects.visible_to(batch.actor).filter(contact=contact, user=user)
        row = rows.first()
        told = said_of(line, "note")
        if row is None:
            row = Relationship(contact=contact, user=user)
            save_told(batch, line, row, told)
        elif differing(row, told):
            save_told(batch, line, row, told)
        else:
            line.target, line.verdict = row, Verdict.UNCHANGED
        if line.verdict != Verdict.REJECTED and rate(batch, line, row):
            line.verdict = Verdict.UPDATED if line.verdict == Verdict.UNCHANGED else line.verdict

    write_each(batch, records, save)


def user_of(line: Record, users: Mapping[str, User], name: str = "user") -> User:
    """Return which of us a row names. Raises RefusedError where nobody active has the address."""
    email = line.get(name)
    if email not in users:
        raise RefusedError("user_unknown" if email else "needed", field=name, detail=email)
    return users[email]


def rate(batch: Batch, line: Record, relationship: Relationship) -> bool:
    """Write the rating that a row tells, once; tell whether that was news."""
    if not any(name in line.values for name in RATED):
        return False
    at = begins(batch, line, "occurred_at")
    said: dict[str, Any] = said_of(line, *RATED, "reason")
    said |= {name: int(said[name]) for name in ("level", "wanted") if name in said}
    said |= days(line, "expires_on")
    held = RelationshipRating.objects.visible_to(batch.actor)
    held = held.filter(relationship=relationship, voided_at=None).order_by("-occurred_at", "-pk")
    if "occurred_at" in line.values:
        held = held.filter(occurred_at=at)
    before = held.first()
    if before is not None and not differing(before, said):
        return False
    row = RelationshipRating(relationship=relationship, occurred_at=at, **said)
    if before is not None and before.occurred_at == at:
        correct(batch.actor, before, **said)
    else:
        record(batch.actor, row)
    return True
