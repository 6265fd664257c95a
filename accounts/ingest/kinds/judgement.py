"""Rows that are what we judged by eye: accounts, social practice, the index of one of us."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from accounts.ingest.hanging import hung_on
from accounts.ingest.kinds.account import people_of
from accounts.ingest.kinds.each import (
    RefusedError,
    begins,
    days,
    held_alive,
    said_of,
    tell_once,
    write_each,
)
from accounts.ingest.kinds.relationship import user_of
from accounts.ingest.matching import homes
from accounts.ingest.records import Batch, Record
from accounts.models import AccountJudgement, CustomerRating, SocialAssessment, SsiReading
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
    rows = model.objects.visible_to(batch.actor).filter(account__in=accounts.by_id)
    if all("occurred_at" in line.values for line in records if line.is_open):
        rows = rows.filter(
            occurred_at__in={begins(batch, line, "occurred_at") for line in records if line.is_open}
        )
    held = held_alive(batch, rows, "account_id", "occurred_at", *of)

    def tell(line: Record) -> None:
        told: dict[str, Any] = said_of(line, *said, *of) | days(line, "expires_on")
        at = begins(batch, line, "occurred_at")
        row = model(account=at_home[id(line)], occurred_at=at, **told)
        tell_once(batch, line, row, held, held.first(*held.key(row)), told)

    write_each(batch, records, tell)


def write_ratings(batch: Batch, records: Sequence[Record]) -> None:
    """Write how people of accounts rated us when; one rating of a person at an instant is meant."""
    hung = hung_on(batch, records)
    users = people_of(records, "marketer")
    accounts = {account.pk for account, _contact in hung.values() if account}
    rows = CustomerRating.objects.visible_to(batch.actor).filter(account__in=accounts)
    held = held_alive(batch, rows, "account_id", "contact_id", "about", "marketer_id",
                      "occurred_at")  # fmt: skip

    def tell(line: Record) -> None:
        account, contact = hung[id(line)]
        told: dict[str, Any] = said_of(line, "score", "lowest", "highest", "comment")
        row = CustomerRating(
            account=account,
            contact=contact,
            occurred_at=begins(batch, line, "occurred_at"),
            marketer=user_of(line, users, "marketer") if line.get("marketer") else None,
            **said_of(line, "about"),
            **told,
        )
        tell_once(batch, line, row, held, held.first(*held.key(row)), told)

    write_each(batch, records, tell)


def parts_of(line: Record) -> dict[str, Decimal]:
    """Return the parts of an index."""
    return said_of(line, *PARTS)


def write_ssi(batch: Batch, records: Sequence[Record]) -> None:
    """Write what LinkedIn showed of us on which day; one's own, but for administrators."""
    users = people_of(records, "user")
    rows = SsiReading.objects.visible_to(batch.actor).filter(
        user__in=[each.pk for each in users.values()],
        read_on__in={line.values["read_on"].day for line in records if line.is_open},
    )
    held = held_alive(batch, rows, "user_id", "read_on")

    def tell(line: Record) -> None:
        user = user_of(line, users)
        if not sees_everything(batch.actor) and user != batch.actor.person:
            raise RefusedError("for_oneself", field="user", detail=user.email)
        told = {name: Decimal(f"{part.normalize():f}") for name, part in parts_of(line).items()}
        row = SsiReading(user=user, **told, **days(line, "read_on"))
        tell_once(batch, line, row, held, held.first(*held.key(row)), told)

    write_each(batch, records, tell)
