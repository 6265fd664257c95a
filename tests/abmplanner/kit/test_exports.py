"""Tables as files: nothing in them runs, and what goes out comes back."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from abmplanner.kit.exports import export, guarded, is_risky, unguarded

pytestmark = pytest.mark.django_db  # closing an answer looks after connections
RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x",
         "  =1", "\u00a0=1", "'=1", "''=1"]  # fmt: skip


def bytes_of(answer: Any) -> bytes:
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


@pytest.mark.parametrize("text", RISKY)
def test_texts_that_a_spreadsheet_would_run_are_marked_as_texts(text: str) -> None:
    told = bytes_of(export("x", ["a"], [[text]])).decode()

    (_, (cell,)) = csv.reader(io.StringIO(told.lstrip("\ufeff"), newline=""))
    assert cell == f"'{text}"
    sheet = openpyxl.load_workbook(io.BytesIO(bytes_of(export("x", [text], [[text]], "xlsx"))))
    assert {each.data_type for row in sheet.active.iter_rows() for each in row} == {"s"}


@given(st.text())
def test_what_goes_out_comes_back_the_same(text: str) -> None:
    clean = text.replace("\x00", "")

    assert unguarded(guarded(text)) in {clean, clean.removeprefix("'")}
    assert guarded(text)[:1] == "'" or not is_risky(clean)


def test_numbers_stay_numbers_and_days_are_written_the_iso_way() -> None:
    row = [1, Decimal("-2.50"), None, date(2026, 3, 4), datetime(2026, 3, 4, 10, tzinfo=UTC),
           ["a.example", "b.example"], True]  # fmt: skip

    told = bytes_of(export("x", map(str, range(7)), [row])).decode().splitlines()[1]
    assert told == "1,-2.50,,2026-03-04,2026-03-04 11:00:00+01:00,a.example; b.example,True"
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(export("x", "abcdefg", [row], "xlsx"))))
    cells = [cell.value for cell in book.active[2]]
    assert cells[:3] == [1, -2.5, None]


@pytest.mark.parametrize("name", ['a"\r\nX: y', "=cmd", "../../etc/passwd", "Übersicht 2026"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_file_names_are_ours(name: str, form: str) -> None:
    answer = export(name, ["a"], [], form)

    told = answer["Content-Disposition"]
    assert told.endswith(f'.{form}"')
    assert not set(told) & set("\r\n/\\")
    assert told.count("=") == 1
    bytes_of(answer)
