"""Rows that are solutions, buying groups, or the roles of people in these."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.actions.bulk import locked
from accounts.actions.buying_group import begun, moves
from accounts.enums import GroupState, Verdict
from accounts.ingest.held import Held, Keyed, spelled
from accounts.ingest.kinds.changes import change
from accounts.ingest.kinds.each import (
    AbsentError,
    RefusedError,
    begins,
    held_alive,
    said_of,
    save_told,
    tell_period,
    unclaimed,
    write_each,
)
from accounts.ingest.kinds.person import contact_of, people_in
from accounts.ingest.matching import homes
from accounts.ingest.records import Batch, Record
from accounts.models import BuyingGroup, Contact, GroupPeriod, Membership, Solution


class Solutions:
    """What we sell, by all its names; case does not matter."""

    def __init__(self, names: Iterable[str], *, lock: bool = False) -> None:
        wanted = {name.lower() for name in names if name}
        rows = Solution.objects.annotate(small_en=Lower("name_en"), small_fr=Lower("name_fr"))
        self.rows: list[Solution] = []
        self.named: dict[str, list[Solution]] = {}
        if wanted:
            found = rows.filter(Q(small_en__in=wanted) | Q(small_fr__in=wanted)).order_by("pk")
            self.rows = locked(found) if lock else list(found)
        for row in self.rows:
            self.add(row)

    def add(self, row: Solution) -> None:
        """Let rows find a solution by its names."""
        for name in {row.name_en.casefold(), row.name_fr.casefold()} - {""}:
            self.named.setdefault(name, []).append(row)

    def of(self, *names: str) -> Solution | None:
        """Return the solution of any of these names, None where there is none."""
        found = {
            row.pk: row
            for name in names
            for row in self.named.get(name.casefold(), [])
            if name and row.pk
        }
        if len(found) > 1:
            raise RefusedError("solution_ambiguous", field="solution", detail=names[0])
        return next(iter(found.values()), None)

    def meant(self, record: Record) -> Solution | None:
        """Return the solution that a row names, None where it names none."""
        name = record.get("solution")
        if name and self.of(name) is None:
            raise AbsentError("solution_unknown", name)
        return self.of(name)


def write_solutions(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change what we sell."""
    names = ("name_en", "name_fr")
    known = Solutions([record.get(name) for record in records for name in names], lock=True)
    batch.recall(known.rows)

    def save(record: Record) -> None:
        told = said_of(record, *names, "is_offered")
        row = known.of(*(record.get(name) for name in names if record.get(name)))
        save_told(batch, record, row or Solution(), told)
        if record.target is not None:
            known.add(record.target)

    write_each(batch, records, save)


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change buying groups, and say what they are since when."""
    records = unclaimed(batch, "group", records)
    accounts = homes(batch, records)
    at_home = {id(record): accounts.home(record) for record in records}
    named = spelled(record.get("name") for record in records)
    known: Keyed[BuyingGroup] = Keyed(
        batch,
        "group",
        BuyingGroup.objects.visible_to(batch.actor),
        keys={record.get("key") for record in records},
        named=Q(account__in=[each for each in at_home.values() if each]) & named,
    )
    periods = held_alive(
        batch, GroupPeriod.objects.visible_to(batch.actor).filter(group__in=known.by_id), "group_id"
    )
    solutions = Solutions([record.get("solution") for record in records])

    def save(record: Record) -> None:
        account = at_home[id(record)]
        home = account.pk if account else None
        found = known.meant(record.get("key"), home, record.get("name"))
        told: dict[str, Any] = said_of(record, "name", "need")
        if solution := solutions.meant(record):
            told["solution_id"] = solution.pk
        if not found:
            period = found_group(batch, record, BuyingGroup(account=account), told)
            known.add(period.group)
            periods.add(period)
        else:
            save_told(batch, record, found[0], told)
            turn_group(batch, record, found[0], periods)
        known.keep_key(record)

    write_each(batch, records, save)


def found_group(
    batch: Batch, record: Record, group: BuyingGroup, told: dict[str, Any]
) -> GroupPeriod:
    """Write a group that is not there yet, with the period that it begins with."""
    change(group, told)
    state = record.get("state") or GroupState.TARGET
    if state == GroupState.CLOSED:
        raise RefusedError("never_open", field="state")
    batch.create(record, batch.writes.add(group))
    return batch.writes.add(begun(group, state, begins(batch, record, "since")))


def turn_group(
    batch: Batch, record: Record, group: BuyingGroup, periods: Held[GroupPeriod]
) -> None:
    """Say what a group is since when, where a line tells it and it was not so."""
    state = record.get("state")
    if not state or record.target is None or record.verdict == Verdict.REJECTED:
        return
    at = begins(batch, record, "since")
    last = max(periods.of(group.pk), key=lambda row: row.from_at, default=None)
    if last is not None and is_told(last, state, at, dated="since" in record.values):
        return
    spoken = batch.told.get(group.pk, record.line)
    if "since" not in record.values and spoken != record.line:
        raise RefusedError("told_before", detail=str(spoken))
    lasting = last if last is not None and last.to_at is None else None
    if moves(lasting, state, at):
        if lasting is not None:
            periods.add(batch.writes.correct(lasting, to_at=at))
        if state != GroupState.CLOSED:
            periods.add(batch.writes.add(begun(group, state, at)))
    record.verdict = Verdict.UPDATED


def is_told(last: GroupPeriod, state: str, at: Any, *, dated: bool) -> bool:
    """Tell whether the last period of a group says that it is in a state."""
    if state == GroupState.CLOSED:
        return last.to_at is not None and (last.to_at == at or not dated)
    same = last.is_target == (state == GroupState.TARGET) and last.to_at is None
    return same and (last.from_at <= at or not dated)


def write_memberships(batch: Batch, records: Sequence[Record]) -> None:
    """Write who has which role in which group, from when to when."""
    people = people_in(batch, records)
    groups = Groups(batch, records, [each for each in people.values() if each])
    rows = Membership.objects.visible_to(batch.actor)
    ids = [each.pk for each in people.values() if each]
    held = held_alive(batch, rows.filter(contact__in=ids), "group_id", "contact_id", "role")

    def tell(record: Record) -> None:
        contact = contact_of(record, people)
        group = groups.meant(record, contact)
        row = Membership(group=group, contact=contact, role=record.get("role"))
        names: tuple[str, ...] = ()
        if "is_confirmed" in record.values:
            row.confirmed_by = batch.actor.person if record.values["is_confirmed"] else None
            names = ("confirmed_by_id",) if batch.actor.person else ()
        tell_period(batch, record, row, held, *names)

    write_each(batch, records, tell)


class Groups:
    """The groups that rows name within the accounts of their people, or the only ones there."""

    def __init__(self, batch: Batch, records: Sequence[Record], people: Sequence[Contact]) -> None:
        accounts = {each.account_id for each in people}
        unnamed = any(not record.get("group") for record in records)
        names = [record.get("group") for record in records]
        known: Keyed[BuyingGroup] = Keyed(
            batch,
            "group",
            BuyingGroup.objects.visible_to(batch.actor),
            keys={record.get("group_key") for record in records},
            named=Q(account__in=accounts) & (Q() if unnamed else spelled(names)),
        )
        self.known = known
        self.there = Held(known.by_id.values(), lambda row: (row.account_id,))

    def meant(self, record: Record, contact: Contact) -> BuyingGroup:
        """Return the group that a row names, else the only one of the contact's account."""
        name, key = record.get("group"), record.get("group_key")
        home = contact.account_id
        found = self.known.meant(key, home, name) if name or key else self.there.of(home)
        if len(found) > 1:
            raise RefusedError("groups_ambiguous", field="group", detail=name)
        if not found:
            raise AbsentError("group_unknown", name or key or contact.account.name)
        return found[0]
