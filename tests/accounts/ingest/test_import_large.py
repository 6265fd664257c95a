"""Files too large to be kept: made while they are handed in, on demand (`-m slow -s`).

What they cost is printed. Memory is that of this process, above what it had before.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from django.test import override_settings

from abmplanner.kit.actor import SYSTEM
from accounts.ingest.intake import take_in
from accounts.ingest.run import run_to_end
from accounts.models import ImportRow, ImportRun
from bench.memory import most_resident, resident_anew
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOST_MIB = 200
ROWS = int(os.environ.get("LARGE_ROWS", "1000000"))
HEADER = b"Key,Account domain,Type,When\n"


@contextmanager
def cost(of: str) -> Iterator[None]:
    """Print what something costs, and hold its memory against the bar."""
    before, began = resident_anew(), time.monotonic()
    yield
    more, took = most_resident() - before, time.monotonic() - began
    sys.stdout.write(f"{of}: {took:.0f} s, {more} MiB above the start\n")
    assert more <= MOST_MIB


def imported(pieces: Iterable[bytes], kind: str) -> ImportRun:
    """Import a file that is made while it is read."""
    with override_settings(UPLOAD_MAX_BYTES=200_000_000):
        run = take_in(SYSTEM, pieces, file_name="large.csv", kind=kind, system="large")
    run_to_end(SYSTEM, run)
    run.refresh_from_db()
    return run


def row_of_fifty_megabytes() -> Iterator[bytes]:
    """Yield three rows, the second of 50 MB."""
    yield b"ID,Name\n1,One\n2,"
    for _piece in range(50):
        yield b"x" * 1_000_000
    yield b"\n3,Three\n"


def test_import_of_a_row_of_fifty_megabytes_costs_that_row() -> None:
    with cost("a row of 50 MB"):
        run = imported(row_of_fifty_megabytes(), "accounts")

    rows = ImportRow.objects.visible_to(SYSTEM).filter(run=run).order_by("line")
    found = list(rows.values_list("line", "verdict", "reason"))
    assert found == [(2, "created", ""), (3, "rejected", "line_too_long"), (4, "created", "")]


def many_touches(number: int) -> Iterator[bytes]:
    """Yield a file of touches."""
    yield HEADER
    for first in range(0, number, 1_000):
        yield b"".join(
            b"t%d,acme.example,call_connected,2026-0%d-%02d\n" % (n, n % 6 + 1, n % 28 + 1)
            for n in range(first, min(first + 1_000, number))
        )


def test_import_of_a_million_rows_holds_no_more_than_a_chunk() -> None:
    AccountFactory(name="Acme", domains=["acme.example"])

    with cost(f"{ROWS:,} rows"):
        run = imported(many_touches(ROWS), "touches")

    assert run.counts["created"] == ROWS
