"""Tables as files: streamed, and safe to open in a spreadsheet.

A text that a spreadsheet would run as a formula gets an apostrophe before it, the sign by which
spreadsheets mark a text. The import takes it away again, so what goes out comes back the same.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

import xlsxwriter
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify

About: TypeAlias = Sequence[Sequence[Any]]

FORMULA_STARTS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
UTF8_MARK = "\ufeff"  # spreadsheets take a text for UTF-8 by it
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
LONGEST_CELL = 32_767  # characters that a sheet holds in a cell
FORMATS = ("csv", "xlsx")


def is_risky(text: str) -> bool:
    """Tell whether a spreadsheet may run a text as a formula.

    >>> is_risky("=1+1"), is_risky("  @SUM(A1)"), is_risky("'=1"), is_risky("Acme")
    (True, True, True, False)
    """
    start = text.lstrip(" \u00a0'")[:1]
    return start in FORMULA_STARTS if start else False


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs.

    >>> guarded("=1+1"), guarded("Acme")
    ("'=1+1", 'Acme')
    """
    clean = text.replace("\x00", "")
    return f"'{clean}" if is_risky(clean) else clean


def unguarded(text: str) -> str:
    """Return a text as it was before it was guarded.

    >>> unguarded("'=1+1"), unguarded("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch")
    """
    return text[1:] if text.startswith("'") and is_risky(text[1:]) else text


def plain(value: Any) -> Any:
    """Return a value as a cell holds it: numbers as such, days and instants by ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(" ", "seconds")
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, list | tuple):
        return guarded("; ".join(map(str, value)))
    return guarded(str(value))


class Echo:
    """A file that gives back what is written to it, for the csv module."""

    def write(self, text: str) -> str:
        """Return what was written."""
        return text


def csv_lines(
    header: Sequence[str], rows: Iterable[Sequence[Any]], about: About = ()
) -> Iterator[str]:
    """Yield a table as lines of CSV, below what is said about it."""
    writer = csv.writer(Echo())
    yield UTF8_MARK
    for line in about:
        yield writer.writerow([plain(cell) for cell in line])
    if about:
        yield writer.writerow([])
    yield writer.writerow([plain(str(title)) for title in header])
    for row in rows:
        yield writer.writerow([plain(cell) for cell in row])


def export(
    name: str,
    header: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    form: str = "csv",
    *,
    about: About = (),
) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """Answer with a table as a file to download: CSV or XLSX.

    about are lines of a label and what it says, which stand above the table; a file that an import
    reads again has none.
    """
    titles = [str(title) for title in header]
    file_name = f"{slugify(name) or 'export'}.{form}"
    if form == "xlsx":
        return xlsx_answer(file_name, titles, rows, about)
    lines = csv_lines(titles, rows, about)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def xlsx_answer(
    file_name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], about: About = ()
) -> FileResponse:
    """Answer with a workbook, written row by row to a file that goes away by itself."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
    book = xlsxwriter.Workbook(file, OPTIONS)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for number, line in enumerate(about):
        for place, value in enumerate(line):
            write_cell(sheet, number, place, plain(value))
    top = len(about) + 1 if about else 0
    sheet.freeze_panes(top + 1, 0)
    for place, title in enumerate(header):
        sheet.write_string(top, place, plain(title), bold)
    for number, row in enumerate(rows, start=top + 1):
        for place, value in enumerate(row):
            write_cell(sheet, number, place, plain(value))
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name, content_type=XLSX)


def write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    """Write a cell: a number, a truth, or a text that stays a text."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value[:LONGEST_CELL])
