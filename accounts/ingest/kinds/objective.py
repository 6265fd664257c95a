"""Rows that are objectives of account plans, or actions for these."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.ingest.kinds.account import people_of
from accounts.ingest.kinds.each import (
    AbsentError,
    RefusedError,
    days,
    said_of,
    save_told,
    write_each,
)
from accounts.ingest.kinds.relationship import user_of
from accounts.ingest.matching import homes
from accounts.ingest.records import Batch, Record
from accounts.models import Account, Action, Objective, User
from accounts.queries.people import people_of as near


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change what we want in accounts; an objective is meant by its title."""
    accounts = homes(batch, records)
    at_home = {id(record): accounts.home(record) for record in records}
    users = people_of(records)

    def save(record: Record) -> None:
        account = at_home[id(record)]
        rows = Objective.objects.visible_to(batch.actor).filter(account=account)
        row = only_one(rows.filter(title__iexact=record.get("title")), "title", record)
        told: dict[str, Any] = said_of(record, "title", "kind", "why", "state")
        told |= days(record, "starts_on", "due_on")
        if record.get("owner"):
            told["owner"] = owner_of(batch, record, users, account)
        new = row or Objective(account=account)
        save_told(batch, record, new, told)

    write_each(batch, records, save)


def write_actions(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change what we do for objectives; an action is meant by its title."""
    accounts = homes(batch, records)
    at_home = {id(record): accounts.home(record) for record in records}
    users = people_of(records)

    def save(record: Record) -> None:
        wanted = Objective.objects.visible_to(batch.actor).filter(account=at_home[id(record)])
        wanted = wanted.filter(title__iexact=record.get("objective"))
        objective = only_one(wanted, "objective", record)
        if objective is None:
            raise AbsentError("objective_unknown", record.get("objective"))
        rows = Action.objects.visible_to(batch.actor).filter(objective=objective)
        row = only_one(rows.filter(title__iexact=record.get("title")), "title", record)
        told: dict[str, Any] = said_of(
            record, "title", "expected_effect", "state", "outcome", "evidence"
        )
        told |= days(record, "due_on")
        if record.get("owner"):
            told["owner"] = owner_of(batch, record, users, objective.account)
        new = row or Action(objective=objective)
        save_told(batch, record, new, told)

    write_each(batch, records, save)


def owner_of(
    batch: Batch, record: Record, users: Mapping[str, User], account: Account | None
) -> User:
    """Return who a row says does it. Raises RefusedError for who has no part in the account."""
    owner = user_of(record, users, "owner")
    if account is None or not near(batch.actor, account).filter(pk=owner.pk).exists():
        raise RefusedError("owner_elsewhere", field="owner", detail=owner.email)
    return owner


def only_one(rows: Any, field: str, record: Record) -> Any:
    """Return the only one of some rows, None where there is none. Raises RefusedError."""
    found = list(rows.order_by("pk")[:2])
    if len(found) > 1:
        raise RefusedError("title_ambiguous", field=field, detail=record.get(field))
    return found[0] if found else None
