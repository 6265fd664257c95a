"""The instant that a page about history is asked for: what was so, as far as it was known."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.db.models import Q
from django.utils import timezone

from abmplanner.kit.days import day_of, end_after, first_instant
from abmplanner.kit.history import holds_at, known
from abmplanner.kit.period import Period

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, and what we knew by when: None is whatever we know now."""

    at: datetime
    known_at: datetime | None = None

    @classmethod
    def now(cls) -> Self:
        """Return this moment, as far as we know."""
        return cls(timezone.now())

    @classmethod
    def of(cls, period: Period) -> Self:
        """Return the end of the day that a page shows, as it was known; of today, this moment."""
        known = end_after(period.known_at) if period.known_at else None
        return cls(min(timezone.now(), end_after(period.as_of) - A_MOMENT), known)

    @property
    def day(self) -> date:
        """The day on which the instant falls."""
        return day_of(self.at)

    @property
    def is_past(self) -> bool:
        """Tell whether it is another day than today, or what was known on one."""
        return self.known_at is not None or self.day != day_of(timezone.now())

    def known(self) -> Q:
        """Return the condition for the rows that were known."""
        return known(self.known_at)

    def within(self, period: Period, field: str) -> Q:
        """Return the condition for instants of a period that were over by the moment."""
        said = Q(**{f"{field}__lte": self.at})
        if period.start and period.end:
            first, end = first_instant(period.start), first_instant(period.end)
            said &= Q(**{f"{field}__gte": first, f"{field}__lt": end})
        return said

    def on_days(self, period: Period, field: str) -> Q:
        """Return the condition for days of a period up to that of the moment."""
        said = Q(**{f"{field}__lte": self.day})
        if period.start and period.end:
            said &= Q(**{f"{field}__gte": period.start, f"{field}__lt": period.end})
        return said

    def holding(self) -> Q:
        """Return the condition for the dated rows that were known, and hold at the instant."""
        return holds_at(self.at) & known(self.known_at)
