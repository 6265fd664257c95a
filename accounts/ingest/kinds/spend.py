"""Rows that are money spent on a day."""

from collections.abc import Sequence
from typing import Any

from abmplanner.kit.history import correct, record
from accounts.enums import SpendCategory
from accounts.ingest.kinds.campaign import program_named
from accounts.ingest.kinds.delivery import OF_ACCOUNT
from accounts.ingest.kinds.each import differing, said_of, write_each
from accounts.ingest.kinds.touch import campaigns_named
from accounts.ingest.matching import homes
from accounts.ingest.records import Batch, Record
from accounts.models import Spend

PLAIN = ("amount", "currency", "category", "is_billed_by_click", "note")
IS_FOR = ("program", "campaign", "account")


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

    def spend(line: Record) -> None:
        said: dict[str, Any] = {"category": SpendCategory.MEDIA, **said_of(line, *PLAIN)}
        day = line.values["spent_on"]
        batch.saw([day])
        row = Spend(**said, spent_on=day.day, source=batch.system)
        row.campaign = for_what.get(id(line))
        row.account = at_home.get(id(line))
        if name := line.get("program"):
            row.program = program_named(batch, name)
        elif row.campaign is None and row.account is None:
            row.program = batch.run.program
        keep(batch, line, row)

    write_each(batch, records, spend)


def keep(batch: Batch, line: Record, row: Spend) -> None:
    """Write an amount, or correct the one that it tells anew."""
    alike = {name: getattr(row, f"{name}_id") for name in IS_FOR}
    alike |= {name: getattr(row, name) for name in ("spent_on", "category", "note")}
    alike["source__in"] = ["", batch.system]  # written by hand, or told by the same system
    same = Spend.objects.visible_to(batch.actor).filter(voided_at=None, **alike).order_by("pk")
    held = same.first()
    if held is None:
        batch.create(line, record(batch.actor, row))
        return
    told = {name: getattr(row, name) for name in ("amount", "currency", "is_billed_by_click")}
    batch.recall([held])
    if batch.settle(line, held, changed=differing(held, told)):
        line.target = correct(batch.actor, held, **told)
        batch.told[line.target.pk] = line.line
