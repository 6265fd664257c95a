"""What cells say."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.ingest import cells
from accounts.ingest.cells import WrongError
from accounts.ingest.dialect import DateOrder, Dialect

DAY_FIRST = Dialect(date_order=DateOrder.DAY_FIRST)
MONTH_FIRST = Dialect(date_order=DateOrder.MONTH_FIRST)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-04", date(2026, 3, 4)),
        ("2026/3/4", date(2026, 3, 4)),
        ("20260304", date(2026, 3, 4)),
        ("04/03/2026", date(2026, 3, 4)),
        ("4.3.26", date(2026, 3, 4)),
        ("04-03-1999", date(1999, 3, 4)),
        ("4 mars 2026", date(2026, 3, 4)),
        ("04-Mar-2026", date(2026, 3, 4)),
        ("March 4, 2026", date(2026, 3, 4)),
        ("1er", None),
        ("4 août 2026", date(2026, 8, 4)),
        ("04/03/2026 23:59", date(2026, 3, 4)),
        ("30/02/2026", None),
        ("00/00/0000", None),
        ("45000", None),
    ],
)
def test_days_are_read_in_many_ways(text: str, day: date | None) -> None:
    found = cells.parsed_moment(text, True)  # noqa: FBT003 -- a cache's key

    assert (found.day if found else None) == day


def test_the_order_of_the_file_decides() -> None:
    assert cells.moment("03/04/2026", MONTH_FIRST).day == date(2026, 3, 4)
    assert cells.moment("03/04/2026", DAY_FIRST).day == date(2026, 4, 3)
    with pytest.raises(WrongError, match="not_a_date"):
        cells.moment("25/12/2026", MONTH_FIRST)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2006-04-15T03:23:15.000Z", "2006-04-15T03:23:15+00:00"),
        ("2019-12-29 08:15:15.000", "2019-12-29T08:15:15+01:00"),
        ("2026-07-01 12:00 +02:00", "2026-07-01T12:00:00+02:00"),
        ("3/4/2026 12:30 PM", "2026-04-03T12:30:00+02:00"),
        ("3/4/2026 12:30 am", "2026-04-03T00:30:00+02:00"),
    ],
)
def test_instants_without_a_zone_are_by_our_clocks(text: str, instant: str) -> None:
    found = cells.moment(text, DAY_FIRST).instant

    assert found is not None
    assert found.isoformat() == instant


@pytest.mark.parametrize("text", ["1901-01-01", "9999-12-31", "0001-01-01"])
def test_days_out_of_reach_are_wrong(text: str) -> None:
    with pytest.raises(WrongError, match="date_out_of_reach"):
        cells.moment(text, DAY_FIRST)


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1 234,50", ",", "1234.50"),
        ("1\u202f234\u202f567", ",", "1234567"),
        ("€12", ".", "12"),
        ("12.50 €", ".", "12.50"),
        ("-3", ".", "-3"),
        ("8.48E10", ".", "84800000000"),
        ("1,23", ".", None),
        ("1.2.3", ".", None),
        ("NaN", ".", None),
        ("1e400", ".", None),
        ("", ".", None),
        ("٣", ".", None),
    ],
)
def test_numbers_are_read_with_the_mark_of_the_file(
    text: str, mark: str, value: str | None
) -> None:
    dialect = Dialect(decimal=mark)
    if value is None:
        with pytest.raises(WrongError, match="not_a_number"):
            cells.number(text, text, dialect)
    else:
        assert cells.number(text, text, dialect) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("null", ""),
        ("Select", ""),
        ("Null", "Null"),
        ("  Acme\u00a0SA\u200b ", "Acme SA"),
        ("AT&amp;T", "AT&T"),
        ("'=1+1", "=1+1"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        (True, "true"),
        (12, "12"),
    ],
)
def test_texts_lose_what_nobody_meant(cell: str | int, text: str) -> None:
    assert cells.text_of(cell, DAY_FIRST) == text


@pytest.mark.parametrize("cell", ["a\x00b", "a\x07", "bad \udc81"])
def test_texts_that_cannot_be_kept_are_wrong(cell: str) -> None:
    with pytest.raises(WrongError, match="character_not_readable"):
        cells.text_of(cell, DAY_FIRST)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://www.acme.example/fr?x=1", "acme.example"),
        ("ACME.example", "acme.example"),
        ("info@mail.acme.example", "mail.acme.example"),
        ("acme", None),
        ("http://", None),
    ],
)
def test_domains_are_taken_out_of_addresses(text: str, host: str | None) -> None:
    if host is None:
        with pytest.raises(WrongError, match="not_a_domain"):
            cells.domain(text)
    else:
        assert cells.domain(text) == host


def test_addresses_that_anybody_can_have_name_no_company() -> None:
    assert cells.company_domain("ann@gmail.com") == ""
    assert cells.company_domain("ann@acme.example") == "acme.example"
