"""A file that comes in: kept on disk for a moment, checked, and turned into lines of UTF-8 or less.

What can be read from the middle is left as it is. UTF-16 and workbooks are rewritten, once.
"""

import codecs
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.ingest.dialect import Form, Sheet
from accounts.ingest.workbook import SECONDS

PIECE = 1 << 20
FEW = 2  # characters that nobody prints, as any file may hold
CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\x00"))
REFUSALS = {
    "workbook_too_big": _("This workbook unpacks to more than we read. Save the sheet as CSV."),
    "workbook_damaged": _("This workbook is damaged. Open it, save it again, and try once more."),
    "workbook_locked": _("This workbook is locked with a password. Save it without one."),
    "old_workbook": _("This is an old Excel file. Save it as XLSX or CSV."),
    "not_a_table": _("This is neither a CSV file nor an XLSX workbook."),
    "empty": _("This file is empty."),
    "too_big": _("This file is larger than this site takes. Split it into several."),
}
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


class UnreadableError(Exception):
    """The file can't be read at all; code is one of REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(str(REFUSALS[code]))
        self.code = code


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on disk for a moment. encoding is what its first bytes say, empty when nothing."""

    path: Path
    form: Form
    size: int
    digest: str
    encoding: str = ""
    sheets: tuple[Sheet, ...] = ()

    def pieces(self, start: int) -> Iterator[bytes]:
        """Yield its bytes from that one on."""
        with self.path.open("rb") as file:
            file.seek(start)
            while piece := file.read(PIECE):
                yield piece


@contextmanager
def stored(chunks: Iterable[bytes]) -> Iterator[Stored]:
    """Keep a file on disk while something is done with it; raise UnreadableError."""
    with tempfile.TemporaryDirectory(prefix="abm-import-") as folder:
        path = Path(folder) / "file"
        size, digest = write(chunks, path)
        yield recognized(path, size, digest)


def write(chunks: Iterable[bytes], path: Path) -> tuple[int, str]:
    """Write a file; return its size and digest."""
    size, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > settings.UPLOAD_MAX_BYTES:
                raise UnreadableError("too_big")
            digest.update(chunk)
            file.write(chunk)
    return size, digest.hexdigest()


def recognized(path: Path, size: int, digest: str) -> Stored:
    """Find out what a file is by its first bytes, whatever its name."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip():
        raise UnreadableError("empty")
    if head.startswith(b"PK\x03\x04"):
        lines, sheets = unpacked(path)
        return Stored(lines, Form.XLSX, size, digest, "utf-8", sheets)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError("old_workbook")
    encoding = encoding_of(head)
    if encoding.startswith("utf-16"):
        return Stored(rewritten(path, encoding), Form.CSV, size, digest, "utf-16")
    if sum(map(head.count, CONTROL)) > len(head) // 50 + FEW or head.startswith(b"\x1f\x8b"):
        raise UnreadableError("not_a_table")
    return Stored(path, Form.CSV, size, digest, encoding)


def encoding_of(head: bytes) -> str:
    """Return the encoding that the first bytes give away, or nothing."""
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 6 and odd > 10 * even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 6 and even > 10 * odd else ""


def rewritten(path: Path, encoding: str) -> Path:
    """Write a text of UTF-16 as UTF-8."""
    target = path.with_name("text")
    with path.open("rb") as source, target.open("wb") as file:
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        while piece := source.read(PIECE):
            file.write(decoder.decode(piece).encode("utf-8", "replace"))
        file.write(decoder.decode(b"", final=True).encode("utf-8", "replace"))
    return target


def unpacked(path: Path) -> tuple[Path, tuple[Sheet, ...]]:
    """Have a workbook written as lines, by a process of its own that may use little."""
    lines = path.with_name("lines")
    command = [sys.executable, "-m", "accounts.ingest.workbook", str(path), str(lines)]
    try:
        answer = subprocess.run(  # noqa: S603 -- our own module, on a path of our own
            command, cwd=settings.BASE_DIR, capture_output=True, timeout=SECONDS, check=True
        )
    except subprocess.SubprocessError as failure:
        raise UnreadableError("workbook_too_big") from failure
    said = json.loads(answer.stdout)
    if isinstance(said, str):
        raise UnreadableError(said)
    return lines, tuple(Sheet(**each) for each in said)
