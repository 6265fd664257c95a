"""The time that a page shows: a period, and the day it is seen from, as its address says it.

?period=month:2026-03&as_of=2026-04-30 is March, as it was seen on the last day of April. What a
page does not need it leaves out; what is as usual does not stand in the address.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.template.defaultfilters import date as written
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from abmplanner.kit.days import A_DAY, months_before

PARTS = ("period", "start", "end", "as_of", "known_at")
"""The names that the time has in an address."""
MONTH = re.compile(r"month:((?:19[5-9]|20\d)\d)-(0[1-9]|1[0-2])")
TRAILING = timedelta(days=90)
MONTHS_OFFERED = 12


class Span(StrEnum):
    """The periods that have a name; a month has its own, as month:2026-03."""

    LAST_90_DAYS = "last_90_days"
    QUARTER = "quarter"
    YEAR = "year"
    CUSTOM = "custom"


SPAN_WORDS: Mapping[str, str | Promise] = {
    Span.LAST_90_DAYS: gettext_lazy("Last 90 days"),
    Span.QUARTER: gettext_lazy("Quarter so far"),
    Span.YEAR: gettext_lazy("Year so far"),
    Span.CUSTOM: pgettext_lazy("a period", "From one day to another"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Local days from start to before end, seen as of the end of a day, as known on a day.

    name is empty where no period narrows the page; it then has neither start nor end. said is what
    the address says of all this.
    """

    name: str
    start: date | None
    end: date | None
    as_of: date
    today: date
    known_at: date | None = None
    said: tuple[tuple[str, str], ...] = ()

    @property
    def last_day(self) -> date | None:
        """The last day that counts."""
        return self.end - A_DAY if self.end else None

    @property
    def is_past(self) -> bool:
        """Tell whether the page shows a day that is over."""
        return self.as_of < self.today

    @property
    def suffix(self) -> str:
        """What leads a link to another page at the same time, empty where all is as usual."""
        return f"?{urlencode(self.said)}" if self.said else ""

    @property
    def words(self) -> str:
        """Which period it is, for people."""
        if self.start is None or self.end is None:
            return ""
        if MONTH.fullmatch(self.name):
            return month_words(self.start)
        if self.name in SPAN_WORDS and self.name != Span.CUSTOM:
            return str(SPAN_WORDS[self.name])
        return self.days

    @property
    def days(self) -> str:
        """From which day to which, for people."""
        if self.start is None or self.end is None:
            return ""
        ends = {"start": written(self.start, "DATE_FORMAT")}
        ends["end"] = written(self.last_day, "DATE_FORMAT")
        return _("%(start)s to %(end)s") % ends

    @property
    def day(self) -> str:
        """As of which day it is seen, and known on which, for people."""
        day = written(self.as_of, "DATE_FORMAT")
        if self.known_at:
            known = written(self.known_at, "DATE_FORMAT")
            return _("as of %(day)s, as known on %(known)s") % {"day": day, "known": known}
        return _("as of %(day)s") % {"day": day} if self.is_past else _("as of today")


def span_of(name: str, as_of: date, fiscal_month: int = 1) -> tuple[date, date] | None:
    """Return the days of a named period, half-open; None where no such period is known.

    Quarter and year are those of a year that begins with the fiscal month, up to the day itself.

    >>> span_of("quarter", date(2026, 3, 31))
    (datetime.date(2026, 1, 1), datetime.date(2026, 4, 1))
    >>> span_of("month:2026-02", date(2026, 3, 31))
    (datetime.date(2026, 2, 1), datetime.date(2026, 3, 1))
    >>> span_of("year", date(2026, 3, 31), fiscal_month=4)
    (datetime.date(2025, 4, 1), datetime.date(2026, 4, 1))
    """
    after, first = as_of + A_DAY, as_of.replace(day=1)
    months = (as_of.month - fiscal_month) % 12
    if name == Span.LAST_90_DAYS:
        return after - TRAILING, after
    if name == Span.QUARTER:
        return months_before(first, months % 3), after
    if name == Span.YEAR:
        return months_before(first, months), after
    if found := MONTH.fullmatch(name):
        start = date(int(found[1]), int(found[2]), 1)
        return start, months_before(start, -1)
    return None


def months_offered(as_of: date) -> Iterator[tuple[str, str]]:
    """Yield the last months that were over by a day, the newest first, with their words."""
    closed = months_before((as_of + A_DAY).replace(day=1), 1)
    for back in range(MONTHS_OFFERED):
        first = months_before(closed, back)
        yield f"month:{first:%Y-%m}", month_words(first)


def month_words(first: date) -> str:
    """Return the name of a month, with its year."""
    return written(first, "YEAR_MONTH_FORMAT")


def days_offered(today: date) -> Iterator[tuple[str, date]]:
    """Yield the days that are asked for most: the last of the month, quarter and year before."""
    first = today.replace(day=1)
    quarter = months_before(first, (today.month - 1) % 3)
    yield _("End of last month"), first - A_DAY
    yield _("End of last quarter"), quarter - A_DAY
    yield _("End of last year"), date(today.year, 1, 1) - A_DAY
