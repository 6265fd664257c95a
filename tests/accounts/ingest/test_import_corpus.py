"""Files as they come, each with what has to become of every row: see tests/data/corpus.

The manifest was written by hand, beside the files. What is too large to be kept is made here.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from abmplanner.kit.actor import SYSTEM
from accounts.ingest.dialect import Dialect
from accounts.ingest.intake import take_in
from accounts.ingest.mapping import Mapping, MappingError
from accounts.ingest.readers import LONGEST_LINE, MOST_LINES
from accounts.ingest.reasons import REASONS
from accounts.ingest.run import run_to_end, tried
from accounts.ingest.storing import UnreadableError
from accounts.models import ExternalId, ImportRow, ImportRun
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    CampaignFactory,
    ContactFactory,
    PipelineFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db
CORPUS = Path(__file__).resolve().parents[2] / "data" / "corpus"
MANIFEST: list[dict[str, Any]] = json.loads((CORPUS / "manifest.json").read_text())


@pytest.fixture(autouse=True)
def _world() -> None:
    acme = AccountFactory(name="Acme", domains=["acme.example"])
    ada = ContactFactory(account=acme, name="Ada", email="ada@acme.example")
    ExternalId.objects.create(system="corpus", kind="contact", value="c1", contact=ada)
    BuyingGroupFactory(account=acme, name="Réseau")
    CampaignFactory(name="Spring")
    pipeline = PipelineFactory(name_en="Sales", is_default=True)
    for place, (key, outcome) in enumerate([("open", "open"), ("won", "won"), ("lost", "lost")]):
        StageFactory(pipeline=pipeline, key=key, name_en=key.title(), position=place + 1,
                     outcome=outcome)  # fmt: skip


def taken(content: bytes, kind: str, mapping: Any = None, name: str = "file.csv") -> ImportRun:
    """Take a file in, as the page, the API and the command do."""
    return take_in(SYSTEM, [content], file_name=name, kind=kind, mapping=mapping, system="corpus")


def told(run: ImportRun) -> list[tuple[Any, ...]]:
    """Return what became of each line: the line, the verdict, and the reason where there is one."""
    rows = ImportRow.objects.visible_to(SYSTEM).filter(run=run).order_by("line")
    return [(row.line, row.verdict, *filter(None, [row.reason])) for row in rows]


def came_to(run: ImportRun) -> list[tuple[Any, ...]]:
    """Try a file, then import it; both come to the same, and nothing is left out in silence."""
    trial = tried(SYSTEM, run)
    assert told(run) == []
    run_to_end(SYSTEM, run)
    run.refresh_from_db()
    assert {name: trial[name] for name in run.counts} == run.counts
    assert sum(run.counts.values()) == trial["rows"] == Dialect.from_json(run.dialect).rows
    rows = told(run)
    refused = [row for row in rows if row[1] in {"rejected", "waiting"}]
    assert {row[2] for row in refused} <= REASONS.keys()
    return rows


def test_the_manifest_tells_of_every_file() -> None:
    files = {path.name for path in CORPUS.iterdir()} - {"manifest.json"}

    assert {case["file"] for case in MANIFEST} == files
    assert len(files) >= 90


@pytest.mark.parametrize("case", MANIFEST, ids=[case["file"] for case in MANIFEST])
def test_a_file_comes_to_what_the_manifest_says(case: dict[str, Any]) -> None:
    content = (CORPUS / case["file"]).read_bytes()
    if refused := case.get("refused"):
        assert refusal(content, case) == refused
        assert not ImportRow.objects.visible_to(SYSTEM).exists()
        return

    run = taken(content, case["kind"], case.get("mapping"), case["file"])
    rows = came_to(run)

    assert rows == [tuple(row) for row in case["rows"]], case["says"]
    if "header" in case:
        assert run.dialect["header"] == case["header"]
    if "doubts" in case:
        assert run.dialect["doubts"] == case["doubts"]


def refusal(content: bytes, case: dict[str, Any]) -> str:
    """Return why a file is refused as a whole: a code, or "mapping" where nobody knows it."""
    try:
        run = taken(content, case["kind"], name=case["file"])
    except UnreadableError as refused:
        return refused.code
    mapping = Mapping.from_json(run.mapping, run.kind)
    assert mapping.problems(Dialect.from_json(run.dialect)), "the file was understood"
    with pytest.raises(MappingError):
        tried(SYSTEM, run)
    return "mapping"


# what is too large to be kept


def huge_row() -> Iterator[bytes]:
    """Yield a file whose second row is of 20 MB."""
    yield b"ID,Name\n1,One\n2,"
    for _piece in range(20):
        yield b"x" * 1_000_000
    yield b"\n3,Three\n"


def test_import_of_one_huge_row_costs_that_row() -> None:
    run = take_in(SYSTEM, huge_row(), file_name="a.csv", kind="accounts", system="corpus")

    assert came_to(run) == [(2, "created"), (3, "rejected", "line_too_long"), (4, "created")]


def test_import_of_a_line_of_the_longest_kind_is_read() -> None:
    notes = b",".join([b"x" * 100_000] * (LONGEST_LINE // 100_000 - 1))
    names = b",".join(b"Note %d" % n for n in range(20))
    long = b"ID,Name," + names + b"\n1,One," + notes + b"\n2,Two," + b"x" * 200_000 + b"\n"

    assert came_to(taken(long, "accounts")) == [(2, "created"), (3, "rejected", "line_too_long")]


def test_import_of_a_quote_never_closed_over_many_lines_costs_one_row() -> None:
    lines = [f"{n},Name {n}" for n in range(2 * MOST_LINES)]
    content = "\n".join(["ID,Name", '0,"open', *lines]).encode()

    rows = came_to(taken(content, "accounts"))

    assert rows[0] == (2, "rejected", "quote_not_closed")
    assert {row[1] for row in rows[1:]} == {"created"}
    assert len(rows) == 2 * MOST_LINES + 1


def test_import_of_ten_thousand_columns_takes_those_it_knows() -> None:
    names = ",".join(["ID", "Name", *(f"c{n}" for n in range(10_000))])
    content = f"{names}\n1,One{',x' * 10_000}\n2,Two\n".encode()

    rows = came_to(taken(content, "accounts"))

    assert [row[1] for row in rows] == ["created", "created"]


def test_import_of_many_rows_holds_no_more_than_a_chunk(monkeypatch: Any) -> None:
    monkeypatch.setattr("accounts.ingest.run.CHUNK", 100)
    content = "\n".join(["ID,Name", *(f"{n},Name {n}" for n in range(350))]).encode()
    run = taken(content, "accounts")

    assert {row[1] for row in came_to(run)} == {"created"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_importrow WHERE run_id = %s", [run.pk])
        assert cursor.fetchone() == (350,)
