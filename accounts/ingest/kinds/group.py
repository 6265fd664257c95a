"""Rows that are solutions, buying groups, or the roles of people in these."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from abmplanner.kit.saving import Built
from accounts.actions.buying_group import move_group, open_group
from accounts.enums import GroupState, Verdict
from accounts.ingest.kinds.changes import change
from accounts.ingest.kinds.each import (
    AbsentError,
    RefusedError,
    begins,
    keep_key,
    keyed_or,
    said_of,
    save_told,
    tell_period,
    unclaimed,
    write_each,
)
from accounts.ingest.kinds.person import contact_of, people_in
from accounts.ingest.matching import homes
from accounts.ingest.records import Batch, Record
from accounts.models import Account, BuyingGroup, Contact, GroupPeriod, Membership, Solution


def write_solutions(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change what we sell."""

    def save(record: Record) -> None:
        told = said_of(record, "name_en", "name_fr", "is_offered")
        names = [record.get(name) for name in ("name_en", "name_fr") if record.get(name)]
        row = solution_named(names) or Solution()
        save_told(batch, record, row, told)

    write_each(batch, records, save)


def solution_named(names: Sequence[str]) -> Solution | None:
    """Return the solution of any of these names, None where there is none. Case does not matter."""
    wanted = Q(pk__in=())
    for name in names:
        wanted |= Q(name_en__iexact=name) | Q(name_fr__iexact=name)
    found = list(Solution.objects.filter(wanted).order_by("pk")[:2])
    if len(found) > 1:
        raise RefusedError("solution_ambiguous", field="solution", detail=names[0])
    return found[0] if found else None


def solution_of(record: Record) -> Solution | None:
    """Return the solution that a row names, None where it names none."""
    name = record.get("solution")
    if not name:
        return None
    if (found := solution_named([name])) is None:
        raise AbsentError("solution_unknown", name)
    return found


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change buying groups, and say what they are since when."""
    records = unclaimed(batch, "group", records)
    accounts = homes(batch, records)
    at_home = {id(record): accounts.home(record) for record in records}

    def save(record: Record) -> None:
        account = at_home[id(record)]
        rows = BuyingGroup.objects.visible_to(batch.actor).filter(account=account)
        named = Q(name__iexact=record.get("name"))
        found = keyed_or(batch, "group", record.get("key"), rows, named)
        told: dict[str, Any] = said_of(record, "name", "need")
        if solution := solution_of(record):
            told["solution"] = solution
        if not found:
            found_group(batch, record, BuyingGroup(account=account), told)
        else:
            save_told(batch, record, found[0], told)
            turn_group(batch, record, found[0])
        keep_key(batch, "group", record)

    write_each(batch, records, save)


def found_group(batch: Batch, record: Record, group: BuyingGroup, told: dict[str, Any]) -> None:
    """Save a group that is not there yet, with the period that it begins with."""
    change(group, told)
    state = record.get("state") or GroupState.TARGET
    if state == GroupState.CLOSED:
        raise RefusedError("never_open", field="state")
    since = begins(batch, record, "since")
    made = open_group(batch.actor, Built(group), since=since, is_target=state == GroupState.TARGET)
    batch.create(record, made)


def turn_group(batch: Batch, record: Record, group: BuyingGroup) -> None:
    """Say what a group is since when, where a line tells it and it was not so."""
    state = record.get("state")
    if not state or record.target is None or record.verdict == Verdict.REJECTED:
        return
    at = begins(batch, record, "since")
    periods = GroupPeriod.objects.visible_to(batch.actor).filter(group=group, voided_at=None)
    last = periods.order_by("-from_at").first()
    if last is not None and is_told(last, state, at, dated="since" in record.values):
        return
    spoken = batch.told.get(group.pk, record.line)
    if "since" not in record.values and spoken != record.line:
        raise RefusedError("told_before", detail=str(spoken))
    move_group(batch.actor, group, state, at)
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

    def tell(record: Record) -> None:
        contact = contact_of(record, people)
        group = group_of(batch, record, contact)
        row = Membership(group=group, contact=contact, role=record.get("role"))
        names: tuple[str, ...] = ()
        if "is_confirmed" in record.values:
            row.confirmed_by = batch.actor.person if record.values["is_confirmed"] else None
            names = ("confirmed_by_id",) if batch.actor.person else ()
        alike = Membership.objects.visible_to(batch.actor)
        alike = alike.filter(group=group, contact=contact, role=row.role)
        tell_period(batch, record, row, alike, *names)

    write_each(batch, records, tell)


def group_of(batch: Batch, record: Record, contact: Contact) -> BuyingGroup:
    """Return the group that a row names, else the only one of the contact's account."""
    account: Account = contact.account
    rows = BuyingGroup.objects.visible_to(batch.actor).filter(account=account)
    name, key = record.get("group"), record.get("group_key")
    named = Q(name__iexact=name) if name else Q() if not key else Q(pk__in=())
    found = keyed_or(batch, "group", key, rows, named)
    if len(found) > 1:
        raise RefusedError("groups_ambiguous", field="group", detail=name)
    if not found:
        raise AbsentError("group_unknown", name or key or account.name)
    group: BuyingGroup = found[0]
    return group
