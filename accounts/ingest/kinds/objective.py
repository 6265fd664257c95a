"""Rows that are objectives of account plans, or actions for these."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from accounts.actions.bulk import locked
from accounts.ingest.held import Held, titled
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

Row = TypeVar("Row")


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change what we want in accounts; an objective is meant by its title."""
    accounts = homes(batch, records)
    at_home = {id(record): accounts.home(record) for record in records}
    held = objectives_of(batch, accounts.by_id, [record.get("title") for record in records])
    owners = Owners(batch, records)

    def save(record: Record) -> None:
        account = at_home[id(record)]
        home = account.pk if account else None
        row = only_one(held.of(home, record.get("title").casefold()), "title", record)
        told: dict[str, Any] = said_of(record, "title", "kind", "why", "state")
        told |= days(record, "starts_on", "due_on")
        if record.get("owner"):
            told["owner_id"] = owners.of(record, account).pk
        save_told(batch, record, row or Objective(account=account), told)
        if row is None:
            held.add(record.target)

    write_each(batch, records, save)


def write_actions(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change what we do for objectives; an action is meant by its title."""
    accounts = homes(batch, records)
    at_home = {id(record): accounts.home(record) for record in records}
    wanted = objectives_of(batch, accounts.by_id, [record.get("objective") for record in records])
    ids = [row.pk for rows in wanted.rows.values() for row in rows]
    rows = Action.objects.visible_to(batch.actor).filter(objective__in=ids)
    held: Held[Action] = Held(
        locked(titled(rows, [record.get("title") for record in records])),
        lambda row: (row.objective_id, row.title.casefold()),
    )
    batch.recall(row for rows in held.rows.values() for row in rows)
    owners = Owners(batch, records)

    def save(record: Record) -> None:
        account = at_home[id(record)]
        home = account.pk if account else None
        found = wanted.of(home, record.get("objective").casefold())
        objective = only_one(found, "objective", record)
        if objective is None:
            raise AbsentError("objective_unknown", record.get("objective"))
        row = only_one(held.of(objective.pk, record.get("title").casefold()), "title", record)
        told: dict[str, Any] = said_of(
            record, "title", "expected_effect", "state", "outcome", "evidence"
        )
        told |= days(record, "due_on")
        if record.get("owner"):
            told["owner_id"] = owners.of(record, account).pk
        save_told(batch, record, row or Action(objective=objective), told)
        if row is None:
            held.add(record.target)

    write_each(batch, records, save)


def objectives_of(batch: Batch, accounts: Iterable[int], titles: Sequence[str]) -> Held[Objective]:
    """Return the objectives of some accounts that have one of these titles."""
    rows = Objective.objects.visible_to(batch.actor).filter(account__in=list(accounts))
    found = locked(titled(rows, titles))
    batch.recall(found)
    return Held(found, lambda row: (row.account_id, row.title.casefold()))


class Owners:
    """Which of us rows name, and whether these have a part in the account."""

    def __init__(self, batch: Batch, records: Sequence[Record]) -> None:
        self.batch, self.users = batch, people_of(records)
        self.near: dict[tuple[int, int], bool] = {}

    def of(self, record: Record, account: Account | None) -> User:
        """Return who does it. Raises RefusedError for who has no part in the account."""
        owner = user_of(record, self.users, "owner")
        if account is None or not self.has_part(owner, account):
            raise RefusedError("owner_elsewhere", field="owner", detail=owner.email)
        return owner

    def has_part(self, owner: User, account: Account) -> bool:
        """Tell whether somebody is on the account's team or keeps its programs."""
        place = (owner.pk, account.pk)
        if place not in self.near:
            self.near[place] = near(self.batch.actor, account).filter(pk=owner.pk).exists()
        return self.near[place]


def only_one(found: Sequence[Row], field: str, record: Record) -> Row | None:
    """Return the only one of some rows, None where there is none. Raises RefusedError."""
    if len(found) > 1:
        raise RefusedError("title_ambiguous", field=field, detail=record.get(field))
    return found[0] if found else None
