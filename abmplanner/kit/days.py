"""Days that people name, turned into the half-open instants that are kept, and back."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

A_DAY = timedelta(days=1)
EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)


def within_reach(day: date) -> None:
    """Raise ValidationError for a day no plan speaks of: a slip of the keys, or an attack."""
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(_("Choose a day from 1950 to 2099."), code="day_out_of_reach")


def zone_of(name: str = "") -> ZoneInfo:
    """Return the time zone of that name; without a name the workspace's, where its days begin."""
    return ZoneInfo(name or timezone.get_default_timezone_name())


def first_instant(day: date, zone: str = "") -> datetime:
    """Return the instant at which a day begins: what starts that day counts from here.

    >>> first_instant(date(2026, 3, 29), "Europe/Paris").isoformat()
    '2026-03-29T00:00:00+01:00'
    """
    return datetime(day.year, day.month, day.day, tzinfo=zone_of(zone))


def end_after(last_day: date, zone: str = "") -> datetime:
    """Return the half-open end of a period whose last day that counts is this one.

    >>> end_after(date(2026, 3, 29), "Europe/Paris").isoformat()
    '2026-03-30T00:00:00+02:00'
    """
    return first_instant(last_day + A_DAY, zone)


def day_of(instant: datetime, zone: str = "") -> date:
    """Return the day on which an instant falls."""
    return instant.astimezone(zone_of(zone)).date()


def last_day(end: datetime, zone: str = "") -> date:
    """Return the last day that counts of a period with that half-open end.

    >>> last_day(end_after(date(2026, 12, 31), "Europe/Paris"), "Europe/Paris").isoformat()
    '2026-12-31'
    """
    return day_of(end - timedelta(microseconds=1), zone)


def months_before(day: date, months: int) -> date:
    """Return the same day so many months before, or the last day of that month.

    >>> months_before(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


FIRST_INSTANT = first_instant(EARLIEST, "UTC")
LAST_INSTANT = end_after(LATEST, "UTC")
