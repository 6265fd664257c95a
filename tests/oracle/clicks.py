"""What clicks on our ads cost, by plain loops; row 19."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from tests.oracle.ads import Ads
from tests.oracle.plain import Told
from tests.oracle.records import ZONE, Ad, Spent

CENT = Decimal("0.01")


@dataclass
class Part:
    """What of a line of spend fell to an account, or to none; nothing where no rate is known."""

    line: Spent
    account: int | None
    worth: Decimal | None
    why_not: str = ""


class Clicks(Ads):
    """Knows what was spent on media."""

    def told_of(self, line: Spent) -> list[Ad]:
        """Return what the platform told of the campaign and the day of a line."""
        return [
            ad
            for ad in self.world.ads
            if self.known(ad)
            and (ad.source, ad.campaign, ad.day) == (line.source, line.campaign, line.day)
        ]

    def parts(self, line: Spent) -> list[Part]:
        """Split a line over the accounts to which its ads were shown, to the cent."""
        rate = self.rate(line.currency, line.day)
        worth = None if rate is None else (line.amount * rate).quantize(CENT, ROUND_HALF_UP)
        if line.account is not None:
            return [Part(line, self.root(line.account), worth)]
        ads = self.told_of(line)
        shown = [ad for ad in ads if ad.format != "message"]
        if ads and not shown:
            return [Part(line, None, worth, "message")]
        weights: dict[int | None, int] = {}
        for ad in shown:
            who = None if ad.account is None else self.root(ad.account)
            weight = ad.clicks - ad.invalid if line.by_click else ad.impressions
            weights[who] = weights.get(who, 0) + weight
        weights = {who: weight for who, weight in weights.items() if weight}
        if not weights:
            return [Part(line, None, worth)]
        if worth is None:
            return [Part(line, who, None) for who in weights]
        total, cents = sum(weights.values()), int(abs(worth) * 100)
        shares = {who: cents * weight // total for who, weight in weights.items()}
        by_rest = sorted(
            weights, key=lambda who: (-(cents * weights[who] % total), who is None, who or 0)
        )
        for who in by_rest[: cents - sum(shares.values())]:
            shares[who] += 1
        sign = -1 if worth < 0 else 1
        return [Part(line, who, sign * Decimal(share) / 100) for who, share in shares.items()]

    def counts_part(self, part: Part) -> bool:
        line, question = part.line, self.question
        noon = datetime.combine(line.day, time(12), tzinfo=ZONE).astimezone(UTC)
        if not (self.known(line) and line.category == "media" and self.in_window(noon)):
            return False
        if question.source not in {None, line.source}:
            return False
        if question.campaign not in {None, line.campaign}:
            return False
        if part.account is not None:
            return self.counts(part.account, noon)
        if question.account is not None:
            return False
        programs = {each.id: each.program for each in self.world.campaigns}
        owner = line.program or programs.get(line.campaign or 0)
        return question.program in {None, owner}

    def spent(self, *, nobody: bool = False) -> tuple[list[Part], dict[str, int], bool]:
        """Return what was spent in the window, why parts don't count, and whether any is known."""
        counted, left_out, any_seen = list[Part](), dict[str, int](), False
        for line in self.world.spends:
            for part in self.parts(line):
                if not self.counts_part(part):
                    continue
                any_seen = True
                if self.question.where.get("source") not in {None, line.source}:
                    continue
                if nobody and part.account is not None:
                    continue
                why = part.why_not or ("missing_rate" if part.worth is None else "")
                if why:
                    left_out[why] = left_out.get(why, 0) + 1
                else:
                    counted.append(part)
        return counted, left_out, any_seen or self.covered("spend")

    def cost_per_click(self) -> Told:
        parts, left_out, measured = self.spent()
        ads, _left_out, ads_measured = self.shown()
        if not (measured and ads_measured):
            return Told("not_measured", left_out=left_out)
        clicks = sum(ad.clicks - ad.invalid for ad in ads)
        unusable = left_out.get("missing_rate", 0)
        spend = sum((part.worth or Decimal(0) for part in parts), Decimal(0))
        has_value = clicks and (parts or not unusable)
        status = "incomplete" if unusable else "ok" if clicks else "no_data"
        return Told(status, spend / clicks if has_value else None, clicks, left_out)

    def cpc_unallocated_spend(self) -> Told:
        parts, left_out, measured = self.spent(nobody=True)
        if not measured:
            return Told("not_measured", left_out=left_out)
        spend = sum((part.worth or Decimal(0) for part in parts), Decimal(0))
        unusable = left_out.get("missing_rate", 0)
        value = spend if parts or not unusable else None
        return Told("incomplete" if unusable else "ok", value, len(parts), left_out)
