"""Who answers campaigns, how often and how soon, by plain loops; row 5."""

from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from tests.oracle.campaigns import RESPONSE, TOUCH_FEEDS, WITH_US, Campaigns, Pairs
from tests.oracle.plain import Number, Told
from tests.oracle.records import Touch
from tests.oracle.web import Web

FOLLOWED = timedelta(days=30)


class Responses(Campaigns, Web):
    """Knows the answers to campaigns."""

    def is_response(self, touch: Touch) -> bool:
        """Tell whether something is of a kind by which somebody answers a campaign with a list."""
        if touch.campaign is None or touch.type not in RESPONSE or not self.known(touch):
            return False
        theirs = touch.direction == "inbound" or touch.type in WITH_US
        aims = [each for each in self.asked_lists() if each.campaign == touch.campaign]
        return theirs and any(self.known(aim) for aim in aims)

    def begun(self, campaign: int) -> datetime:
        campaigns = {each.id: each for each in self.world.campaigns}
        return self.life(campaigns[campaign])[0]

    def listed(self, campaign: int, account: int) -> list[tuple[datetime, datetime]]:
        return [
            self.span(aim)
            for aim in self.asked_lists()
            if aim.campaign == campaign and self.root(aim.account) == account and self.known(aim)
        ]

    def counts_as_answer(self, touch: Touch) -> bool:
        """Tell whether a person answered, of an account that was on the list at that instant."""
        human = touch.automation in {"human", "unknown"}
        spans = self.listed(touch.campaign or 0, self.root(touch.account))
        return human and any(start <= touch.at < end for start, end in spans)

    def first_answers(self) -> dict[tuple[int, int], datetime]:
        """Return when each account first answered each campaign that it was a target of."""
        found: dict[tuple[int, int], datetime] = {}
        for touch in self.world.touches:
            if not (self.is_response(touch) and self.counts_as_answer(touch)):
                continue
            campaign = touch.campaign or 0
            if self.begun(campaign) <= touch.at < self.as_of:
                pair = (campaign, self.root(touch.account))
                found[pair] = min(touch.at, found.get(pair, touch.at))
        return found

    def answering(self) -> Pairs:
        """Return the pairs of the cohort whose first answer lies in the window."""
        first = self.first_answers()
        return {pair for pair in self.aimed_at() if pair in first and self.in_window(first[pair])}

    def reached_pairs(self) -> Pairs:
        found = set()
        for campaign, account in self.aimed_at():
            seen = [at for who, at in self.exposures(campaign) if who == account]
            if any(self.begun(campaign) <= at < self.as_of for at in seen):
                found.add((campaign, account))
        return found

    def answers_heard(self) -> tuple[list[Touch], dict[str, int], bool]:
        """Return the answers of the window, why others don't count, and whether any is known of."""
        campaigns = {each.id: each for each in self.world.campaigns}
        counted, left_out, any_seen = [], dict[str, int](), False
        for touch in self.world.touches:
            if not (self.is_response(touch) and self.in_window(touch.at)):
                continue
            campaign, account = touch.campaign or 0, self.root(touch.account)
            if not (self.begun(campaign) <= touch.at and self.counts(account, touch.at)):
                continue
            any_seen = True
            life, window = self.life(campaigns[campaign]), (self.start, self.until)
            meets = [
                each for each in self.listed(campaign, account) if self.common(each, life, window)
            ]
            why = ""
            if touch.automation not in {"human", "unknown"}:
                why = "machine"
            elif not self.counts_as_answer(touch):
                why = "not_listed"
            elif not meets:
                why = "campaign_over"
            if why:
                left_out[why] = left_out.get(why, 0) + 1
            else:
                counted.append(touch)
        return counted, left_out, any_seen or any(self.covered(feed) for feed in TOUCH_FEEDS)

    def early(self) -> bool:
        """Tell whether a campaign of the cohort may still be answered."""
        ends = {each.id: each.ends for each in self.world.campaigns}
        return any(
            ends[campaign] is None or self.as_of < ends[campaign] + FOLLOWED  # type: ignore[operator]
            for campaign, _account in self.aimed_at()
        )

    def of_cohort(
        self, say: Callable[[], tuple[Number, int]], left_out: dict[str, int] | None = None
    ) -> Told:
        """Return what is said of the cohort, with the number of its cases."""
        left_out = left_out or {}
        if not (self.lists_loaded() and self.answers_heard()[2]):
            return Told("not_measured", left_out=left_out)
        if not self.aimed_at():
            return Told("no_data", left_out=left_out)
        value, n = say()
        status = "immature" if self.early() else "ok" if value is not None else "no_data"
        return Told(status, value, n, left_out)

    def campaign_responded_accounts(self) -> Told:
        accounts = {account for _campaign, account in self.answering()}
        return self.of_cohort(lambda: (len(accounts), len(accounts)))

    def campaign_response_rate(self) -> Told:
        def say() -> tuple[Number, int]:
            targeted = self.aimed_at()
            return 100 * len(self.answering()) / len(targeted), len(targeted)

        return self.of_cohort(say)

    def campaign_response_rate_reached(self) -> Told:
        def say() -> tuple[Number, int]:
            reached = self.reached_pairs()
            if not reached:
                return None, 0
            return 100 * len(reached & self.answering()) / len(reached), len(reached)

        return self.of_cohort(say)

    def days_to_first_response(self) -> Told:
        campaigns = {each.id: each for each in self.world.campaigns}
        first = self.first_answers()
        waited = []
        for campaign, account in self.answering():
            life = self.life(campaigns[campaign])
            spans = [self.common(each, life) for each in self.listed(campaign, account)]
            since = min(span[0] for span in spans if span)
            waited.append((first[campaign, account] - since).total_seconds() / 86_400)
        return self.of_cohort(lambda: (median(waited) if waited else None, len(waited)))

    def campaign_responses(self) -> Told:
        touches, left_out, _measured = self.answers_heard()
        number = sum(touch.quantity for touch in touches)
        return self.of_cohort(lambda: (number, number), left_out)

    def campaign_responding_contacts(self) -> Told:
        touches, left_out, _measured = self.answers_heard()
        people: list[Any] = [self.who(touch) for touch in touches]
        nobody = sum(kind != "contact" for kind, _who in people)
        left_out = left_out | ({"no_person": nobody} if nobody else {})
        number = len({who for kind, who in people if kind == "contact"})
        return self.of_cohort(lambda: (number, number), left_out)
