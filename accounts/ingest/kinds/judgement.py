"""Rows that are what we judged by eye: accounts, social practice, the index of one of us."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from abmplanner.kit.history import correct, record
from accounts.ingest.kinds.account import people_of
from accounts.ingest.kinds.each import (
    RefusedError,
    begins,
    days,
    differing,
    said_of,
    write_each,
)
from accounts.ingest.kinds.relationship import user_of
from accounts.ingest.matching import homes
from accounts.ingest.records import Batch, Record
from accounts.models import AccountJudgement, SocialAssessment, SsiReading
from accounts.models.reach import sees_everything

PARTS = ("brand", "people", "insights", "relationships")


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Write how accounts were seen when."""
    write_judged(batch, records, AccountJudgement, said=("rating", "reason"))


def write_social(batch: Batch, records: Sequence[Record]) -> None:
    """Write how developed the use of social networks was when."""
    write_judged(batch, records, SocialAssessment, said=("level", "reason"), of=("subject",))


def write_judged(
    batch: Batch,
    records: Sequence[Record],
    model: Any,
    *,
    said: Sequence[str],
    of: Sequence[str] = (),
) -> None:
    """Write what was judged of accounts at instants, or correct what was told otherwise.

    One judgement of an account at an instant is meant, of what the names in of say.
    """
    accounts = homes(batch, records)
    at_home = {id(line): accounts.home(line) for line in records}

    def tell(line: Record) -> None:
        told: dict[str, Any] = said_of(line, *said, *of) | days(line, "expires_on")
        at = begins(batch, line, "occurred_at")
        row = model(account=at_home[id(line)], occurred_at=at, **told)
        alike = {name: getattr(row, name) for name in of}
        same = model.objects.visible_to(batch.actor).filter(
            account=row.account, occurred_at=row.occurred_at, voided_at=None, **alike
        )
        tell_once(batch, line, row, same.first(), told)

    write_each(batch, records, tell)


def tell_once(batch: Batch, line: Record, row: Any, held: Any, told: dict[str, Any]) -> None:
    """Write a row of history, or correct the one that a line tells anew."""
    if held is None:
        batch.create(line, record(batch.actor, row))
        return
    batch.recall([held])
    if batch.settle(line, held, changed=differing(held, told)):
        line.target = correct(batch.actor, held, **told)
        batch.told[line.target.pk] = line.line


def parts_of(line: Record) -> dict[str, Decimal]:
    """Return the parts of an index."""
    return said_of(line, *PARTS)


def write_ssi(batch: Batch, records: Sequence[Record]) -> None:
    """Write what LinkedIn showed of us on which day; one's own, but for administrators."""
    users = people_of(records, "user")

    def tell(line: Record) -> None:
        user = user_of(line, users)
        if not sees_everything(batch.actor) and user != batch.actor.person:
            raise RefusedError("for_oneself", field="user", detail=user.email)
        told = {name: Decimal(f"{part.normalize():f}") for name, part in parts_of(line).items()}
        row = SsiReading(user=user, **told, **days(line, "read_on"))
        same = SsiReading.objects.visible_to(batch.actor)
        same = same.filter(user=user, read_on=row.read_on, voided_at=None)
        tell_once(batch, line, row, same.first(), told)

    write_each(batch, records, tell)
