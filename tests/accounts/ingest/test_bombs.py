"""Files made to burst: refused by what they say and by what is counted, before they are opened."""

import gzip
import io
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM
from accounts.ingest.intake import take_in
from accounts.ingest.storing import UnreadableError
from accounts.models import ImportRun
from tests.factories import UserFactory

TYPES = (
    b'<?xml version="1.0"?><Types xmlns='
    b'"http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
)
SHEET = "xl/worksheets/sheet1.xml"
MEASURED = """
import re, sys, time
from pathlib import Path
from accounts.ingest.workbook import main
main(Path(sys.argv[1]), Path(sys.argv[2]))
print()
print(time.process_time())
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""  # the highest memory of the process itself


def archive(**parts: bytes) -> bytes:
    """Return an archive with these entries, packed as tightly as may be."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in {"[Content_Types].xml": TYPES, **parts}.items():
            packed.writestr(name, content)
    return file.getvalue()


def lying(content: bytes, *, says: int) -> bytes:
    """Return an archive whose entry holds more than its headers say."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(content) + packer.flush()
    name = SHEET.encode()
    sizes = struct.pack("<III", zlib.crc32(content), len(body), says)
    start = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes
    start += struct.pack("<HH", len(name), 0) + name
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
    central += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central),
                                      len(start) + len(body), 0)  # fmt: skip
    return start + body + central + end


def overlapping(copies: int) -> bytes:
    """Return an archive whose many entries are all one and the same piece of the file."""
    body = lying(b"0" * 5_000_000, says=5_000_000)
    at = body.index(b"PK\x01\x02")
    central = body[at : body.index(b"PK\x05\x06")] * copies
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, copies, copies, len(central), at, 0)
    return body[:at] + central + end


def nested(depth: int) -> bytes:
    """Return archives within archives, each with ten of the next."""
    content = archive(a=b"0" * 1_000_000)
    for _level in range(depth):
        content = archive(**{f"{n}.zip": content for n in range(10)})
    return content


def quadratic() -> bytes:
    """Return a sheet that names one long entity again and again."""
    entity = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 50_000 + b'">]>'
    return entity + b"<worksheet>" + b"&a;" * 50_000 + b"</worksheet>"


def spread() -> bytes:
    """Return a sheet of two cells, as far from each other as may be."""
    return b'<worksheet><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></worksheet>'


EXTERNAL = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'
BOMBS = {
    "one_sheet_of_zeros": lambda: archive(**{SHEET: b"0" * 120_000_000}),
    "many_entries": lambda: archive(**{f"f{n}": b"" for n in range(1_001)}),
    "high_ratio": lambda: archive(**{SHEET: b"0" * 50_000_000}),
    "overlapping_entries": lambda: overlapping(900),
    "more_than_it_says": lambda: lying(b"0" * 60_000_000, says=1_000),
    "archives_in_archives": lambda: nested(4),
    "quadratic_entities": lambda: archive(**{SHEET: quadratic()}),
    "external_entity": lambda: archive(**{SHEET: EXTERNAL}),
    "entity_across_pieces": lambda: archive(**{SHEET: b" " * ((1 << 18) - 4) + EXTERNAL[15:]}),
    "entity_in_utf16": lambda: archive(**{SHEET: EXTERNAL.decode().encode("utf-16")}),
    "two_cells_far_apart": lambda: archive(**{SHEET: spread()}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_at_once_with_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(BOMBS[name]())
    command = [sys.executable, "-c", MEASURED, str(path), str(tmp_path / "to")]

    answer = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, check=True, text=True
    )

    said, seconds, kilobytes = answer.stdout.splitlines()
    assert said in {'"workbook_too_big"', '"workbook_damaged"'}
    assert float(seconds) <= 1
    assert int(kilobytes) <= 100 << 10
    assert not (tmp_path / "to").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*BOMBS, "gzip", "gzip_of_gzip"])
def test_bombs_leave_nothing_behind(name: str) -> None:
    packed = gzip.compress(b"ID,Name\n" * 1_000_000)
    content = {"gzip": packed, "gzip_of_gzip": gzip.compress(packed)}.get(name)

    with pytest.raises(UnreadableError):
        take_in(SYSTEM, [content or BOMBS[name]()], file_name="a.xlsx", kind="accounts")

    assert not ImportRun.objects.visible_to(SYSTEM).exists()


@pytest.mark.django_db
def test_bombs_in_the_body_of_a_request_are_not_unpacked(client: Client) -> None:
    client.force_login(UserFactory(administrator=True))
    body = gzip.compress(b"0" * 50_000_000)

    answer: Any = client.post(
        reverse("api-import-list"), body, content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )  # fmt: skip

    assert answer.status_code in {400, 415}
    assert not ImportRun.objects.visible_to(SYSTEM).exists()
