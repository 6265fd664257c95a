"""Whom campaigns engaged: their attention before and after we first reached them; row 6."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.oracle.campaigns import WITH_US
from tests.oracle.plain import Told
from tests.oracle.records import ZONE, Touch
from tests.oracle.responses import Responses

WORTH = {"email_clicked": 1, "ad_click": 1, "email_replied": 2, "page_view": 1,
         "form_submitted": 5, "download": 10, "event_registered": 2, "webinar_attended": 30,
         "event_attended": 120, "social_click": 1, "social_like": 1, "social_comment": 2,
         "social_share": 2, "social_message": 2, "meeting_held": 30,
         "call_connected": 10}  # fmt: skip
ON_SITE = {"page_view", "form_submitted", "download", "form_view"}
MONTH, QUARTER = timedelta(days=30), timedelta(days=90)


@dataclass
class Case:
    """A campaign that reached an account that it aimed at, and when it first did."""

    campaign: int
    account: int
    at: datetime


class Attention(Responses):
    """Knows how much of their time people gave us."""

    def given(
        self, account: int, start: datetime, end: datetime, campaign: int | None = None
    ) -> dict[Any, int]:
        """Return the minutes that each person of an account gave us in a span of time."""
        times: dict[Any, int] = {}
        for touch in self.world.touches:
            if self.root(touch.account) != account or not self.known(touch):
                continue
            if campaign is not None and touch.campaign != campaign:
                continue
            if start <= touch.at < min(end, self.as_of) and self.is_attention(touch):
                day = touch.at.astimezone(ZONE).date()
                key = (self.who(touch), touch.type, day)
                times[key] = times.get(key, 0) + touch.quantity
        found: dict[Any, int] = {}
        for (who, kind, _day), often in times.items():
            found[who] = found.get(who, 0) + WORTH[kind] * min(20, often)
        return found

    @staticmethod
    def is_attention(touch: Touch) -> bool:
        theirs = touch.direction == "inbound" or touch.type in WITH_US
        return touch.type in WORTH and theirs and touch.automation in {"human", "unknown"}

    def minutes(self, case: Case, since: timedelta, until: timedelta, **of: Any) -> int:
        return sum(self.given(case.account, case.at + since, case.at + until, **of).values())

    # ---- which cases there are ----

    def cases(self) -> list[Case]:
        """Return the pairs aimed at in the window that were first reached in it."""
        found = []
        for campaign, account in sorted(self.aimed_at_by_anyone()):
            seen = [at for who, at in self.exposures(campaign) if who == account]
            seen = [at for at in seen if self.begun(campaign) <= at < self.as_of]
            if seen and self.in_window(min(seen)) and self.counts(account, min(seen)):
                found.append(Case(campaign, account, min(seen)))
        return found

    def aimed_at_by_anyone(self) -> set[tuple[int, int]]:
        """Return the pairs that meet in the window, whoever is asked about."""
        campaigns = {each.id: each for each in self.world.campaigns}
        return {
            (aim.campaign, self.root(aim.account))
            for aim in self.asked_lists()
            if self.known(aim)
            and self.common(
                self.span(aim), self.life(campaigns[aim.campaign]), (self.start, self.until)
            )
        }

    def is_early(self, case: Case) -> bool:
        return case.at + MONTH > self.as_of

    def visits_told(self, case: Case) -> bool:
        """Tell whether what they did on our site in the month after would have been known."""
        end = min(case.at + MONTH, self.as_of)
        for touch in self.world.touches:
            theirs = self.root(touch.account) == case.account and touch.type in ON_SITE
            if theirs and self.known(touch) and case.at <= touch.at < end:
                return True
        spans = []
        for feed in self.world.feeds:
            if feed.record_type != "web":
                continue
            of_all = feed.account is None and feed.program is None
            own = feed.account is not None and self.root(feed.account) == case.account
            if of_all or own:
                spans.append((feed.start, feed.end))
            elif feed.program is not None:
                for stay in self.world.stays:
                    theirs = self.root(stay.account) == case.account
                    if theirs and stay.program == feed.program and self.known(stay):
                        ends = [each for each in (feed.end, stay.end) if each is not None]
                        spans.append((max(feed.start, stay.start), min(ends) if ends else None))
        at = case.at
        for start, until in sorted(spans, key=lambda span: span[0]):
            if start <= at and (until is None or until > at):
                at = end if until is None else max(at, until)
        return at >= end

    # ---- what a case may be ----

    def is_engaged(self, case: Case) -> bool:
        after = self.minutes(case, timedelta(0), MONTH)
        return after >= 10 and after >= 2 * self.minutes(case, -MONTH, timedelta(0))

    def is_engaged_by_it(self, case: Case) -> bool:
        return self.minutes(case, timedelta(0), MONTH, campaign=case.campaign) >= 10

    def is_newly_engaged(self, case: Case) -> bool:
        before = self.minutes(case, -QUARTER, timedelta(0))
        now = sum(self.given(case.account, self.as_of - QUARTER, self.as_of).values())
        return now >= 10 and before < 10

    # ---- what is said of them ----

    def engaged_cases(
        self, holds: Callable[[Case], bool], say: Callable[[list[Case], list[Case]], Any]
    ) -> Told:
        """Return what is said of those for whom something holds, and of all that can be told."""
        cases = self.cases()
        ripe = [case for case in cases if not self.is_early(case)]
        hits = [case for case in ripe if holds(case)]
        silent = [case for case in ripe if case not in hits and not self.visits_told(case)]
        shown = bool(cases) or self.covered("email") or self.covered("ad")
        if not (self.lists_loaded() and shown) or (silent and len(silent) == len(ripe)):
            return Told("not_measured")
        rest = [case for case in ripe if case not in silent]
        value, n = say(hits, rest) if cases else (None, 0)
        status = "ok" if ripe else "no_data"
        if silent:
            status = "incomplete"
        elif cases and not ripe:
            status = "immature"
        return Told(status, value if status != "no_data" else None, n)

    def number_engaged(self, holds: Callable[[Case], bool]) -> Told:
        def say(hits: list[Case], _rest: list[Case]) -> tuple[int, int]:
            number = len({case.account for case in hits})
            return number, number

        return self.engaged_cases(holds, say)

    def campaign_engaged_accounts(self) -> Told:
        return self.number_engaged(self.is_engaged)

    def campaign_newly_engaged_accounts(self) -> Told:
        return self.number_engaged(self.is_newly_engaged)

    def campaign_engaged_attributed_accounts(self) -> Told:
        return self.number_engaged(self.is_engaged_by_it)

    def campaign_engagement_rate(self) -> Told:
        def say(hits: list[Case], rest: list[Case]) -> tuple[float | None, int]:
            return 100 * len(hits) / len(rest) if rest else None, len(rest)

        told = self.engaged_cases(self.is_engaged, say)
        early = sum(map(self.is_early, self.cases()))
        silent = sum(
            not (self.is_early(case) or self.is_engaged(case) or self.visits_told(case))
            for case in self.cases()
        )
        reasons = {"too_early": early, "visits_not_told": silent}
        told.left_out = {why: number for why, number in reasons.items() if number}
        return told

    def campaign_engaged_contacts(self) -> Told:
        nobody = 0
        people = set()
        for case in self.cases():
            if self.is_early(case) or not self.is_engaged(case):
                continue
            for kind, who in self.given(case.account, case.at, case.at + MONTH):
                if kind == "contact":
                    people.add(who)
                else:
                    nobody += 1
        told = self.engaged_cases(self.is_engaged, lambda _hits, _rest: (len(people), len(people)))
        told.left_out = {"no_person": nobody} if nobody else {}
        return told
