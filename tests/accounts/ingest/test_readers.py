"""Files as rows: where they begin, what can't be read, and going on in the middle."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.ingest.dialect import Dialect
from accounts.ingest.readers import LONGEST_LINE, Bytes, all_rows, rows

PLAIN = Dialect(header=1, columns=("a", "b"))


class InPieces:
    """A source that gives a few bytes at a time."""

    def __init__(self, content: bytes, size: int) -> None:
        self.content, self.size = content, size

    def pieces(self, start: int) -> Iterator[bytes]:
        for at in range(start, len(self.content), self.size):
            yield self.content[at : at + self.size]


def read(content: bytes, dialect: Dialect = PLAIN) -> list[tuple[int, tuple[object, ...], str]]:
    return [(row.line, row.cells, row.problem) for row in rows(Bytes(content), dialect)]


def test_a_row_has_the_line_at_which_it_begins() -> None:
    assert read(b'a,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n') == [
        (2, ("1", "x\r\ny"), ""),
        (5, ("2", "z"), ""),
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_end_in_any_of_three_ways(end: bytes) -> None:
    assert read(end.join([b"a,b", b"1,2", b"3,4"])) == [(2, ("1", "2"), ""), (3, ("3", "4"), "")]


def test_a_quote_never_closed_costs_one_row() -> None:
    assert read(b'a,b\n1,"open\n2,x\n3,y\n') == [
        (2, (), "quote_not_closed"),
        (3, ("2", "x"), ""),
        (4, ("3", "y"), ""),
    ]


def test_a_line_too_long_costs_one_row_and_is_not_kept() -> None:
    content = b"a,b\n" + b"x" * (2 * LONGEST_LINE) + b"\n1,2\n"

    found = [(row.line, row.problem) for row in rows(InPieces(content, 4096), PLAIN)]

    assert found == [(2, "line_too_long"), (3, "")]


def test_a_row_written_whole_into_one_cell_is_taken_apart() -> None:
    assert read(b'a,b,c\n"1,""x,y"",z"\n') == [(2, ("1", "x,y", "z"), "")]


def test_the_byte_order_mark_is_no_part_of_the_first_cell() -> None:
    first = next(all_rows(Bytes(b'\xef\xbb\xbf"a",b\n'), replace(PLAIN, header=0)))

    assert first.cells == ("a", "b")


cell = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=12)


@given(st.lists(st.lists(cell, min_size=2, max_size=2), max_size=12), st.integers(1, 40))
def test_reading_may_go_on_after_any_row(table: list[list[str]], size: int) -> None:
    quoted = [",".join('"' + each.replace('"', '""') + '"' for each in row) for row in table]
    source = InPieces("\n".join(["a,b", *quoted]).encode(), size)

    whole = list(all_rows(source, PLAIN))

    assert [row.cells for row in whole[1:]] == [tuple(row) for row in table]
    for place, row in enumerate(whole):
        assert list(all_rows(source, PLAIN, row.after)) == whole[place + 1 :]
