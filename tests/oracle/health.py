"""How well accounts are, by plain loops over what their health is made of; row 18."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tests.oracle.contracts import Contracts
from tests.oracle.people import ENGAGEMENT, TOUCH_FEEDS
from tests.oracle.plain import Told, midnight
from tests.oracle.records import ZONE, Feed
from tests.oracle.relationships import MINUTES, Relationships

WEIGHTS = {"nps": 15, "engagement": 15, "coverage": 15, "depth": 15, "executives": 10,
           "commercial": 15, "judgement": 10, "signals": 5}  # fmt: skip
ENDS = {"nps": (-100, 100), "engagement": (-50, 50), "coverage": (0, 100), "depth": (0, 100),
        "executives": (0, 2), "commercial": (0, 100), "judgement": (1, 5),
        "signals": (0, 100)}  # fmt: skip
YEAR, QUARTER, HALF = timedelta(days=365), timedelta(days=90), timedelta(days=180)
Points = dict[str, float]


@dataclass
class Compared:
    """An account at both instants, by what is known at both."""

    before: float
    after: float

    @property
    def delta(self) -> float:
        return self.after - self.before


def band(score: float) -> int:
    """Return 1 for red, 2 for amber, 3 for green."""
    return 3 if score >= 70 else 2 if score >= 40 else 1


class AtInstant(Relationships, Contracts):
    """Knows what the health of one account is made of at its as-of instant."""

    @property
    def account(self) -> int:
        return self.question.account or 0

    def is_live(self, *types: str) -> bool:
        """Tell whether a feed of one of these kinds was live for the account at the end."""
        for feed in self.world.feeds:
            live = feed.start <= self.last_moment() and (feed.end is None or feed.end >= self.as_of)
            if feed.record_type in types and live and self.is_ours(feed):
                return True
        return False

    def is_ours(self, feed: Feed) -> bool:
        if feed.account is None and feed.program is None:
            return True
        if feed.account is not None and self.root(feed.account) == self.account:
            return True
        return any(
            self.root(stay.account) == self.account
            and stay.program == feed.program
            and self.holds(stay, self.as_of)
            for stay in self.world.stays
        )

    def touches_since(self, age: timedelta) -> list[Any]:
        return [
            touch
            for touch in self.world.touches
            if self.known(touch)
            and self.as_of - age <= touch.at < self.as_of
            and self.root(touch.account) == self.account
        ]

    # ---- the parts, as they are measured ----

    def part_nps(self) -> float | None:
        latest: dict[Any, Any] = {}
        for voice in self.world.voices:
            if not (self.known(voice) and voice.kind == "customer"):
                continue
            if not (self.as_of - YEAR <= voice.at < self.as_of):
                continue
            if self.root(voice.account) != self.account:
                continue
            person = self.person(voice.contact) if voice.contact else ("nobody", voice.id)
            before = latest.get(person)
            if before is None or (voice.at, voice.id) > (before.at, before.id):
                latest[person] = voice
        if len(latest) < 5:
            return None
        points = sum((each.score >= 9) - (each.score <= 6) for each in latest.values())
        return 100 * points / len(latest)

    def minutes_between(self, since: datetime, until: datetime) -> float:
        """Return the minutes of attention that people gave us, each kind so often a day."""
        times: dict[Any, int] = {}
        for touch in self.touches_since(HALF):
            if not since <= touch.at < until or touch.type not in MINUTES:
                continue
            ours = touch.direction != "inbound" and touch.type not in {
                "meeting_held", "call_connected"
            }  # fmt: skip
            if ours or touch.automation not in {"human", "unknown"}:
                continue
            person = self.somebody(touch)
            day = touch.at.astimezone(ZONE).date()
            key = (person, touch.type, day)
            times[key] = times.get(key, 0) + touch.quantity
        return sum(MINUTES[kind] * min(20, number) for (_who, kind, _day), number in times.items())

    def somebody(self, touch: Any) -> Any:
        if touch.contact:
            return ("contact", self.person(touch.contact))
        for link in self.world.identities:
            is_theirs = touch.visitor and link.visitor == touch.visitor and self.known(link)
            if is_theirs and link.contact:
                return ("contact", self.person(link.contact))
        return ("visitor", touch.visitor) if touch.visitor else ("touch", id(touch))

    def part_engagement(self) -> float | None:
        if not (self.touches_since(HALF) or self.is_live(*TOUCH_FEEDS)):
            return None
        before = self.minutes_between(self.as_of - HALF, self.as_of - QUARTER)
        if not before:
            return None
        return 100 * (self.minutes_between(self.as_of - QUARTER, self.as_of) - before) / before

    def part_coverage(self) -> float | None:
        told: Told = self.coverage_contactable()
        return None if told.value is None else float(told.value)

    def part_depth(self) -> float | None:
        told: Told = self.account_relationship_depth()
        return None if told.value is None else float(told.value)

    def part_executives(self) -> float | None:
        people = self.eligible(self.account)
        if not people or not (self.touches_since(HALF) or self.is_live(*TOUCH_FEEDS)):
            return None
        high = {
            each.id
            for each in self.world.contacts
            if each.id in people and each.seniority in {"executive", "vice_president"}
        }
        active = {
            self.person(touch.contact)
            for touch in self.world.touches
            if touch.contact
            and self.known(touch)
            and self.as_of - HALF <= touch.at < self.as_of
            and touch.type in ENGAGEMENT
            and touch.automation in {"human", "unknown"}
        }
        return len(high & active)

    def half_pipeline(self) -> float | None:
        here = [
            deal
            for deal in self.world.deals
            if self.root(deal.account) == self.account and self.exists(deal)
        ]
        if not here and not self.is_live("opportunity"):
            return None
        still_open = [
            deal for deal in here if self.outcome(deal) == "open" and not self.unfit(deal)
        ]
        if any(self.qualified(deal) is not None for deal in still_open):
            return 100
        return 50 if still_open else 0

    def half_renewals(self) -> float | None:
        due = [
            each.outcome
            for contract in self.world.contracts
            if self.root(contract.account) == self.account
            for each in self.dues_of(contract)
            if self.as_of - YEAR <= midnight(each.on) < self.as_of
        ]
        if not due:
            return None
        return 100 * sum(outcome == "renewed" for outcome in due) / len(due)

    def part_commercial(self) -> float | None:
        parts = [each for each in (self.half_pipeline(), self.half_renewals()) if each is not None]
        return sum(parts) / len(parts) if parts else None

    def part_judgement(self) -> float | None:
        latest = None
        for row in self.world.judgements:
            holds = row.expires is None or row.expires >= self.question.as_of
            if not (self.known(row) and self.as_of - QUARTER <= row.at < self.as_of and holds):
                continue
            if self.root(row.account) != self.account:
                continue
            if latest is None or (row.at, row.id) > (latest.at, latest.id):
                latest = row
        return None if latest is None else latest.rating

    def points(self) -> Points:
        """Return the known parts, each from 0 to 100."""
        raw = {
            "nps": self.part_nps(),
            "engagement": self.part_engagement(),
            "coverage": self.part_coverage(),
            "depth": self.part_depth(),
            "executives": self.part_executives(),
            "commercial": self.part_commercial(),
            "judgement": self.part_judgement(),
        }
        found: Points = {}
        for name, value in raw.items():
            if value is not None:
                worst, best = ENDS[name]
                found[name] = max(0, min(100, 100 * (value - worst) / (best - worst)))
        return found


class Health(Relationships):
    """Knows how well accounts are, and what changed."""

    def points_of(self, account: int, day: Any) -> Points:
        """Return the parts of an account at the end of a day, whoever asks."""
        question = replace(
            self.question, start=day, end=day + timedelta(days=1), as_of=day, account=account,
            program=None, where={},
        )  # fmt: skip
        return AtInstant(self.world, question).points()

    def scores(self) -> tuple[list[float], int, int]:
        """Return the scores of accounts, of how many too little is known, and nothing at all."""
        found, little, nothing = [], 0, 0
        for root in self.roots():
            points = self.points_of(root, self.question.as_of)
            known = sum(WEIGHTS[name] for name in points)
            if known < 50:
                little += 1
                nothing += not points
                continue
            found.append(sum(WEIGHTS[name] * each for name, each in points.items()) / known)
        return found, little, nothing

    def account_health_score(self) -> Told:
        scores, little, nothing = self.scores()
        left_out = {"little_known": little} if little else {}
        if not scores:
            return Told(self.why_none(little, nothing), n=0, left_out=left_out)
        return Told("ok", sum(scores) / len(scores), len(scores), left_out)

    def why_none(self, others: int, nothing: int) -> str:
        return "not_measured" if others == nothing else "no_data"

    def compared(self) -> tuple[list[Compared], int, int]:
        """Return accounts at both ends, and of how many too little or nothing is known at both."""
        last = min(self.question.as_of, self.question.end - timedelta(days=1))
        found, little, nothing = [], 0, 0
        for root in self.roots_at(self.until - timedelta(microseconds=1)):
            before = self.points_of(root, self.question.start - timedelta(days=1))
            after = self.points_of(root, last)
            common = before.keys() & after.keys()
            weight = sum(WEIGHTS[name] for name in common)
            if len(common) < 2 or weight < 40:
                little += 1
                nothing += not (before or after)
                continue
            ends = [
                sum(WEIGHTS[name] * points[name] for name in common) / weight
                for points in (before, after)
            ]
            found.append(Compared(*ends))
        return found, little, nothing

    def roots_at(self, at: datetime) -> list[int]:
        roots = sorted({self.root(each.id) for each in self.world.accounts})
        return [root for root in roots if self.counts(root, at)]

    def of_compared(self, value: Callable[[list[Compared]], float]) -> Told:
        found, little, nothing = self.compared()
        left_out = {"not_comparable": little} if little else {}
        if not found:
            return Told(self.why_none(little, nothing), n=0, left_out=left_out)
        return Told("ok", value(found), len(found), left_out)

    def account_health_change(self) -> Told:
        return self.of_compared(lambda all_: sum(each.delta for each in all_) / len(all_))

    def health_band_change(self) -> Told:
        return self.of_compared(
            lambda all_: sum(band(each.after) - band(each.before) for each in all_) / len(all_)
        )

    def share_of_changes(self, is_so: Callable[[float], bool]) -> Told:
        return self.of_compared(
            lambda all_: 100 * sum(is_so(each.delta) for each in all_) / len(all_)
        )

    def health_improved_share(self) -> Told:
        return self.share_of_changes(lambda delta: delta >= 5)

    def health_stable_share(self) -> Told:
        return self.share_of_changes(lambda delta: abs(delta) < 5)

    def health_declined_share(self) -> Told:
        return self.share_of_changes(lambda delta: delta <= -5)
