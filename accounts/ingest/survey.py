"""Finding out how a file is written, by looking at all of it."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from accounts.ingest.dialect import DateOrder, Dialect, Doubt, Form
from accounts.ingest.readers import Cell, Lines, Place, Row, Source, all_rows, is_filled, rows
from accounts.ingest.storing import Stored

SEPARATORS = ",;\t|"
LOOKED_AT = 60  # rows, to find separator and header
MOST_COLUMNS = 1_000
NUMERIC_DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d{2})(?:[T ].{0,20})?", re.ASCII)
BOTH_MARKS = re.compile(r"-?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?!\1)([.,])\d+", re.ASCII)
ONE_MARK = re.compile(r"-?\d+([.,])(\d+)", re.ASCII)
GROUP = 3  # digits between two marks of thousands
MONTHS = 12


def surveyed(file: Stored) -> Dialect:
    """Return how a file is written."""
    if file.form is Form.XLSX:
        filled = [each for each in file.sheets if each.rows] or list(file.sheets)
        dialect = Dialect(
            form=Form.XLSX, sheet=filled[0].name if filled else "", sheets=file.sheets
        )
    else:
        dialect = Dialect(encoding=encoding_of(file), separator="")
        dialect = replace(dialect, separator=separator_of(file, dialect.encoding))
        if is_spoiled(file, dialect.encoding):
            dialect = replace(dialect, doubts=(Doubt.UNDECODABLE,))
    return looked_through(file, dialect)


def looked_through(source: Source, dialect: Dialect) -> Dialect:
    """Return the dialect with header, rows, date order and decimal mark, found by reading all."""
    found = replace(dialect, header=header_line(source, dialect))
    return counted(source, named(source, found))


def counted(source: Source, dialect: Dialect) -> Dialect:
    """Return the dialect with what all cells under the header say."""
    columns = [Column() for _ in dialect.columns]
    number = 0
    for row in rows(source, dialect):
        number += 1
        for column, cell in zip(columns, row.cells, strict=False):
            if isinstance(cell, str):
                column.look(cell)
    dialect = replace(dialect, rows=number)
    return with_decimal(with_date_order(dialect, columns), columns)


def encoding_of(file: Stored) -> str:
    """Return UTF-8 where nearly all of a file is, else the encoding of Western Windows."""
    if file.encoding:
        return file.encoding
    strange, fine = 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    for piece in file.pieces(0):
        if piece.isascii():
            decoder.decode(piece)
            continue
        high = [c for c in decoder.decode(piece) if c > "\x7f"]
        lost = sum("\udc80" <= c <= "\udcff" for c in high)
        strange, fine = strange + lost, fine + len(high) - lost
    return "utf-8" if strange * 10 <= fine else "cp1252"


def is_spoiled(source: Source, encoding: str) -> bool:
    """Tell whether some bytes of a file are nothing in its encoding."""
    if encoding.startswith("utf-16"):
        return False
    decoder = codecs.getincrementaldecoder("utf-8" if encoding.startswith("utf") else encoding)()
    try:
        for piece in source.pieces(0):
            decoder.decode(piece)
    except UnicodeDecodeError:
        return True
    return False


def separator_of(source: Source, encoding: str) -> str:
    """Return the separator that cuts the first rows into as many cells each, and many."""
    head = [line for line in islice(readable(Lines(source, encoding, Place())), LOOKED_AT) if line]
    if head and (told := re.fullmatch(r"sep=(.)\s*", head[0])):
        return told[1]
    best = max(SEPARATORS, key=lambda mark: evenness(head, mark))
    return best if evenness(head, best) > (0, 0) else ","


def readable(lines: Lines) -> Iterator[str]:
    """Yield the lines short enough to be kept."""
    while True:
        try:
            line = next(lines)
        except StopIteration:
            return
        except csv.Error:
            continue
        finally:
            lines.keep()
        yield line


def evenness(head: list[str], separator: str) -> tuple[float, int]:
    """Return which share of rows have the most usual number of cells, and that number."""
    try:
        widths = Counter(len(row) for row in csv.reader(head, delimiter=separator) if row)
    except csv.Error:
        return 0, 0
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0, 0
    width = max(several, key=lambda each: (several[each], each))
    return round(several[width] / sum(widths.values()), 1), width


def header_line(source: Source, dialect: Dialect) -> int:
    """Return the line of the first row that is as wide as most and all words; else the first."""
    above = replace(dialect, header=0)
    head = [row for row in islice(all_rows(source, above), LOOKED_AT) if row.cells]
    if not head:
        return 1
    usual = usual_width(head)
    for row in head:
        if width_of(row) >= max(usual * 0.6, 1) and are_names(row.cells[: width_of(row)]):
            return row.line
    return head[0].line


def usual_width(head: Sequence[Row]) -> int:
    """Return how wide most of the first rows are.

    Where more of them have one cell than any other number, but two rows that follow each other are
    equally wide, those are the rows: what has one cell is a note above or below them.
    """
    widths = [width_of(row) for row in head]
    pairs = Counter(one for one, next_one in pairwise(widths) if one == next_one > 1)
    counts = Counter(widths)
    usual = max(counts, key=lambda width: (counts[width], width))
    return max(pairs, key=lambda width: (pairs[width], width)) if usual == 1 and pairs else usual


def width_of(row: Row) -> int:
    """Return how many cells a row has up to the last one that holds something."""
    filled = [place for place, cell in enumerate(row.cells, start=1) if is_filled(cell)]
    return filled[-1] if filled else 0


def are_names(cells: Sequence[Cell]) -> bool:
    """Tell whether these cells can be the names of columns: nearly all words, and no figures."""
    words = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    figures = [word for word in words if re.fullmatch(r"[\d\s.,/:€$%+-]+", word)]
    return bool(words) and not figures and 2 * len(words) > len(cells)


def named(source: Source, dialect: Dialect) -> Dialect:
    """Return the dialect with the names in the header, each once: of two, "Amount (2)"."""
    above = replace(dialect, header=0)
    for row in all_rows(source, above):
        if row.line == dialect.header:
            names = distinct(row.cells[:MOST_COLUMNS])
            return replace(dialect, columns=names, width=len(row.cells))
        if row.line > dialect.header:
            break
    return replace(dialect, columns=(), width=0)


def distinct(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return names that differ, without blanks and marks around them."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for place, cell in enumerate(cells, start=1):
        plain = " ".join(str(cell).replace("\ufeff", "").replace("\x00", "").split())
        name = plain.encode("utf-8", "replace").decode()[:200] or f"#{place}"
        seen[name.casefold()] += 1
        times = seen[name.casefold()]
        names.append(name if times == 1 else f"{name} ({times})")
    return tuple(names)


@dataclass(slots=True)
class Column:
    """What the cells of a column say of the order of dates and of the decimal mark."""

    dates: int = 0
    day_first: int = 0
    month_first: int = 0
    comma: int = 0
    point: int = 0
    open_numbers: int = 0

    def look(self, cell: str) -> None:
        """Take one cell into account."""
        text = cell.strip()
        if not text or len(text) > 40 or not (text[0].isdigit() or text[0] in "-€$£"):  # noqa: PLR2004 -- no date or number is longer
            return
        if match := NUMERIC_DATE.fullmatch(text):
            self.dates += 1
            self.day_first += int(match[1]) > MONTHS
            self.month_first += int(match[3]) > MONTHS
            return
        self.look_at_number(text.strip("€$£ \u00a0").replace("\u00a0", "").replace(" ", ""))

    def look_at_number(self, text: str) -> None:
        """Take a number into account: 1.234,56 tells its mark, 1,234 does not."""
        if match := BOTH_MARKS.fullmatch(text):
            self.see(match[2])
        elif match := ONE_MARK.fullmatch(text):
            whole = text.lstrip("-").split(match[1])[0]
            if len(match[2]) == GROUP and len(whole) <= GROUP and whole != "0":
                self.open_numbers += 1
            else:
                self.see(match[1])

    def see(self, mark: str) -> None:
        """Count a decimal mark."""
        if mark == ",":
            self.comma += 1
        else:
            self.point += 1


def with_date_order(dialect: Dialect, columns: list[Column]) -> Dialect:
    """Return the dialect with the order that the dates prove, or the doubt that they leave."""
    dated = [(n, c) for n, c in zip(dialect.columns, columns, strict=True) if c.dates > c.comma]
    day_first = sum(column.day_first for _, column in dated)
    month_first = sum(column.month_first for _, column in dated)
    order = DateOrder.MONTH_FIRST if month_first > day_first else DateOrder.DAY_FIRST
    if not dated:
        return dialect
    if day_first and month_first:
        doubts: tuple[Doubt, ...] = (Doubt.DATE_ORDER_MIXED,)
    else:
        doubts = () if day_first or month_first else (Doubt.DATE_ORDER_OPEN,)
    unproven = [name for name, column in dated if not (column.day_first or column.month_first)]
    return replace(
        dialect, date_order=order, doubts=dialect.doubts + doubts, open_dates=tuple(unproven)
    )


def with_decimal(dialect: Dialect, columns: list[Column]) -> Dialect:
    """Return the dialect with the decimal mark that the numbers prove, or the doubt they leave."""
    comma = sum(column.comma for column in columns)
    point = sum(column.point for column in columns)
    unclear = sum(column.open_numbers for column in columns)
    doubts: tuple[Doubt, ...] = ()
    if comma and point:
        doubts = (Doubt.DECIMAL_MIXED,)
    elif unclear and not (comma or point):
        doubts = (Doubt.DECIMAL_OPEN,)
    guess = "," if dialect.separator == ";" and dialect.form is Form.CSV else "."
    mark = guess if comma == point else "," if comma > point else "."
    return replace(dialect, decimal=mark, doubts=dialect.doubts + doubts)
