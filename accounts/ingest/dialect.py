"""How a file is written: what was found out by looking at all of it, and may be corrected."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Self


class Form(StrEnum):
    """What a file is: text with separators, or a workbook."""

    CSV = "csv"
    XLSX = "xlsx"


class DateOrder(StrEnum):
    """In which order a date such as 03/04/2026 names day and month."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class Doubt(StrEnum):
    """What the file itself leaves open, or contradicts; a person chooses."""

    DATE_ORDER_OPEN = "date_order_open"
    DATE_ORDER_MIXED = "date_order_mixed"
    DECIMAL_OPEN = "decimal_open"
    DECIMAL_MIXED = "decimal_mixed"
    UNDECODABLE = "undecodable"


EMPTY = ("null", "NULL", "Select", "\\N", "#N/A", "NaN")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: which bytes of the stored lines are its rows."""

    name: str
    start: int
    end: int
    rows: int


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read a file. All of it may be changed before the run.

    header is the physical line of the column names, width how many cells it has, of which only the
    first thousand are named; rows is how many rows follow it. empty are the
    texts that mean "nothing here". doubts are the codes of Doubt that a person should look at.
    """

    form: Form = Form.CSV
    encoding: str = "utf-8"
    separator: str = ","
    header: int = 1
    columns: tuple[str, ...] = ()
    width: int = 0
    date_order: DateOrder = DateOrder.DAY_FIRST
    decimal: str = "."
    empty: tuple[str, ...] = EMPTY
    rows: int = 0
    sheet: str = ""
    sheets: tuple[Sheet, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    open_dates: tuple[str, ...] = field(default=())

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the dialect that a row of the database holds."""
        known = {each.name for each in fields(cls)}
        values = {name: stored[name] for name in known & stored.keys()}
        for name in ("columns", "empty", "open_dates"):
            if name in values:
                values[name] = tuple(values[name])
        values["sheets"] = tuple(Sheet(**each) for each in values.get("sheets", ()))
        values["doubts"] = tuple(Doubt(each) for each in values.get("doubts", ()))
        if "form" in values:
            values["form"] = Form(values["form"])
        if "date_order" in values:
            values["date_order"] = DateOrder(values["date_order"])
        return cls(**values)

    def as_json(self) -> dict[str, Any]:
        """Return the dialect as a row of the database holds it."""
        return asdict(self)

    def changed(self, choices: Mapping[str, Any]) -> Self:
        """Return the dialect with a person's choices; what they settle is no doubt any more."""
        settled = set()
        if "date_order" in choices:
            settled |= {Doubt.DATE_ORDER_OPEN}
        if "decimal" in choices:
            settled |= {Doubt.DECIMAL_OPEN}
        kept = tuple(each for each in self.doubts if each not in settled)
        values = {"doubts": kept, **choices}
        if "empty" in values:
            values["empty"] = tuple(values["empty"])
        if "date_order" in values:
            values["date_order"] = DateOrder(values["date_order"])
        return replace(self, **values)
