"""Finding out how a file is written."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from accounts.ingest.dialect import Dialect, Doubt, Form
from accounts.ingest.intake import chosen
from accounts.ingest.readers import rows
from accounts.ingest.storing import UnreadableError, stored
from accounts.ingest.survey import surveyed


def look(content: bytes | str, encoding: str = "utf-8") -> tuple[Dialect, list[tuple[Any, ...]]]:
    body = content.encode(encoding) if isinstance(content, str) else content
    with stored([body]) as file:
        dialect = surveyed(file)
        return dialect, [row.cells for row in rows(file, dialect)]


@pytest.mark.parametrize(
    ("written", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"),
     ("utf-16-be", "utf-16"), ("cp1252", "cp1252"), ("latin-1", "cp1252")],
)  # fmt: skip
def test_the_encoding_is_found(written: str, found: str) -> None:
    dialect, table = look("Nom;Pays\nSociété Générale;Côte d’Ivoire\n".replace("’", "'"), written)

    assert dialect.encoding == found
    assert table == [("Société Générale", "Côte d'Ivoire")]
    assert dialect.doubts == ()


def test_bytes_that_are_nothing_in_the_encoding_are_said() -> None:
    dialect, _ = look(b"Name,City\n" + "Zoé,Orléans\n".encode() * 40 + b"Bad \xff,X\n")

    assert dialect.encoding == "utf-8"
    assert dialect.doubts == (Doubt.UNDECODABLE,)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    lines = [("Name", "Note"), ("Acme", "one, two"), ("Betta", "a; b"), ("Ceva", "x")]
    text = "\n".join(separator.join(f'"{each}"' for each in line) for line in lines)

    dialect, table = look(text)

    assert dialect.separator == separator
    assert table == lines[1:]


def test_lines_above_the_header_are_passed_over() -> None:
    dialect, table = look("Report of June\nAll accounts\n\nName,Country,Staff\nAcme,FR,12\n")

    assert (dialect.header, dialect.columns) == (4, ("Name", "Country", "Staff"))
    assert table == [("Acme", "FR", "12")]


def test_names_of_columns_differ_and_lose_their_blanks() -> None:
    dialect, _ = look(' Amount ,amount,,"Date entered ""Won"""\n1,2,3,4\n')

    assert dialect.columns == ("Amount", "amount (2)", "#3", 'Date entered "Won"')


@pytest.mark.parametrize(
    ("dates", "order", "doubts"),
    [
        (["03/04/2026", "25/12/2026"], "dmy", ()),
        (["03/04/2026", "12/25/2026"], "mdy", ()),
        (["03/04/2026", "05/06/2026"], "dmy", (Doubt.DATE_ORDER_OPEN,)),
        (["13/04/2026", "05/16/2026", "14/04/2026"], "dmy", (Doubt.DATE_ORDER_MIXED,)),
        (["2026-04-03", "2026-12-25"], "dmy", ()),
    ],
)
def test_the_order_of_dates_is_decided_over_the_whole_file(
    dates: list[str], order: str, doubts: tuple[Doubt, ...]
) -> None:
    dialect, _ = look("\n".join(["Name,Day", *(f"x,{each}" for each in dates)]))

    assert (dialect.date_order, dialect.doubts) == (order, doubts)


@pytest.mark.parametrize(
    ("numbers", "decimal", "doubts"),
    [
        (["1,234.50", "12"], ".", ()),
        (["1.234,50", "12"], ",", ()),
        (["12,5", "1.234"], ",", ()),
        (["0.125"], ".", ()),
        (["1,234", "5,678"], ",", (Doubt.DECIMAL_OPEN,)),
        (["12,5", "12.5", "13.5"], ".", (Doubt.DECIMAL_MIXED,)),
        (["€ 1.234.567,80"], ",", ()),
    ],
)
def test_the_decimal_mark_is_decided_over_the_whole_file(
    numbers: list[str], decimal: str, doubts: tuple[Doubt, ...]
) -> None:
    dialect, _ = look("\n".join(["Name;Amount", *(f"x;{each}" for each in numbers)]))

    assert (dialect.decimal, dialect.doubts) == (decimal, doubts)


def test_what_a_person_chooses_is_no_doubt_any_more() -> None:
    with stored([b"Name,Day\nx,03/04/2026\n"]) as file:
        dialect = chosen(file, surveyed(file), {"date_order": "mdy"})

    assert (dialect.date_order, dialect.doubts) == ("mdy", ())


def test_another_separator_gives_other_columns() -> None:
    with stored([b"a;b,c\n1;2,3\n"]) as file:
        dialect = chosen(file, surveyed(file), {"separator": ","})

    assert dialect.columns == ("a;b", "c")


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, table in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(table):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def test_a_workbook_is_read_row_by_row_and_its_dates_need_no_order() -> None:
    deals = [["All deals"], [], ["Name", "Amount", "Closed"],
             ["Acme", 1234.5, date(2026, 3, 4)],
             ["two\nlines", 7, datetime(2026, 3, 4, 15, 30)]]  # noqa: DTZ001 -- as sheets have it  # fmt: skip

    with stored([workbook(("Cover", []), ("Deals", deals))]) as file:
        dialect = surveyed(file)
        found = [(row.line, row.cells) for row in rows(file, dialect)]

    assert (dialect.form, dialect.sheet, dialect.header, dialect.doubts) == (
        Form.XLSX, "Deals", 3, ()
    )  # fmt: skip
    assert found == [
        (4, ("Acme", 1234.5, "2026-03-04")),
        (5, ("two\nlines", 7, "2026-03-04T15:30:00")),
    ]


def test_another_sheet_can_be_chosen() -> None:
    content = workbook(("One", [["A", "B"], ["x", "y"]]), ("Two", [["C", "D"], ["p", "q"]]))
    with stored([content]) as file:
        dialect = chosen(file, surveyed(file), {"sheet": "Two"})
        found = [(row.line, row.cells) for row in rows(file, dialect)]

    assert (dialect.columns, found) == (("C", "D"), [(2, ("p", "q"))])


def archive(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"\x1f\x8b\x08\x00" + bytes(range(40)), "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not_a_table"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "old_workbook"),
        (archive(a=b"0" * 30_000_000), "workbook_too_big"),
        (archive(**{f"f{n}": b"x" for n in range(1_100)}), "workbook_too_big"),
        (archive(a=b"x"), "workbook_damaged"),
        (workbook(("A", [["x"]]))[:-40], "workbook_damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as refused, stored([content]):
        pass

    assert refused.value.code == code


def test_a_sheet_that_spans_the_whole_field_is_refused() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "z")

    with pytest.raises(UnreadableError) as refused, stored([file.getvalue()]):
        pass

    assert refused.value.code == "workbook_too_big"


def test_a_file_too_large_is_refused_while_it_comes_in(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000

    with pytest.raises(UnreadableError) as refused, stored([b"x" * 600, b"x" * 600]):
        pass

    assert refused.value.code == "too_big"
