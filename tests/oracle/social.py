"""How social networks are used towards accounts, by plain loops; parts of row 16."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tests.oracle.people import People
from tests.oracle.plain import Told
from tests.oracle.records import ZONE, Touch

YEAR, MONTH = timedelta(days=365), timedelta(days=30)
TARGETS = {"post": 4, "connection": 4, "remark": 8, "exchange": 4}
BY_HAND = {"human", "unknown"}
REACTIONS = {"social_like", "social_comment", "social_share", "social_message"}


class Social(People):
    """Knows who takes part, and how developed we found it."""

    # ---- maturity ----

    def maturities(self) -> list[float]:
        """Return the level of each account, as it was judged last within a year."""
        subject = self.question.where.get("subject", "ours")
        found = []
        for root in self.roots():
            latest = None
            for row in self.world.assessments:
                mine = self.root(row.account) == root and row.subject == subject
                if not (mine and self.known(row) and self.as_of - YEAR <= row.at < self.as_of):
                    continue
                if latest is None or (row.at, row.id) > (latest.at, latest.id):
                    latest = row
            if latest is not None:
                found.append(100 * (latest.level - 1) / 4)
        return found

    def social_maturity(self) -> Told:
        levels = self.maturities()
        is_used = any(self.known(row) and row.at < self.as_of for row in self.world.assessments)
        if not levels:
            return Told("no_data" if is_used else "not_measured", n=0)
        return Told("ok", sum(levels) / len(levels), len(levels))

    # ---- communication ----

    def reacting(self) -> tuple[set[int], int, bool]:
        """Return who reacted by themselves in the window, how many did by machine, and any."""
        people: set[int] = set()
        machines, any_seen = 0, False
        for touch in self.world.touches:
            if not (touch.contact and touch.type in REACTIONS and touch.direction == "inbound"):
                continue
            if not (self.known(touch) and touch.at < self.as_of):
                continue
            if not (self.in_window(touch.at) and self.counts(touch.account, touch.at)):
                continue
            any_seen = True
            if touch.automation in {"human", "unknown"}:
                people.add(self.person(touch.contact))
            else:
                machines += 1
        return people, machines, any_seen

    def social_engaged_contacts(self) -> Told:
        people, machines, any_seen = self.reacting()
        left_out = {"machine": machines} if machines else {}
        if not any_seen and not self.covered("social"):
            return Told("not_measured", left_out=left_out)
        return Told("ok", len(people), len(people), left_out)

    def social_communication(self) -> Told:
        profiled, engaged = set(), set()
        unprofiled = 0
        reached = set()
        for touch in self.world.touches:
            human = touch.automation in {"human", "unknown"} and touch.direction == "inbound"
            then = self.known(touch) and self.in_window(touch.at) and touch.at < self.as_of
            if touch.contact and touch.type in REACTIONS and human and then:
                reached.add(self.person(touch.contact))
        profiles = {each.id for each in self.world.contacts if each.has_profile}
        anybody = False
        for root in self.roots():
            for who in self.eligible(root):
                anybody = True
                if who not in profiles:
                    unprofiled += 1
                    continue
                profiled.add((root, who))
                if who in reached:
                    engaged.add((root, who))
        left_out = {"no_profile": unprofiled} if unprofiled else {}
        told = self.covered("social") or any(
            self.counts(account, at) for _what, account, at, _n, _why, _person in self.networked()
        )
        if not told or not (anybody or self.covered("contact", stock=True)):
            return Told("not_measured", left_out=left_out)
        if not profiled:
            return Told("no_data", n=0, left_out=left_out)
        return Told("ok", 100 * len(engaged) / len(profiled), len(profiled), left_out)

    # ---- what was done ----

    def of_networks(self) -> list[Touch]:
        """Return what networks told us, oldest first."""
        rows = [
            (touch.at, place, touch)
            for place, touch in enumerate(self.world.touches)
            if touch.type.startswith("social_") and self.known(touch) and touch.at < self.until
        ]
        return [touch for _at, _place, touch in sorted(rows, key=lambda row: row[:2])]

    def has_seat(self, user: int | None, account: int, at: datetime) -> bool:
        return any(
            seat.user == user
            and self.root(seat.account) == account
            and self.known(seat)
            and seat.start <= at
            and (seat.end is None or at < seat.end)
            for seat in self.world.seats
        )

    def why_no_deed(self, touch: Touch, account: int) -> str:
        if touch.automation not in BY_HAND:
            return "machine"
        mine = touch.user is None or self.has_seat(touch.user, account, touch.at)
        return "" if mine else "not_team"

    def networked(self) -> list[tuple[str, int, datetime, int, str, int | None]]:
        """Return what was done in the window: what, at which account, when, how often, why not."""
        found: list[tuple[str, int, datetime, int, str, int | None]] = []
        seen: set[Any] = set()
        done = list(self.everything_done())
        done.sort(key=lambda row: self.root(row[2].account) != row[1])
        for what, account, touch, why, same in done:
            if not self.in_window(touch.at):
                continue
            key = (what, account, why, same)
            is_shared = self.root(touch.account) != account
            if is_shared and key in seen:
                continue
            reason = why or ("repeated" if key in seen else "")
            seen.add(key)
            person = self.person(touch.contact) if touch.contact else None
            quantity = 1 if what in {"connection", "exchange"} else touch.quantity
            found.append((what, account, touch.at, quantity, reason, person))
        return found

    def everything_done(self) -> Iterator[tuple[str, int, Touch, str, Any]]:
        touches = self.of_networks()
        roots = sorted({self.root(each.id) for each in self.world.accounts})
        for touch in touches:
            account = self.root(touch.account)
            ours = touch.direction == "outbound"
            if touch.type == "social_post" and ours:
                same = touch.message or id(touch)
                yield "post", account, touch, self.why_no_deed(touch, account), same
                for other in roots:
                    if other != account and self.has_seat(touch.user, other, touch.at):
                        why = "" if touch.automation in BY_HAND else "machine"
                        yield "post", other, touch, why, same
            elif touch.type == "social_connected":
                why = self.why_no_deed(touch, account)
                person = self.person(touch.contact) if touch.contact else None
                if not why and person not in self.eligible(account):
                    why = "not_at_account"
                yield "connection", account, touch, why, person or id(touch)
            elif touch.type in {"social_comment", "social_share"} and ours:
                yield "remark", account, touch, self.why_no_deed(touch, account), id(touch)
            elif touch.type in {
                "social_like", "social_click", "social_comment", "social_share",
            } and not ours:  # fmt: skip
                why = "" if touch.automation in BY_HAND else "machine"
                yield "reaction", account, touch, why, id(touch)
            elif touch.type != "social_post":
                what = "shown" if touch.type == "social_shown" else "other"
                yield what, account, touch, "", id(touch)
        for touch in self.answers_given(touches):
            yield "exchange", self.root(touch.account), touch, "", id(touch)

    def answers_given(self, touches: list[Touch]) -> Iterator[Touch]:
        """Yield the first answer of each month between a person and us."""
        last: dict[Any, datetime] = {}
        months: set[Any] = set()
        for touch in touches:
            if touch.type not in {"social_comment", "social_message"} or not touch.contact:
                continue
            if touch.automation not in BY_HAND:
                continue
            thread = touch.message if touch.type == "social_comment" else ""
            key = (self.root(touch.account), self.person(touch.contact), touch.type, thread)
            other = "outbound" if touch.direction == "inbound" else "inbound"
            local = touch.at.astimezone(ZONE)
            heard = last.get((*key, other))
            last[*key, touch.direction] = touch.at
            if heard is None or heard < touch.at - MONTH:
                continue
            if (*key, local.year, local.month) not in months:
                months.add((*key, local.year, local.month))
                yield touch

    def done_there(self, *kinds: str) -> tuple[float, dict[str, int], bool]:
        """Return how often something was done, why some does not count, and whether we know."""
        number, left_out, any_seen = 0, {}, False
        for what, account, at, quantity, why, _person in self.networked():
            if not self.counts(account, at):
                continue
            any_seen = True
            if what not in kinds:
                continue
            if why:
                left_out[why] = left_out.get(why, 0) + 1
            else:
                number += quantity
        return number, left_out, any_seen or self.covered("social")

    def social_posts(self) -> Told:
        number, left_out, is_measured = self.done_there("post")
        if not is_measured:
            return Told("not_measured", left_out=left_out)
        return Told("ok", number, number, left_out)

    def social_conversations(self) -> Told:
        number, left_out, is_measured = self.done_there("exchange")
        return Told("ok", number, number, left_out) if is_measured else Told("not_measured")

    # ---- selling ----

    def months_asked(self) -> float:
        """Return how many months the window lasts, a part of a month by its days."""
        total, at = 0.0, self.start.astimezone(ZONE).replace(tzinfo=None)
        end = self.until.astimezone(ZONE).replace(tzinfo=None)
        while at < end:
            first = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            following = (first + timedelta(days=32)).replace(day=1)
            total += (min(end, following) - at) / (following - first)
            at = following
        return total

    def teams_asked(self) -> int:
        """Return of how many of the accounts asked about we had a team in the window."""
        return sum(
            any(
                self.root(seat.account) == root
                and self.known(seat)
                and seat.start < self.until
                and (seat.end is None or seat.end > self.start)
                for seat in self.world.seats
            )
            for root in self.roots()
        )

    def selling_points(self) -> tuple[float | None, int, bool]:
        """Return the points, what they rest on, and whether anything is measured."""
        done = {what: self.done_there(what) for what in TARGETS}
        n = sum(int(number) for number, _why, _measured in done.values())
        wanted = self.months_asked() * self.teams_asked()
        if not wanted:
            return None, n, done["post"][2]
        points = sum(
            25 * min(1, done[what][0] / (target * wanted)) for what, target in TARGETS.items()
        )
        return points, n, done["post"][2]

    def social_selling_activity(self) -> Told:
        points, n, is_measured = self.selling_points()
        _number, left_out, _any = self.done_there(*TARGETS)
        if not is_measured:
            return Told("not_measured", left_out=left_out)
        return Told("no_data" if points is None else "ok", points, n, left_out)

    # ---- the index ----

    def ssi_imported(self) -> Told:
        day = self.question.as_of
        rows = [row for row in self.world.indices if self.known(row) and row.on <= day]
        latest: dict[int, Any] = {}
        for row in rows:
            fresh = row.on >= day - timedelta(days=31)
            at_work = any(
                self.has_seat(row.user, root, self.last_moment()) for root in self.roots()
            )
            if not (fresh and at_work):
                continue
            before = latest.get(row.user)
            if before is None or (row.on, row.id) > (before.on, before.id):
                latest[row.user] = row
        if not latest:
            return Told("no_data" if rows else "not_measured", n=0)
        if len(latest) < 5:
            return Told("suppressed", n=len(latest))
        return Told("ok", sum(4 * row.part for row in latest.values()) / len(latest), len(latest))

    # ---- the rate of posts ----

    def social_engagement_rate(self) -> Told:
        reactions, left_out, is_measured = self.done_there("reaction")
        shown, _why, _measured = self.done_there("shown")
        people = {
            person
            for what, account, at, _n, why, person in self.networked()
            if what == "reaction" and not why and person and self.counts(account, at)
        }
        if not is_measured:
            return Told("not_measured", left_out=left_out)
        if not shown:
            return Told("no_data", n=0, left_out=left_out)
        if 0 < len(people) < 5:
            return Told("suppressed", n=shown, left_out=left_out)
        if reactions > shown:
            return Told("incomplete", n=shown, left_out=left_out)
        return Told("ok", 100 * reactions / shown, shown, left_out)

    # ---- all of it ----

    def social_score(self) -> Told:
        points, _n, is_measured = self.selling_points()
        parts = {
            40: Told("ok", points) if is_measured else Told("not_measured"),
            20: self.social_maturity(),
            -40: self.social_communication(),
        }
        _number, left_out, _any = self.done_there(*TARGETS)
        if all(told.status == "not_measured" for told in parts.values()):
            return Told("not_measured", left_out=left_out)
        known = {weight: told.value for weight, told in parts.items() if told.value is not None}
        weight = sum(map(abs, known))
        if weight < 50:
            return Told("no_data", n=len(known), left_out=left_out)
        value = sum(abs(weight) * float(value) for weight, value in known.items()) / weight
        return Told("ok", value, len(known), left_out)
