"""Rows that are money spent on a day."""

from collections.abc import Sequence
from typing import Any

from accounts.enums import SpendCategory
from accounts.ingest.kinds.campaign import Programs
from accounts.ingest.kinds.delivery import OF_ACCOUNT
from accounts.ingest.kinds.each import held_alive, said_of, tell_once, write_each
from accounts.ingest.kinds.touch import campaigns_named
from accounts.ingest.matching import homes
from accounts.ingest.records import Batch, Record
from accounts.models import Spend

PLAIN = ("amount", "currency", "category", "is_billed_by_click", "note")
ALIKE = ("spent_on", "category", "note", "program_id", "campaign_id", "account_id")


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Write what was spent on which day; told again for the same thing, it is corrected.

    Which amount is meant is told by the day, the system, the category, the note, and what it was
    for: two bills of one day and kind need two notes.
    """
    named = [each for each in records if any(each.get(name) for name in OF_ACCOUNT)]
    accounts = homes(batch, named)
    at_home = {id(each): accounts.home(each) for each in named}
    campaigns = campaigns_named(batch, records)
    for_what = {id(each): campaigns.meant(each) for each in records if each.is_open}
    programs = Programs(batch)
    told = [each for each in records if each.is_open]
    rows = Spend.objects.visible_to(batch.actor).filter(
        source__in=["", batch.system],  # written by hand, or told by the same system
        spent_on__in={each.values["spent_on"].day for each in told},
        note__in={each.get("note") for each in told},
    )
    held = held_alive(batch, rows, *ALIKE)

    def spend(line: Record) -> None:
        said: dict[str, Any] = {"category": SpendCategory.MEDIA, **said_of(line, *PLAIN)}
        day = line.values["spent_on"]
        batch.saw([day])
        row = Spend(**said, spent_on=day.day, source=batch.system)
        row.campaign = for_what.get(id(line))
        row.account = at_home.get(id(line))
        if name := line.get("program"):
            row.program = programs.named(name)
        elif row.campaign is None and row.account is None:
            row.program = batch.run.program
        same = held.first(*held.key(row))
        told = {name: getattr(row, name) for name in ("amount", "currency", "is_billed_by_click")}
        tell_once(batch, line, row, held, same, told)

    write_each(batch, records, spend)
