"""Rows that are relationships between contacts and us, with how they were rated when."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.actions.bulk import locked
from accounts.enums import Verdict
from accounts.ingest.held import Held
from accounts.ingest.kinds.account import people_of
from accounts.ingest.kinds.each import (
    RefusedError,
    begins,
    days,
    differing,
    held_alive,
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
    rows = Relationship.objects.visible_to(batch.actor)
    rows = rows.filter(contact__in=[each.pk for each in people.values() if each])
    found = locked(rows.filter(user__in=[each.pk for each in users.values()]))
    batch.recall(found)
    held: Held[Relationship] = Held(found, lambda row: (row.contact_id, row.user_id))
    rated = RelationshipRating.objects.visible_to(batch.actor).filter(relationship__in=found)
    ratings = held_alive(batch, rated, "relationship_id")

    def save(line: Record) -> None:
        contact, user = contact_of(line, people), user_of(line, users)
        row = held.first(contact.pk, user.pk)
        told = said_of(line, "note")
        if row is None:
            row = Relationship(contact=contact, user=user)
            save_told(batch, line, row, told)
            held.add(row)
        elif differing(row, told):
            save_told(batch, line, row, told)
        else:
            line.target, line.verdict = row, Verdict.UNCHANGED
        if line.verdict != Verdict.REJECTED and rate(batch, line, row, ratings):
            line.verdict = Verdict.UPDATED if line.verdict == Verdict.UNCHANGED else line.verdict

    write_each(batch, records, save)


def user_of(line: Record, users: Mapping[str, User], name: str = "user") -> User:
    """Return which of us a row names. Raises RefusedError where nobody active has the address."""
    email = line.get(name)
    if email not in users:
        raise RefusedError("user_unknown" if email else "needed", field=name, detail=email)
    return users[email]


def rate(
    batch: Batch, line: Record, relationship: Relationship, ratings: Held[RelationshipRating]
) -> bool:
    """Write the rating that a row tells, once; tell whether that was news."""
    if not any(name in line.values for name in RATED):
        return False
    at = begins(batch, line, "occurred_at")
    said: dict[str, Any] = said_of(line, *RATED, "reason")
    said |= {name: int(said[name]) for name in ("level", "wanted") if name in said}
    said |= days(line, "expires_on")
    dated = "occurred_at" in line.values
    rows = [row for row in ratings.of(relationship.pk) if not dated or row.occurred_at == at]
    before = max(
        rows, key=lambda row: (row.occurred_at is None, row.occurred_at, row.pk), default=None
    )
    if before is not None and not differing(before, said):
        return False
    if before is not None and before.occurred_at == at:
        ratings.add(batch.writes.correct(before, **said))
    else:
        row = RelationshipRating(relationship=relationship, occurred_at=at, **said)
        ratings.add(batch.writes.add(row))
    return True


def when(row: RelationshipRating) -> tuple[Any, ...]:
    """Return what ratings are ordered by; one without an instant comes last."""
    return (row.occurred_at is None, row.occurred_at, row.pk)
