"""The time that a page shows: what an address says of it, and what is said of nonsense."""

from datetime import date

import pytest

from abmplanner.kit.period import Period, span_of
from abmplanner.kit.period_form import PeriodForm, time_in

TODAY = date(2026, 5, 15)


def asked(**address: str) -> PeriodForm:
    return PeriodForm(address, today=TODAY)


def ends(period: Period) -> tuple[date | None, date | None]:
    return period.start, period.last_day


@pytest.mark.parametrize(
    ("name", "start", "last"),
    [
        ("last_90_days", date(2026, 2, 15), date(2026, 5, 15)),
        ("quarter", date(2026, 4, 1), date(2026, 5, 15)),
        ("year", date(2026, 1, 1), date(2026, 5, 15)),
        ("month:2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("month:1959-12", date(1959, 12, 1), date(1959, 12, 31)),
    ],
)
def test_named_periods_follow_from_the_day(name: str, start: date, last: date) -> None:
    chosen = asked(period=name).chosen

    assert ends(chosen) == (start, last)
    assert chosen.as_of == TODAY


def test_quarter_and_year_end_with_the_day_asked_about() -> None:
    chosen = asked(period="quarter", as_of="2026-03-31").chosen

    assert ends(chosen) == (date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize("month", range(1, 13))
def test_a_fiscal_year_begins_with_its_month_and_holds_the_day(month: int) -> None:
    year, quarter = (span_of(name, TODAY, month) for name in ("year", "quarter"))

    assert year
    assert quarter
    assert year[0].month == month
    assert year[0] <= quarter[0] <= TODAY < quarter[1] == year[1]
    assert (quarter[0].month - month) % 3 == 0


def test_days_of_ones_own_count_both_ends() -> None:
    chosen = asked(period="custom", start="2026-01-05", end="2026-01-09").chosen

    assert ends(chosen) == (date(2026, 1, 5), date(2026, 1, 9))
    assert chosen.suffix == "?period=custom&start=2026-01-05&end=2026-01-09"


def test_address_without_a_time_is_as_usual_and_leads_on_without_one() -> None:
    chosen = asked().chosen

    assert (chosen.name, chosen.as_of, chosen.suffix) == ("last_90_days", TODAY, "")
    assert asked(as_of=str(TODAY), period="last_90_days").chosen.suffix == ""


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ({"as_of": "2026-05-16"}, "as_of"),
        ({"as_of": "1066-10-14"}, "as_of"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"known_at": "2026-05-16"}, "known_at"),
        ({"period": "fortnight"}, "period"),
        ({"period": "month:2026-13"}, "period"),
        ({"period": "month:0000-01"}, "period"),
        ({"period": "month:9999-12"}, "period"),
        ({"period": "custom"}, "start"),
        ({"period": "custom", "start": "2026-01-05"}, "end"),
        ({"period": "custom", "start": "2026-01-05", "end": "2026-01-04"}, "end"),
        ({"period": "custom", "start": "2026-02-30", "end": "2026-03-04"}, "start"),
        ({"period": "custom", "start": "0001-01-01", "end": "2026-03-04"}, "start"),
    ],
)
def test_time_that_cannot_be_read_is_said_beside_what_was_typed(
    address: dict[str, str], wrong: str
) -> None:
    form = asked(**address)

    assert next(iter(form.errors)) == wrong
    assert (form.chosen.name, form.chosen.as_of) == ("last_90_days", TODAY)
    assert all(form[name].value() == typed for name, typed in address.items())
    assert form.chosen.suffix == ""


def test_page_with_times_of_its_own_has_no_period_until_one_is_chosen() -> None:
    form = PeriodForm({}, any_time="Each goal’s own", today=TODAY)

    assert ends(form.chosen) == (None, None)
    assert form.chosen.words == ""


def test_page_of_a_day_asks_for_no_period() -> None:
    form = PeriodForm({"period": "year", "as_of": "2026-03-31"}, has_period=False, today=TODAY)

    assert set(form.fields) == {"as_of", "known_at"}
    assert form.chosen.as_of == date(2026, 3, 31)
    assert form.chosen.start is None


def test_links_carry_the_time_and_nothing_else() -> None:
    address = {"as_of": "2020-03-31", "period": "year", "status": "missed", "page": "2"}

    assert time_in(address) == "?period=year&as_of=2020-03-31"
    assert time_in({"as_of": "nonsense"}) == ""
