"""What a buying group went through: its times, who held which role, and what changed when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from abmplanner.kit.actor import Actor
from accounts.enums import GroupRole
from accounts.models import BuyingGroup, GroupPeriod, Membership
from accounts.queries.moment import Moment
from accounts.queries.people import PeriodLine, period_lines

WHOLE = 100  # percent of the width


class Change(StrEnum):
    """What can become different about a group."""

    OPENED = "opened"
    TARGETED = "targeted"
    RELEASED = "released"
    CLOSED = "closed"
    JOINED = "joined"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that became different at an instant; member is who joined or left."""

    at: datetime
    change: Change
    member: Membership | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where along the width of a drawing a period lies, in percent; what is known of its row."""

    line: PeriodLine
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class GroupHistory:
    """The history of a group up to an instant; turns and periods are newest first."""

    periods: Sequence[PeriodLine]
    members: Sequence[PeriodLine]
    turns: Sequence[Turn]
    since: datetime | None
    target: Sequence[Stretch]
    held: Sequence[tuple[str, Sequence[Stretch]]]


def history_of(actor: Actor, group: BuyingGroup, moment: Moment) -> GroupHistory:
    """Return what a group went through, as known at a moment; two statements."""
    rows = GroupPeriod.objects.visible_to(actor).filter(moment.known(), group=group)
    periods = period_lines(rows.order_by("from_at", "pk"), moment.at)
    held = Membership.objects.visible_to(actor).filter(moment.known(), group=group)
    held = held.filter(contact__erased_at=None, contact__merged_into=None)
    held = held.select_related("contact", "confirmed_by").order_by("from_at", "pk")
    members = period_lines(held, moment.at)
    turns = [each for each in turns_of(periods, members) if each.at <= moment.at]
    since = min((line.row.from_at for line in [*periods, *members]), default=None)
    return GroupHistory(
        periods=periods[::-1],
        members=sorted(members, key=lambda line: place_of(line.row.role)),
        turns=sorted(turns, key=lambda turn: turn.at, reverse=True),
        since=since,
        target=stretches([line for line in periods if line.row.is_target], since, moment.at),
        held=list(by_holder(members, since, moment.at)),
    )


def place_of(role: str) -> int:
    """Return the place of a role in the order in which groups show them."""
    return GroupRole.values.index(role)


def turns_of(periods: Sequence[PeriodLine], members: Iterable[PeriodLine]) -> Iterator[Turn]:
    """Yield what became different, from rows given oldest first."""
    ended: datetime | None = None
    was_target = False
    for line in periods:
        row = line.row
        is_new = ended is None or row.from_at > ended
        if is_new and ended is not None:
            yield Turn(ended, Change.CLOSED)
        if is_new:
            yield Turn(row.from_at, Change.TARGETED if row.is_target else Change.OPENED)
        elif row.is_target != was_target:
            yield Turn(row.from_at, Change.TARGETED if row.is_target else Change.RELEASED)
        ended, was_target = row.to_at, row.is_target
    if periods and ended is not None:
        yield Turn(ended, Change.CLOSED)
    for line in members:
        yield Turn(line.row.from_at, Change.JOINED, line.row)
        if line.row.to_at is not None:
            yield Turn(line.row.to_at, Change.LEFT, line.row)


def by_holder(
    members: Iterable[PeriodLine], since: datetime | None, until: datetime
) -> Iterator[tuple[str, Sequence[Stretch]]]:
    """Yield each role with the stretches of time in which somebody held it."""
    rows: dict[str, list[PeriodLine]] = {role: [] for role in GroupRole.values}
    for line in members:
        rows[line.row.role].append(line)
    for role, lines in rows.items():
        if found := stretches(lines, since, until):
            yield str(GroupRole(role).label), found


def stretches(
    lines: Iterable[PeriodLine], since: datetime | None, until: datetime
) -> list[Stretch]:
    """Return where periods lie between two instants; what lies beyond the last is left out."""
    if since is None or until <= since:
        return []
    whole = until - since
    found = []
    for line in lines:
        if line.row.from_at < until:
            start = (line.row.from_at - since) / whole
            end = (min(line.row.to_at or until, until) - since) / whole
            x, width = f"{WHOLE * start:.2f}%", f"{WHOLE * (end - start):.2f}%"
            found.append(Stretch(line, x, width))
    return found
