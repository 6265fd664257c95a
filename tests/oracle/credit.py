"""How deals are shared out over touches, by plain loops; row 29 and section C, W-shaped."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import Any

from tests.oracle.contribution import YEAR, Contribution
from tests.oracle.plain import Told
from tests.oracle.records import Deal, Touch

MOMENT = timedelta(microseconds=1)
Pairs = list[tuple[Deal, list[tuple[Touch, Fraction]]]]


@dataclass
class Part:
    """What a touch is credited with of a deal."""

    touch: Touch
    share: Fraction
    cents: int


class Credit(Contribution):
    """Shares out deals."""

    def journey(self, deal: Deal) -> list[Touch]:
        """Return the touches of a deal, like ones of a visit or a day once."""
        created: Any = self.created(deal)
        closed = self.closed(deal)
        until = self.as_of if closed is None else min(self.as_of, closed + MOMENT)
        visits, days, kept = set(), set(), []
        for touch in self.touches_on(deal, created - YEAR, until, self.qualifies):
            person = self.whose(touch)
            visit = (person, touch.session)
            if touch.type == "page_view" and touch.session:
                if visit in visits:
                    continue
                visits.add(visit)
            day = (person, touch.campaign, touch.type, self.paris_day(touch.at))
            if day not in days:
                days.add(day)
                kept.append(touch)
        return kept

    def lead_known(self, journey: list[Touch]) -> datetime | None:
        """Return when we first knew any of the people of a journey."""
        recorded = {each.id: each.recorded for each in self.world.contacts}
        known = [recorded[key] for kind, key in map(self.whose, journey) if kind == "contact"]
        return min(known) if known else None

    def w_shaped(self, deal: Deal) -> list[tuple[Touch, Fraction]]:
        """30 on the first touch, on the one that made the lead, on the one that made the deal."""
        created: Any = self.created(deal)
        journey = self.journey(deal)
        lead = self.lead_known(journey)
        before = [touch for touch in journey if touch.at <= created]
        if not before:
            return [(touch, Fraction(0)) for touch in journey]
        anchors = [0, len(before) - 1]
        if lead is not None and lead <= created:
            known = [place for place, touch in enumerate(before) if touch.at <= lead]
            if known:
                anchors.append(known[-1])
        others = [place for place in range(len(before)) if place not in anchors]
        rest = Fraction(10) if others else Fraction(0)
        parts = []
        for place, touch in enumerate(journey):
            share = Fraction(0)
            if place in anchors:
                share = anchors.count(place) * (100 - rest) / len(anchors)
            elif place in others:
                share = rest / len(others)
            parts.append((touch, share / 100))
        return parts

    def credit_parts(self, deal: Deal, value: Decimal | None) -> list[Part]:
        """Return a deal shared out to the cent; the cents left over go to the greatest rests."""
        shares = self.w_shaped(deal)
        if value is None:
            return [Part(touch, share, 0) for touch, share in shares]
        whole = int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))
        exact = [share * whole for _touch, share in shares]
        cents = [floor(each) for each in exact]
        if any(share for _touch, share in shares):
            left = whole - sum(cents)
            order = sorted(range(len(cents)), key=lambda at: (cents[at] - exact[at], at))
            for place in order[:left]:
                cents[place] += 1
        return [Part(*pair, each) for pair, each in zip(shares, cents, strict=True)]

    def is_ours(self, part: Part) -> bool:
        campaign = self.question.campaign
        ours = part.touch.owner == "marketing"
        return ours and campaign in {None, part.touch.campaign}

    def exists(self, deal: Deal) -> bool:
        """Tell whether a deal is there; of a campaign, whether it touched it in the window."""
        campaign = self.question.campaign
        if campaign is None or not super().exists(deal):
            return campaign is None and super().exists(deal)
        created = self.created(deal)
        won = self.outcome(deal) == "won" and self.in_window(self.closed(deal))
        if self.unfit(deal) or created is None or not (won or self.in_window(created)):
            return False
        return any(touch.campaign == campaign for touch in self.journey(deal))

    def deals_credited(self, base: Any) -> tuple[list[Deal], dict[str, int], bool]:
        """Return the deals that count."""
        pairs, left_out, measured = base()
        return [deal for deal, _claim in pairs], left_out, measured

    # ---- numbers ----

    def cents_of(self, deals: list[Deal], left_out: dict[str, int]) -> tuple[int, int, int]:
        """Return credit and worth of deals in cents, and how many have an amount."""
        credit = worth = n = 0
        for deal in deals:
            given, value = self.amount(deal, "tcv")
            if given is None:
                left_out["missing_amount"] = left_out.get("missing_amount", 0) + 1
            elif value is None:
                left_out["missing_rate"] = left_out.get("missing_rate", 0) + 1
            else:
                n += 1
                worth += int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))
                credit += sum(
                    part.cents for part in self.credit_parts(deal, value) if self.is_ours(part)
                )
        return credit, worth, n

    def value_credited(self, base: Any) -> Told:
        deals, left_out, measured = self.deals_credited(base)
        unheard = left_out.get("unheard", 0)
        credit, _worth, n = self.cents_of(deals, left_out)
        if not measured:
            return Told("not_measured", left_out=left_out)
        if unheard or n < len(deals):
            return Told("incomplete", Decimal(credit) / 100 if n else None, n, left_out)
        return Told("ok", Decimal(credit) / 100, n, left_out)

    def share_credited(self, base: Any) -> Told:
        deals, left_out, measured = self.deals_credited(base)
        unheard = left_out.get("unheard", 0)
        credit, worth, n = self.cents_of(deals, left_out)
        if not measured or (not deals and unheard):
            return Told("not_measured", left_out=left_out)
        status = "incomplete" if n < len(deals) else "ok" if worth else "no_data"
        return Told(status, 100 * credit / worth if worth else None, n, left_out)

    def marketing_attributed_pipeline(self) -> Told:
        return self.value_credited(self.claimed)

    def marketing_attributed_won(self) -> Told:
        return self.value_credited(self.claimed_won)

    def marketing_attributed_share(self) -> Told:
        return self.share_credited(self.claimed)

    def marketing_attributed_won_share(self) -> Told:
        return self.share_credited(self.claimed_won)

    def marketing_attributed_count_share(self) -> Told:
        deals, left_out, measured = self.deals_credited(self.claimed)
        if not measured or (not deals and left_out.get("unheard")):
            return Told("not_measured", left_out=left_out)
        if not deals:
            return Told("no_data", None, 0, left_out)
        credit = sum(
            part.share
            for deal in deals
            for part in self.credit_parts(deal, None)
            if self.is_ours(part)
        )
        return Told("ok", float(100 * credit / len(deals)), len(deals), left_out)
