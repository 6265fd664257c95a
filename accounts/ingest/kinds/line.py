"""Rows that are lines between people: to whom somebody reports, and whose ear they have."""

from collections.abc import Sequence
from typing import Any

from accounts.enums import LineKind
from accounts.ingest.kinds.each import RefusedError, held_alive, tell_period, write_each
from accounts.ingest.kinds.person import contact_of, other_of, others_in, people_in
from accounts.ingest.records import Batch, Record
from accounts.models import InfluenceLine, ReportingLine


def write_reporting(batch: Batch, records: Sequence[Record]) -> None:
    """Write who reports to whom, from when to when."""

    def line(record: Record, contact: Any, other: Any) -> ReportingLine:
        kind = record.get("kind") or LineKind.PRIMARY
        return ReportingLine(contact=contact, manager=other, kind=kind)

    write_lines(batch, records, ReportingLine, line, alike=("contact_id", "manager_id", "kind"))


def write_influence(batch: Batch, records: Sequence[Record]) -> None:
    """Write who is listened to by whom and how much, from when to when."""

    def line(record: Record, contact: Any, other: Any) -> InfluenceLine:
        weight = record.get("weight", 1)
        return InfluenceLine(contact=contact, influenced=other, weight=weight)

    write_lines(
        batch, records, InfluenceLine, line, alike=("contact_id", "influenced_id"), said=("weight",)
    )


def write_lines(
    batch: Batch,
    records: Sequence[Record],
    model: Any,
    line: Any,
    *,
    alike: Sequence[str],
    said: Sequence[str] = (),
) -> None:
    """Write lines between the two people that each row names, both of one account."""
    people = people_in(batch, records)
    others = others_in(batch, [record for record in records if record.is_open], people)
    rows: Any = model.objects.visible_to(batch.actor)
    ids = [each.pk for each in people.values() if each]
    held = held_alive(batch, rows.filter(contact__in=ids), *alike)

    def tell(record: Record) -> None:
        contact, other = contact_of(record, people), other_of(record, others)
        if contact.account_id != other.account_id:
            raise RefusedError("of_two_accounts", field="other", detail=other.name)
        told = [name for name in said if name in record.values]
        tell_period(batch, record, line(record, contact, other), held, *told)

    write_each(batch, records, tell)
