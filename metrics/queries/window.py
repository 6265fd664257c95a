"""The time a number is asked for: half-open local days, an as-of day and a day of knowing."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from abmplanner.kit.days import months_before

MONTHS = {"m": 1, "q": 3, "y": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Local days from start to before end, seen as of the end of a day, as known on a day.

    known_at is empty where everything known now counts. The instants that follow are local
    midnights in zone.
    """

    start: date
    end: date
    as_of: date
    zone: ZoneInfo
    known_at: date | None = None

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("A window ends after it starts.")

    @property
    def start_at(self) -> datetime:
        """The first instant of the window."""
        return self._midnight(self.start)

    @property
    def end_at(self) -> datetime:
        """The first instant after the window."""
        return self._midnight(self.end)

    @property
    def as_of_at(self) -> datetime:
        """The first instant that is not seen: midnight after the as-of day."""
        return self._midnight(self.as_of + timedelta(days=1))

    @property
    def until(self) -> datetime:
        """The instant before which events count: the end, or the as-of instant if it is earlier.

        Before the window began it is its start: none counts.
        """
        return max(self.start_at, min(self.end_at, self.as_of_at))

    @property
    def known_until(self) -> datetime | None:
        """The instant before which we knew; None is now."""
        return self._midnight(self.known_at + timedelta(days=1)) if self.known_at else None

    @property
    def has_begun(self) -> bool:
        """Tell whether any of the window is seen."""
        return self.as_of >= self.start

    @property
    def is_partial(self) -> bool:
        """Tell whether the window was not over at the as-of instant."""
        return self.until < self.end_at

    def shifted(self, shift: str) -> Self:
        """Return the window that a formula's shift names; the as-of day moves with it.

        prev is the window of equal length before this one; start is the instant this one starts:
        what happened in the same length before it, and the state at it; until is the last day of
        it that is seen; 90d, 2w, 1m, 1q and 1y go back by that much.

        >>> march = Window(start=date(2026, 3, 1), end=date(2026, 4, 1), as_of=date(2026, 3, 31),
        ...     zone=ZoneInfo("Europe/Paris"))
        >>> march.shifted("prev").start, march.shifted("1m").end, march.shifted("start").as_of
        (datetime.date(2026, 1, 29), datetime.date(2026, 3, 1), datetime.date(2026, 2, 28))
        """
        length = self.end - self.start
        if shift == "start":
            before = self.start - timedelta(days=1)
            return replace(self, start=self.start - length, end=self.start, as_of=before)
        if shift == "until":
            return replace(self, as_of=min(self.as_of, self.end - timedelta(days=1)))
        days = length if shift == "prev" else None
        return replace(
            self,
            start=_back(self.start, shift, days),
            end=_back(self.end, shift, days),
            as_of=_back(self.as_of, shift, days),
        )

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.zone)


def _back(day: date, shift: str, days: timedelta | None) -> date:
    """Return the day that lies so far before another."""
    if days is not None:
        return day - days
    number, unit = int(shift[:-1]), shift[-1]
    if unit in MONTHS:
        return months_before(day, number * MONTHS[unit])
    return day - timedelta(days=number * (7 if unit == "w" else 1))
