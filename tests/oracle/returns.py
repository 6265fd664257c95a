"""What programs bring for what they cost, by plain loops over deals and lines of spend; row 30."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from tests.oracle.credit import Credit
from tests.oracle.plain import Told
from tests.oracle.qualification import CENT, Qualification, Share, noon
from tests.oracle.records import Deal

A_DAY = timedelta(days=1)


@dataclass
class Gain:
    """What marketing is credited with of a deal, and the margin on it."""

    at: datetime
    days: float
    credit: Decimal | None
    margin: Decimal | None


class Returns(Credit, Qualification):
    """Adds up all that was spent and won until the end of the window."""

    def spent_ever(self) -> tuple[list[Share], dict[str, int], bool]:
        counted, left_out, any_seen = list[Share](), dict[str, int](), False
        category = self.question.where.get("category")
        for line in self.world.spends:
            at = noon(line)
            if not (self.known(line) and at < min(self.until, self.as_of)):
                continue
            if self.question.campaign not in {None, line.campaign}:
                continue
            for share in self.shares(line):
                if self.question.program not in {None, share.program}:
                    continue
                any_seen = True
                if category not in {None, line.category}:
                    continue
                if share.worth is None:
                    left_out["missing_rate"] = left_out.get("missing_rate", 0) + 1
                else:
                    counted.append(share)
        return counted, left_out, any_seen or self.covered("spend")

    def margin_of(self, deal: Deal, closed: datetime) -> Decimal | None:
        """Return the margin of the account, else of a program it was in, else of all."""
        root = self.root(deal.account)
        found: list[tuple[tuple[Any, ...], Decimal]] = []
        for place, each in enumerate(self.world.assumptions):
            holds = each.start <= closed and (each.end is None or closed < each.end)
            if each.key != "margin" or not self.known(each) or not holds:
                continue
            if each.account is not None:
                if self.root(each.account) == root:
                    found.append(((0, 0, place), each.share))
            elif each.program is None:
                found.append(((2, 0, place), each.share))
            elif self.question.program in {None, each.program} and self.enrolled(
                root, each.program, closed
            ):
                found.append(((1, each.program, place), each.share))
        return min(found)[1] if found else None

    def ever(self, *, won: bool) -> tuple[list[Deal], dict[str, int], bool]:
        """Return the deals ever won, or created, whose touches were told us."""
        counted, left_out, any_seen = list[Deal](), dict[str, int](), False

        def leave(why: str) -> None:
            left_out[why] = left_out.get(why, 0) + 1

        for deal in self.world.deals:
            if not self.exists_ever(deal):
                continue
            created, closed = self.created(deal), self.closed(deal)
            at = closed if won else created
            why = self.unfit(deal)
            if won:
                why = why if why and why != "renewal" else self.misclosed(deal) or why
            about = not won or self.outcome(deal) == "won"
            if at is None:
                if about and not why and self.counts(deal.account, self.last_moment()):
                    leave("unknown_date")
                continue
            if not (at < self.until and self.counts(deal.account, at)):
                continue
            any_seen = True
            if not about:
                continue
            if won and created is None:
                why = why or "unknown_creation"
            if not why and self.claim(deal, created, at) is None:  # type: ignore[arg-type]
                why = "unheard"
            if why:
                leave(why)
            else:
                counted.append(deal)
        return counted, left_out, any_seen or self.covered("opportunity")

    def exists_ever(self, deal: Deal) -> bool:
        """Tell whether a deal is there; of a campaign, whether it ever touched it."""
        campaign = self.question.campaign
        if campaign is None or not super(Credit, self).exists(deal):
            return campaign is None and super(Credit, self).exists(deal)
        created = self.created(deal)
        if self.unfit(deal) or created is None or created >= self.until:
            return False
        return any(touch.campaign == campaign for touch in self.journey(deal))

    def gains(self, deals: list[Deal], left_out: dict[str, int], *, won: bool) -> list[Gain]:
        found = []
        for deal in deals:
            given, value = self.amount(deal, "acv" if won else "tcv")
            if (value if won else given) is None:
                left_out["missing_amount"] = left_out.get("missing_amount", 0) + 1
            created: Any = self.created(deal)
            at = self.closed(deal) if won else created
            margin = self.margin_of(deal, at) if won else None  # type: ignore[arg-type]
            credit = None
            if value is not None:
                whole = value.quantize(CENT, ROUND_HALF_UP)
                parts = self.credit_parts(deal, whole)
                credit = Decimal(sum(part.cents for part in parts if self.is_ours(part))) / 100
            if won and value is not None and margin is None:
                left_out["no_margin"] = left_out.get("no_margin", 0) + 1
            days = (at - created) / A_DAY  # type: ignore[operator]
            found.append(Gain(at, days, credit, margin))  # type: ignore[arg-type]
        return found

    # ---- numbers ----

    def cost_total(self) -> Told:
        shares, left_out, measured = self.spent_ever()
        if not measured:
            return Told("not_measured", left_out=left_out)
        total = sum((each.worth or Decimal(0) for each in shares), Decimal(0))
        if left_out:
            return Told("incomplete", total if shares else None, len(shares), left_out)
        return Told("ok", total, len(shares), left_out)

    def over_cost(self, *, won: bool, with_margin: bool, rule: Any) -> Told:
        """Return what a rule makes of gains and costs, with the status that all returns have."""
        deals, left_out, measured = self.ever(won=won)
        unheard = left_out.get("unheard", 0)
        gains = self.gains(deals, left_out, won=won)
        shares, lines_left, costs_measured = self.spent_ever()
        if not (measured and costs_measured):
            return Told("not_measured", left_out=left_out)
        cost = sum((each.worth or Decimal(0) for each in shares), Decimal(0))
        n = sum(gain.credit is not None for gain in gains)
        lacking = any(gain.credit and gain.margin is None for gain in gains)
        unsure = n < len(gains) or unheard or lines_left or (with_margin and lacking)
        value = None
        if not (with_margin and lacking):
            value = rule(gains, shares, cost)
        if unsure:
            return Told("incomplete", value, n, left_out)
        length = median([gain.days for gain in gains]) if gains else float("inf")
        oldest = max(((self.as_of - noon(each.line)) / A_DAY for each in shares), default=0.0)
        young = won and rule.__name__ != "paid_back" and cost > 0 and oldest < length
        if young:
            return Told("immature", value, n, left_out)
        status = "ok" if cost > 0 and value is not None else "no_data"
        return Told(status, value if status == "ok" else None, n, left_out)

    def abm_roi_attributed(self) -> Told:
        def roi(gains: list[Gain], _shares: list[Share], cost: Decimal) -> Decimal | None:
            gain = sum((g.credit * g.margin for g in gains if g.credit and g.margin), Decimal(0))
            return 100 * (gain - cost) / cost if cost > 0 else None

        return self.over_cost(won=True, with_margin=True, rule=roi)

    def abm_revenue_to_cost(self) -> Told:
        return self.over_cost(won=True, with_margin=False, rule=multiple)

    def pipeline_to_cost(self) -> Told:
        return self.over_cost(won=False, with_margin=False, rule=multiple)

    def payback_days(self) -> Told:
        def paid_back(gains: list[Gain], shares: list[Share], _cost: Decimal) -> float | None:
            events = [(noon(each.line), 0, -(each.worth or Decimal(0))) for each in shares]
            events += [
                (gain.at, 1, (gain.credit or Decimal(0)) * (gain.margin or Decimal(0)))
                for gain in gains
            ]
            if not shares:
                return None
            balance, since = Decimal(0), None
            for at, _kind, change in sorted(events, key=lambda each: each[:2]):
                balance += change
                if round(balance, 4) < 0:
                    since = None
                elif since is None:
                    since = at
            first = min(noon(each.line) for each in shares)
            return (since - first) / A_DAY if since is not None else None

        return self.over_cost(won=True, with_margin=True, rule=paid_back)


def multiple(gains: list[Gain], _shares: list[Share], cost: Decimal) -> Decimal | None:
    credit = sum((gain.credit or Decimal(0) for gain in gains), Decimal(0))
    return credit / cost if cost > 0 else None
