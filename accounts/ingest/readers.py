"""Files as rows: each with the physical line it begins at, and the place to go on from after it.

Nothing here holds more of a file than a piece of it, and reading may begin in the middle: a place
is a number of bytes and of a line, kept by whoever may be killed on the way. UTF-16 and workbooks
are stored as UTF-8 (see storing.py), so a line's end is always the same byte.
"""

import codecs
import csv
import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

from accounts.ingest.dialect import Dialect, Form

Cell: TypeAlias = str | int | float | bool

LONGEST_LINE = 1_000_000  # bytes; a longer one is refused without being kept
MOST_LINES = 1_000  # of one row; more means that a quote was never closed
UNCLOSED, TOO_LONG, UNREADABLE = "quote_not_closed", "line_too_long", "row_not_readable"


class Place(NamedTuple):
    """Where reading goes on: bytes from the start, and the number of the line that begins there."""

    offset: int = 0
    line: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file. problem is a code where its cells could not be made out."""

    line: int
    cells: tuple[Cell, ...]
    after: Place
    problem: str = ""


class Source(Protocol):
    """Where the bytes of a file come from."""

    def pieces(self, start: int) -> Iterator[bytes]:
        """Yield the bytes from that one on, in pieces of any size."""


@dataclass(frozen=True, slots=True)
class Bytes:
    """A source in memory."""

    content: bytes

    def pieces(self, start: int) -> Iterator[bytes]:
        """Yield all of it."""
        yield self.content[start:]


def rows(source: Source, dialect: Dialect, place: Place | None = None) -> Iterator[Row]:
    """Yield the rows under the header, from a place on; rows without any cell are passed over."""
    for row in all_rows(source, dialect, place):
        if row.line > dialect.header and (row.problem or any(map(is_filled, row.cells))):
            yield row


def all_rows(source: Source, dialect: Dialect, place: Place | None = None) -> Iterator[Row]:
    """Yield every row of the file, or of the chosen sheet, with those above the header."""
    if dialect.form is Form.CSV:
        return csv_rows(Lines(source, dialect.encoding, place or Place()), dialect.separator)
    return sheet_rows(source, dialect, place)


def is_filled(cell: Cell) -> bool:
    """Tell whether there is anything in a cell."""
    return not isinstance(cell, str) or bool(cell.strip())


class Lines:
    """The physical lines of a text, with the place behind the last one given.

    csv.reader pulls lines as it needs them, so after each row the place is the end of that row.
    Lines can be given back: a row that can't be read costs one line, not all that it swallowed.
    """

    def __init__(self, source: Source, encoding: str, place: Place) -> None:
        self.encoding = "utf-8" if encoding.startswith("utf") else encoding
        self.place = place
        self.taken: list[bytes | int] = []
        self.returned: deque[bytes | int] = deque()
        self.fresh = split(source.pieces(place.offset))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise csv.Error(UNCLOSED)
        line = self.returned.popleft() if self.returned else next(self.fresh)
        self.taken.append(line)
        size = line if isinstance(line, int) else len(line)
        self.place = Place(self.place.offset + size, self.place.line + 1)
        if isinstance(line, int):
            raise csv.Error(TOO_LONG)
        first = self.place.offset == size
        body = line.removeprefix(codecs.BOM_UTF8) if first else line
        return body.decode(self.encoding, "surrogateescape")

    def keep(self) -> None:
        """Say that the row taken is done with."""
        self.taken.clear()

    def give_back(self) -> None:
        """Leave one line to the row that could not be read, and give back the others."""
        for line in reversed(self.taken[1:]):
            self.returned.appendleft(line)
            size = line if isinstance(line, int) else len(line)
            self.place = Place(self.place.offset - size, self.place.line - 1)
        self.taken.clear()


def split(pieces: Iterable[bytes]) -> Iterator[bytes | int]:
    """Yield lines with their ends; of a line too long to keep, only the number of its bytes."""
    kept, dropped = b"", 0
    for piece in pieces:
        lines = (kept + piece).splitlines(keepends=True)
        kept = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        for line in lines:
            yield dropped + len(line) if dropped or len(line) > LONGEST_LINE else line
            dropped = 0
        if len(kept) > LONGEST_LINE and not kept.endswith(b"\r"):
            dropped, kept = dropped + len(kept), b""
    if kept or dropped:
        yield dropped + len(kept) if dropped or len(kept) > LONGEST_LINE else kept


def csv_rows(lines: Lines, separator: str) -> Iterator[Row]:
    """Yield the rows of a text with separators."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        first = lines.place.line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            several = len(lines.taken) > 1
            lines.give_back()
            reader = csv.reader(lines, delimiter=separator, strict=True)
            yield Row(first, (), lines.place, problem_of(error, several=several))
            continue
        lines.keep()
        yield Row(first, uncollapsed(cells, separator), lines.place)


def problem_of(error: csv.Error, *, several: bool) -> str:
    """Return the code for what the csv module says of a row, of several lines or of one."""
    said = str(error)
    if said in {UNCLOSED, TOO_LONG}:
        return said
    if "field limit" in said and not several:
        return TOO_LONG
    if "unexpected end" in said or "field limit" in said:
        return UNCLOSED
    return UNREADABLE


def uncollapsed(cells: list[str], separator: str) -> tuple[str, ...]:
    """Return the cells of a row that some program wrote whole into one quoted cell."""
    if len(cells) == 1 and cells[0].count(separator) > 1 and '"' in cells[0]:
        try:
            cells = next(csv.reader([cells[0]], delimiter=separator, strict=True))
        except csv.Error:
            return tuple(cells)
    return tuple(cells)


def sheet_rows(source: Source, dialect: Dialect, place: Place | None) -> Iterator[Row]:
    """Yield the rows of a sheet, stored as one line of JSON each: line and row are one number."""
    sheet = next(each for each in dialect.sheets if each.name == dialect.sheet)
    lines = Lines(source, "utf-8", place or Place(sheet.start))
    for line in lines:
        lines.keep()
        if lines.place.offset > sheet.end:
            return
        yield Row(lines.place.line - 1, tuple(json.loads(line)), lines.place)
