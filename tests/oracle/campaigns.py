"""Campaigns: at whom they aim, whom they reach, when they run, by plain loops; rows 4, 12, 13."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from tests.oracle.plain import Oracle, Told
from tests.oracle.records import ZONE, Aim, Campaign, Period

EXPOSURE = {"email_delivered", "ad_impression"}
RESPONSE = {"ad_click", "email_clicked", "email_replied", "form_submitted", "download",
            "event_registered", "webinar_attended", "event_attended", "social_click",
            "social_comment", "social_share", "social_message", "meeting_held",
            "call_connected"}  # fmt: skip
WITH_US = {"meeting_held", "call_connected"}  # whoever began it
TOUCH_FEEDS = ("email", "web", "event", "social", "sales_activity")
FAR = datetime(2999, 1, 1, tzinfo=UTC)
Span = tuple[datetime, datetime]
Pairs = set[tuple[int, int]]


class Campaigns(Oracle):
    """Knows the campaigns."""

    def common(self, *spans: Span) -> Span | None:
        """Return the time that lies in all of these; None where there is none."""
        start = max(span[0] for span in spans)
        end = min(span[1] for span in spans)
        return (start, end) if start < end else None

    @staticmethod
    def span(row: Period) -> Span:
        return row.start, row.end or FAR

    @staticmethod
    def life(campaign: Campaign) -> Span:
        return campaign.starts or datetime.min.replace(tzinfo=UTC), campaign.ends or FAR

    def belongs(self, account: int, meeting: Span) -> bool:
        """Tell whether an account is asked about at some time of a meeting."""
        question = self.question
        if question.account is not None:
            return self.root(account) == question.account
        if question.program is None:
            return True
        return any(
            stay.program == question.program
            and self.root(stay.account) == self.root(account)
            and self.known(stay)
            and self.common((stay.start, stay.end or FAR), meeting)
            for stay in self.world.stays
        )

    def exposures(self, campaign: int) -> Iterator[tuple[int, datetime]]:
        """Yield each account that saw something of a campaign, and when."""
        for touch in self.world.touches:
            shown = touch.type in EXPOSURE and touch.automation != "machine"
            if touch.campaign == campaign and self.known(touch) and shown:
                yield self.root(touch.account), touch.at
        yield from self.ads(campaign)

    def ads(self, campaign: int) -> Iterator[tuple[int, datetime]]:
        for ad in self.world.ads:
            shown = ad.impressions > 0 and ad.account is not None
            if ad.campaign == campaign and self.known(ad) and shown:
                noon = datetime.combine(ad.day, time(12), tzinfo=ZONE)
                yield self.root(ad.account or 0), noon.astimezone(UTC)

    # ---- row 4 ----

    def aimed_at(self) -> Pairs:
        """Return the campaigns and accounts that meet in the window."""
        campaigns = {each.id: each for each in self.world.campaigns}
        pairs = set()
        for aim in self.asked_lists():
            life = self.life(campaigns[aim.campaign])
            meeting = self.common(self.span(aim), life, (self.start, self.until))
            if self.known(aim) and meeting and self.belongs(aim.account, meeting):
                pairs.add((aim.campaign, self.root(aim.account)))
        return pairs

    def reached(self) -> set[int]:
        pairs = self.aimed_at()
        found = set()
        for campaign in self.world.campaigns:
            since = self.life(campaign)[0]
            for account, at in self.exposures(campaign.id):
                if since <= at < self.as_of and (campaign.id, account) in pairs:
                    found.add(account)
        return found

    def lists_loaded(self) -> bool:
        return any(self.known(aim) for aim in self.asked_lists())

    def asked_lists(self) -> list[Aim]:
        campaign = self.question.campaign
        return [aim for aim in self.world.aims if campaign in {None, aim.campaign}]

    def campaign_targeted_accounts(self) -> Told:
        if not self.lists_loaded():
            return Told("not_measured")
        number = len({account for _campaign, account in self.aimed_at()})
        return Told("ok", number, number)

    def campaign_reached_accounts(self) -> Told:
        if not self.lists_loaded():
            return Told("not_measured")
        return Told("ok", len(self.reached()), len(self.reached()))

    def campaign_reach_rate(self) -> Told:
        if not self.lists_loaded():
            return Told("not_measured")
        targeted = {account for _campaign, account in self.aimed_at()}
        if not targeted:
            return Told("no_data", n=0)
        return Told("ok", 100 * len(self.reached()) / len(targeted), len(targeted))

    def campaign_answers(self) -> dict[tuple[int, int, bool, bool], list[datetime]]:
        """Return when an account answered a campaign with a list: on it or not, people or not."""
        campaigns = {each.id: each for each in self.world.campaigns}
        found: dict[tuple[int, int, bool, bool], list[datetime]] = {}
        for touch in self.world.touches:
            ours = touch.direction == "outbound" and touch.type not in WITH_US
            if touch.type not in RESPONSE or touch.campaign is None or ours:
                continue
            aims = [a for a in self.asked_lists() if a.campaign == touch.campaign and self.known(a)]
            life = self.life(campaigns[touch.campaign])
            alive = self.common(life, (self.start, self.until))
            if not (aims and alive and self.known(touch) and life[0] <= touch.at < self.as_of):
                continue
            account = self.root(touch.account)
            spans = [self.span(aim) for aim in aims if self.root(aim.account) == account]
            is_listed = any(start <= touch.at < end for start, end in spans)
            human = touch.automation in {"human", "unknown"}
            if self.counts(account, touch.at):
                key = (touch.campaign, account, is_listed, human)
                found.setdefault(key, []).append(touch.at)
        return found

    def campaign_untargeted_respondents(self) -> Told:
        answers = self.campaign_answers()
        halo = {
            account for _campaign, account, is_listed, human in answers if human and not is_listed
        }
        machines = sum(not human and not is_listed for _campaign, _who, is_listed, human in answers)
        left_out = {"machine": machines} if machines else {}
        told_of = bool(answers) or any(self.covered(feed) for feed in TOUCH_FEEDS)
        if not (self.lists_loaded() and told_of):
            return Told("not_measured", left_out=left_out)
        return Told("ok", len(halo), len(halo), left_out)

    # ---- rows 12 and 13 ----

    def running(self, kind: str) -> Pairs:
        """Return the campaigns of a kind and the accounts that they were active for."""
        pairs = set()
        for campaign in self.world.campaigns:
            aims = [a for a in self.world.aims if a.campaign == campaign.id and self.known(a)]
            for period in self.world.campaign_times:
                if period.campaign != campaign.id or not self.known(period):
                    continue
                if (period.kind, period.status) != (kind, "active"):
                    continue
                window = (self.start, self.until)
                active = self.common(self.span(period), self.life(campaign), window)
                if active is None:
                    continue
                for aim in aims:
                    meeting = self.common(self.span(aim), active)
                    if meeting and self.belongs(aim.account, meeting):
                        pairs.add((campaign.id, self.root(aim.account)))
                if kind == "general" and not aims:
                    for account, at in self.exposures(campaign.id):
                        if active[0] <= at < active[1] and self.counts(account, at):
                            pairs.add((campaign.id, account))
        return pairs

    def campaigns_known(self) -> bool:
        return any(
            self.known(period) and period.start < self.until for period in self.world.campaign_times
        )

    def how_many(self, campaigns: set[int]) -> Told:
        if not self.campaigns_known():
            return Told("not_measured")
        return Told("ok", len(campaigns), len(campaigns))

    def active_campaigns(self, kind: str) -> Told:
        return self.how_many({campaign for campaign, _account in self.running(kind)})

    def active_campaigns_with_activity(self, kind: str) -> Told:
        return self.how_many(
            {campaign for campaign, account in self.running(kind) if self.lives(campaign, account)}
        )

    def lives(self, campaign: int, account: int) -> bool:
        """Tell whether something of a campaign was shown to or done by an account."""
        for touch in self.world.touches:
            of_pair = touch.campaign == campaign and self.root(touch.account) == account
            human = touch.automation in {"human", "unknown"}
            tells = human and touch.type in EXPOSURE | RESPONSE
            if of_pair and tells and self.known(touch) and self.in_window(touch.at):
                return True
        return any(who == account and self.in_window(at) for who, at in self.ads(campaign))

    def campaigns_per_account(self, kind: str) -> Told:
        if not self.campaigns_known():
            return Told("not_measured")
        roots = {self.root(each.id) for each in self.world.accounts}
        accounts = [root for root in roots if self.belongs(root, (self.start, self.until))]
        if not accounts:
            return Told("no_data", n=0)
        return Told("ok", len(self.running(kind)) / len(accounts), len(accounts))

    def active_personalized_campaigns(self) -> Told:
        return self.active_campaigns("personalized")

    def active_personalized_campaigns_with_activity(self) -> Told:
        return self.active_campaigns_with_activity("personalized")

    def personalized_campaigns_per_account(self) -> Told:
        return self.campaigns_per_account("personalized")

    def active_general_campaigns(self) -> Told:
        return self.active_campaigns("general")

    def active_general_campaigns_with_activity(self) -> Told:
        return self.active_campaigns_with_activity("general")

    def general_campaigns_per_account(self) -> Told:
        return self.campaigns_per_account("general")
