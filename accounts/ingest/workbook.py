"""Workbooks as lines: `python -m accounts.ingest.workbook FROM TO`, in a process of its own.

A workbook is a compressed archive and may be a bomb. So its sizes are looked at, then counted,
before anything opens it; the process that opens it has little memory and little time; and what it
leaves is plain: for each row of each sheet one line with a list in JSON. What it prints is a list
of the sheets, or the code of why it refused.
"""

import json
import re
import resource
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MOST_BYTES = 100_000_000  # unpacked
MOST_ENTRIES = 1_000
HIGHEST_RATIO = 100
SMALL = 10_000_000  # bytes unpacked; of less no ratio is asked: many equal cells reach 100
MOST_CELLS = 5_000_000  # of a sheet: the library lays it out in full
MEMORY = 2_000_000_000
SECONDS = 30
LAST_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')


class RefusedError(Exception):
    """The workbook is not opened; the message is a code."""


def refuse_bombs(path: Path) -> None:
    """Raise RefusedError for an archive that is too large by what it says, or by what it holds."""
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            refuse_sizes([(each.file_size, each.compress_size) for each in entries])
            for entry in entries:
                with archive.open(entry) as unpacked:
                    refuse_areas(unpacked)
    except (BadZipFile, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
        raise RefusedError("workbook_damaged") from error


def refuse_sizes(sizes: list[tuple[int, int]]) -> None:
    """Raise RefusedError for sizes that no honest workbook has."""
    unpacked, packed = (sum(each) for each in zip(*sizes, strict=True)) if sizes else (0, 0)
    if len(sizes) > MOST_ENTRIES or unpacked > MOST_BYTES:
        raise RefusedError("workbook_too_big")
    if unpacked > SMALL and unpacked > HIGHEST_RATIO * max(packed, 1):
        raise RefusedError("workbook_too_big")


def refuse_areas(unpacked: Any) -> None:
    """Raise RefusedError for a sheet whose last row and column span too large a field."""
    size, last_row, last_column, tail = 0, 0, 0, b""
    while piece := unpacked.read(1 << 18):
        size += len(piece)
        if size > MOST_BYTES or b"<!ENTITY" in piece:
            raise RefusedError("workbook_too_big")
        for letters, number in LAST_CELL.findall(tail + piece):
            last_row = max(last_row, int(number))
            last_column = max(last_column, column_number(letters))
        if last_row * last_column > MOST_CELLS:
            raise RefusedError("workbook_too_big")
        tail = piece[-20:]


def column_number(letters: bytes) -> int:
    """Return which column AB is: 28."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def plain(cell: Any) -> Any:
    """Return a cell as JSON has it: days and instants by ISO 8601, whole numbers as such."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1 << 53:
        return int(cell)
    return cell


def write_lines(path: Path, to: Path) -> list[dict[str, Any]]:
    """Write the rows of all sheets as lines; return for each its name and where its lines are."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        with to.open("wb") as lines:
            return [write_sheet(workbook, name, lines) for name in workbook.sheet_names]
    except PasswordError as error:
        raise RefusedError("workbook_locked") from error
    except (CalamineError, OSError, ValueError) as error:
        raise RefusedError("workbook_damaged") from error


def write_sheet(workbook: Any, name: str, lines: Any) -> dict[str, Any]:
    """Write the rows of one sheet."""
    start, rows = lines.tell(), 0
    for row in workbook.get_sheet_by_name(name).iter_rows():
        rows += 1
        cells = json.dumps([plain(cell) for cell in row], ensure_ascii=False)
        lines.write(cells.encode("utf-8", "replace") + b"\n")
    return {"name": name, "start": start, "end": lines.tell(), "rows": rows}


def main(path: Path, to: Path) -> None:
    """Do the work, within limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        refuse_bombs(path)
        answer: Any = write_lines(path, to)
    except RefusedError as refused:
        answer = str(refused)
    except MemoryError:
        answer = "workbook_too_big"
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
