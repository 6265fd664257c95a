"""The rule of qualified accounts by plain loops: looked at anew at each instant; row 20."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.oracle.groups import Groups
from tests.oracle.plain import Oracle
from tests.oracle.records import STAGES, ZONE, Deal, Touch

MINUTES = {
    "email_clicked": 1, "ad_click": 1, "email_replied": 2, "page_view": 1, "form_submitted": 5,
    "download": 10, "event_registered": 2, "webinar_attended": 30, "event_attended": 120,
    "social_click": 1, "social_like": 1, "social_comment": 2, "social_share": 2,
    "social_message": 2, "meeting_held": 30, "call_connected": 10,
}  # fmt: skip
MUTUAL = {"meeting_held", "call_connected"}
SENIOR = {"director", "vice_president", "executive"}
BELOW, AGAIN = timedelta(days=90), timedelta(days=180)


@dataclass
class Thresholds:
    """The rule, as it is set."""

    minutes: int = 100
    days: int = 90
    people: int = 2
    seated: int = 1
    counts_sales: bool = False


class Qualifying(Oracle):
    """Knows when the rule held for an account in a program. Everything known now is looked at."""

    thresholds: Thresholds

    # ---- the rule at an instant ----

    def holds(self, root: int, program: int, at: datetime) -> bool:
        if not self.enrolled(root, program, at) or self.has_open_deal(root, at):
            return False
        lately = [
            touch
            for touch in self.attention(root)
            if at - timedelta(days=self.thresholds.days) < touch.at <= at
        ]
        return self.acts_now(lately) or self.is_deep_and_broad(root, program, at, lately)

    def attention(self, root: int) -> list[Touch]:
        return [
            touch
            for touch in self.world.touches
            if self.root(touch.account) == root
            and self.known(touch)
            and touch.type in MINUTES
            and touch.automation in {"human", "unknown"}
            and (touch.direction == "inbound" or touch.type in MUTUAL)
        ]

    def who(self, touch: Touch) -> int | None:
        """Return the contact behind a touch, none where nobody knows."""
        if touch.contact is not None:
            return self.person(touch.contact)
        for link in self.world.identities:
            same = touch.visitor is not None and link.visitor == touch.visitor
            if same and self.known(link) and link.contact is not None:
                return self.person(link.contact)
        return None

    def acts_now(self, lately: list[Touch]) -> bool:
        levels = {each.id: each.seniority for each in self.world.contacts}
        demo = set()
        for touch in lately:
            who = self.who(touch)
            if who is None:
                continue
            asks = touch.type == "form_submitted" and "meeting" in touch.link
            if asks and levels[who] in SENIOR:
                return True
            if "demo" in touch.link:
                demo.add(who)
        return len(demo) >= 2

    def is_deep_and_broad(self, root: int, program: int, at: datetime, lately: list[Touch]) -> bool:
        people = {self.who(touch) for touch in lately} - {None}
        seated = {
            who
            for who in people
            if who is not None
            and (self.has_seat(root, who, at) or self.is_suggested(root, program, who, at))
        }
        wanted = self.thresholds
        return (
            self.minutes(root, lately) >= wanted.minutes
            and len(people) >= wanted.people
            and len(seated) >= wanted.seated
        )

    def has_seat(self, root: int, who: int, at: datetime) -> bool:
        accounts = {group.id: self.root(group.account) for group in self.world.groups}
        return any(
            self.person(member.contact) == who
            and accounts[member.group] == root
            and self.known(member)
            and member.start <= at
            and (member.end is None or at < member.end)
            for member in self.world.members
        )

    def is_suggested(self, root: int, program: int, who: int, at: datetime) -> bool:
        """In an automated program an account without groups is one, by its people's titles."""
        groups = {each.id for each in self.world.groups if self.root(each.account) == root}
        has_group = any(
            time.group in groups and self.is_then(time, at) for time in self.world.group_times
        )
        if program not in self.world.automated or has_group:
            return False
        (contact,) = (each for each in self.world.contacts if each.id == who)
        return any(
            need.program == program
            and need.role == Groups.inferred_role(contact)
            and self.is_then(need, at)
            for need in self.world.needs
        )

    def is_then(self, row: Any, at: datetime) -> bool:
        return self.known(row) and row.start <= at and (row.end is None or at < row.end)

    def minutes(self, root: int, lately: list[Touch]) -> int:
        """Add up minutes: of a person, a day's first twenty of a type count."""
        total = 0
        places = {id(touch): place for place, touch in enumerate(self.world.touches)}
        done: dict[Any, int] = {}
        ours = [touch for touch in self.attention(root) if self.is_deep(touch)]
        for touch in sorted(ours, key=lambda each: (each.at, places[id(each)])):
            who: Any = self.who(touch)
            person = ("c", who) if who is not None else ("v", touch.visitor)
            if who is None and touch.visitor is None:
                person = ("t", places[id(touch)])
            key = (person, touch.type, touch.at.astimezone(ZONE).date())
            counted = max(0, min(20 - done.get(key, 0), touch.quantity))
            done[key] = done.get(key, 0) + touch.quantity
            if any(touch is each for each in lately):
                total += counted * MINUTES[touch.type]
        return total

    def is_deep(self, touch: Touch) -> bool:
        return touch.owner == "marketing" or self.thresholds.counts_sales

    # ---- opportunities ----

    def has_open_deal(self, root: int, at: datetime) -> bool:
        return any(
            start <= at and (end is None or at < end) for start, end in self.times_open(root)
        )

    def times_open(self, root: int) -> list[tuple[datetime, datetime | None]]:
        found = []
        for deal in self.world.deals:
            fits = not deal.is_test and deal.merged_into is None and deal.type != "renewal"
            if fits and self.root(deal.account) == root:
                found += self.times_open_of(deal)
        return found

    def times_open_of(self, deal: Deal) -> list[tuple[datetime, datetime | None]]:
        """Return when a deal was open: from each open step to the next; until it was deleted."""
        ages = datetime(1900, 1, 1, tzinfo=ZONE)
        steps = [
            (bool(step.stage), step.at or ages, place, step)
            for place, step in enumerate(deal.steps)
            if self.known(step)
        ]
        steps.sort(key=lambda each: each[:3])
        found = []
        for place, (_has_stage, start, _number, step) in enumerate(steps):
            end = steps[place + 1][1] if place + 1 < len(steps) else None
            if deal.deleted is not None:
                end = deal.deleted if end is None else min(end, deal.deleted)
            outcome = STAGES[step.stage][1] if step.stage else "open"
            if outcome == "open" and (end is None or start < end):
                found.append((start, end))
        return found

    # ---- when ----

    def instants(self, root: int, program: int) -> list[datetime]:
        """Return every instant at which anything that the rule looks at may change."""
        days = timedelta(days=self.thresholds.days)
        found = {at for touch in self.attention(root) for at in (touch.at, touch.at + days)}
        world = self.world
        rows: list[Any] = [*world.stays, *world.members, *world.group_times, *world.needs]
        for row in rows:
            found |= {row.start, row.end} - {None}
        for start, end in self.times_open(root):
            found |= {start, end} - {None}  # type: ignore[arg-type]
        del program
        return sorted(found)

    def times_held(self, root: int, program: int) -> list[tuple[datetime, datetime]]:
        found: list[tuple[datetime, datetime]] = []
        instants = self.instants(root, program)
        for at, after in pairwise(instants):
            if not self.holds(root, program, at):
                continue
            if found and found[-1][1] == at:
                found[-1] = (found[-1][0], after)
            else:
                found.append((at, after))
        return found

    def qualified_to(self, root: int, program: int, end: datetime) -> datetime:
        """Return how long an account stays qualified after the rule stopped to hold."""
        last = end + BELOW
        for at in (end, *self.instants(root, program)):
            is_out = not self.enrolled(root, program, at) or self.has_open_deal(root, at)
            if end <= at < last and is_out:
                return at
        return last

    def qualified_in(self, program: int) -> set[tuple[int, datetime, datetime]]:
        """Return which accounts qualified for a program, when and until when."""
        found = set()
        for account in self.world.accounts:
            if account.merged_into is not None:
                continue
            times: list[list[datetime]] = []
            held_to = None
            for start, end in self.times_held(account.id, program):
                until = self.qualified_to(account.id, program, end)
                closed = [
                    close
                    for _opened, close in self.times_open(account.id)
                    if close is not None and times and times[-1][0] < close <= start
                    and not self.has_open_deal(account.id, start)
                ]  # fmt: skip
                if not times or closed:
                    times.append([start, until])
                elif start <= times[-1][1]:
                    times[-1][1] = max(times[-1][1], until)
                elif held_to is not None and start - held_to >= BELOW:
                    again = max(start, times[-1][0] + AGAIN)
                    if again < end:
                        times.append([again, until])
                held_to = end
            found |= {(account.id, at, to) for at, to in times}
        return found
