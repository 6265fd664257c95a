"""People of ours around an account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import day_of, last_day
from abmplanner.kit.history import lasting
from accounts.models import Account, Enrolment, ProgramAssignment, TeamMember, User


def people_of(actor: Actor, account: Account) -> QuerySet[User]:
    """Return the active people on the account's team, and those who keep its programs, by name."""
    team = TeamMember.objects.visible_to(actor).filter(lasting(), account=account)
    enrolled = Enrolment.objects.visible_to(actor).filter(lasting(), account=account)
    keepers = ProgramAssignment.objects.filter(lasting(), program__in=enrolled.values("program"))
    near = Q(pk__in=team.values("user")) | Q(pk__in=keepers.values("user"))
    return User.objects.filter(near, is_active=True).order_by("name", "pk")


def team_on(actor: Actor, account: Account) -> QuerySet[TeamMember]:
    """Return who is on the account's team now, by position and name."""
    rows = TeamMember.objects.visible_to(actor).filter(lasting(), account=account)
    return rows.select_related("user").order_by("position", "user__name", "pk")


def team_history(actor: Actor, account: Account) -> QuerySet[TeamMember]:
    """Return every period that somebody is, was or will be on the account's team, newest first."""
    rows = TeamMember.objects.visible_to(actor).filter(account=account, voided_at=None)
    newest = F("to_at").desc(nulls_first=True)
    return rows.select_related("user").order_by(newest, "-from_at", "user__name", "pk")


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A dated row as it stands at an instant."""

    row: Any
    at: datetime
    zone: str = ""

    @property
    def is_now(self) -> bool:
        """Tell whether it lasts at the instant."""
        return self.row.from_at <= self.at and not self.is_over

    @property
    def is_over(self) -> bool:
        """Tell whether it ended by the instant."""
        return self.row.to_at is not None and self.row.to_at <= self.at

    @property
    def first_day(self) -> date:
        """The first day that counts."""
        return day_of(self.row.from_at, self.zone)

    @property
    def last_day(self) -> date | None:
        """The last day that counts, None while no end is known."""
        return last_day(self.row.to_at, self.zone) if self.row.to_at else None


def period_lines(rows: Iterable[Any], at: datetime, zone: str = "") -> list[PeriodLine]:
    """Return dated rows as they stand at an instant."""
    return [PeriodLine(row, at, zone) for row in rows]
