"""Ads as platforms tell them, and who came after seeing one, by plain loops; row 15."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from tests.oracle.plain import Told
from tests.oracle.records import ZONE, Ad
from tests.oracle.web import Web


class Ads(Web):
    """Knows what was shown to whom."""

    @staticmethod
    def noon(ad: Ad) -> datetime:
        return datetime.combine(ad.day, time(12), tzinfo=ZONE).astimezone(UTC)

    def is_of_part(self, ad: Ad) -> bool:
        """Tell whether an ad is of the source or campaign that is asked about."""
        question = self.question
        return question.source in {None, ad.source} and question.campaign in {None, ad.campaign}

    def is_narrowed_to(self, ad: Ad) -> bool:
        where = self.question.where
        return where.get("source") in {None, ad.source} and where.get("format") in {None, ad.format}

    def counts_ad(self, ad: Ad) -> bool:
        """Ads of no account count for the program of their campaign."""
        if ad.account is not None:
            return self.counts(ad.account, self.noon(ad))
        if self.question.account is not None:
            return False
        programs = {each.id: each.program for each in self.world.campaigns}
        return self.question.program in {None, programs[ad.campaign]}

    def shown(self) -> tuple[list[Ad], dict[str, int], bool]:
        """Return the ads of the window, how many were messages, and whether any were seen."""
        ads, messages, any_seen = [], 0, False
        for ad in self.world.ads:
            if not (self.known(ad) and self.in_window(self.noon(ad)) and self.counts_ad(ad)):
                continue
            if not self.is_of_part(ad):
                continue
            any_seen = True
            if not self.is_narrowed_to(ad):
                continue
            if ad.format == "message":
                messages += 1
            else:
                ads.append(ad)
        left_out = {"message": messages} if messages else {}
        return ads, left_out, any_seen or self.covered("ad")

    def added_up(self, of: Callable[[Ad], int]) -> Told:
        ads, left_out, measured = self.shown()
        if not measured:
            return Told("not_measured", left_out=left_out)
        total = sum(of(ad) for ad in ads)
        return Told("ok", total, total, left_out)

    def ad_impressions(self) -> Told:
        return self.added_up(lambda ad: ad.impressions)

    def ad_clicks(self) -> Told:
        return self.added_up(lambda ad: ad.clicks - ad.invalid)

    def ad_ctr(self) -> Told:
        ads, left_out, measured = self.shown()
        if not measured:
            return Told("not_measured", left_out=left_out)
        impressions = sum(ad.impressions for ad in ads)
        clicks = sum(ad.clicks - ad.invalid for ad in ads)
        if not impressions:
            return Told("no_data", n=0, left_out=left_out)
        return Told("ok", 100 * clicks / impressions, impressions, left_out)

    def ad_reached_accounts(self) -> Told:
        ads, _left_out, measured = self.shown()
        messages = 0
        for ad in self.world.ads:
            seen = self.known(ad) and self.in_window(self.noon(ad)) and self.counts_ad(ad)
            asked = self.is_of_part(ad) and self.is_narrowed_to(ad)
            reaching = ad.account is not None and ad.impressions > 0
            messages += bool(seen and asked and reaching and ad.format == "message")
        left_out = {"message": messages} if messages else {}
        if not measured:
            return Told("not_measured", left_out=left_out)
        number = len({self.root(ad.account) for ad in ads if ad.account and ad.impressions > 0})
        return Told("ok", number, number, left_out)

    def ad_view_through_visits(self) -> Told:
        _ads, _left_out, ads_measured = self.shown()
        people, machines, seen = 0, 0, False
        for visit in self.world.visits:
            account = self.visited(visit)
            if account is None or not (self.known(visit) and self.in_window(visit.at)):
                continue
            if not self.counts(account, visit.at):
                continue
            day = visit.at.astimezone(ZONE).date()
            behind: dict[tuple[int, str, str], list[Ad]] = {}
            for ad in self.world.ads:
                theirs = ad.account is not None and self.root(ad.account) == self.root(account)
                fresh = day - timedelta(days=7) <= ad.day <= day
                fit = self.is_of_part(ad) and ad.format != "message"
                if self.known(ad) and theirs and fresh and fit:
                    behind.setdefault((ad.campaign, ad.source, ad.format), []).append(ad)
            led = [
                ads
                for ads in behind.values()
                if sum(ad.impressions for ad in ads)
                and not sum(ad.clicks - ad.invalid for ad in ads)
            ]
            seen = seen or bool(led)
            led = [ads for ads in led if self.is_narrowed_to(ads[0])]
            if visit.automation == "machine":
                machines += len(led)
            else:
                people += bool(led)
        left_out = {"machine": machines} if machines else {}
        if not ((seen or self.covered("web")) and ads_measured):
            return Told("not_measured", left_out=left_out)
        return Told("ok", people, people, left_out)
