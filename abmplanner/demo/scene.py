"""What every part of the demo stands on: the day it is told, and how its rows are written."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from abmplanner.demo.cast import PASSWORD, Colleague
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import Recorded, record
from abmplanner.kit.saving import Built, Versioned, save_row
from accounts.models import Pipeline, Program, Stage, Survey, User

CLOCK = ZoneInfo("Europe/Paris")
Row = TypeVar("Row", bound=Versioned)
Dated = TypeVar("Dated", bound=Recorded)

YEAR_AND_MORE = 480  # days: how far back the feeds of the demo are complete


@dataclass
class Scene:
    """What the story stands on: the day it is told, the people, the program, the stages."""

    today: date
    users: dict[str, User] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)
    program: Program = field(default_factory=Program)
    pipeline: Pipeline = field(default_factory=Pipeline)
    waves: list[Survey] = field(default_factory=list)

    def day(self, ago: int) -> date:
        """Return the day so many days ago."""
        return self.today - timedelta(days=ago)

    def at(self, ago: int, hour: int = 10) -> datetime:
        """Return an instant of that day, by the program's clock; never one still to come."""
        there = datetime.combine(self.day(ago), time(hour), CLOCK)
        return min(there, datetime.now(UTC)) if ago >= 0 else there


def make_user(one: Colleague) -> User:
    """Return a person of ours who signs in with the demo's password."""
    return User.objects.create_user(
        one.email, PASSWORD, name=one.name, role=one.role, language=one.language
    )


def save(row: Row, actor: Actor = SYSTEM) -> Row:
    """Save a row built here through the one way."""
    saved: Row = save_row(actor, Built(row))
    return saved


def remember(row: Dated, at: datetime) -> Dated:
    """Record a row of history as if it had been written down then."""
    row.recorded_at = at
    return record(SYSTEM, row)
