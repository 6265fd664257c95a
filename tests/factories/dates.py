"""Instants that tests speak of."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def paris(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return an instant by the clocks of Paris."""
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)
