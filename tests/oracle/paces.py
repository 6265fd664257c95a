"""How fast deals leave their stages, against deals before there was ABM, by plain loops; row 26."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from tests.oracle.acceleration import Acceleration
from tests.oracle.plain import Told, midnight
from tests.oracle.records import STAGES, Deal

DAY = timedelta(days=1)
TWO_YEARS = timedelta(days=730)
ENOUGH = 10


@dataclass
class Path:
    """Where a deal was, from when to when, and when it left a stage for a later one."""

    deal: Deal
    account: int
    spans: list[tuple[str, datetime, datetime]]
    exits: list[tuple[str, datetime, float]]

    def days_in(self, stage: str, until: datetime) -> float:
        return sum(
            (min(end, until) - start) / DAY
            for where, start, end in self.spans
            if where == stage and start < until
        )


class Paces(Acceleration):
    """Knows how deals go from stage to stage."""

    def path(self, deal: Deal) -> Path:
        path = Path(deal, self.root(deal.account), [], [])
        steps = self.staged(deal)
        reached: int | None = None
        for place, step in enumerate(steps):
            position, outcome, _qualified = STAGES[step.stage]
            after = steps[place + 1].at if place + 1 < len(steps) else self.as_of
            if outcome == "open":
                path.spans.append((step.stage, step.at, after))
            if outcome == "lost":
                continue
            if reached is not None and position > reached:
                for stage, (where, kind, _q) in STAGES.items():
                    if kind == "open" and reached <= where < position:
                        days = path.days_in(stage, step.at)
                        path.exits.append((stage, step.at, days))
            reached = position if reached is None else max(reached, position)
        return path

    def is_dated_throughout(self, deal: Deal) -> bool:
        return all(step.at is not None for step in self.staged(deal))

    def came_in(self, account: int) -> datetime | None:
        """Return the start of the day on which an account first came into a program."""
        starts = [
            stay.start
            for stay in self.world.stays
            if self.root(stay.account) == account and self.known(stay) and stay.start < self.as_of
        ]
        return midnight(self.on_day(min(starts))) if starts else None

    def size_band(self, deal: Deal) -> str:
        rows = self.seen(deal.amounts)
        if not rows or rows[-1].tcv is None:
            return ""
        rate = self.rate(rows[-1].currency, self.question.as_of)
        if rate is None:
            return ""
        value = rows[-1].tcv * rate
        return "small" if value < 50_000 else "middle" if value < 250_000 else "large"

    def segment(self, account: int) -> str:
        return {each.id: each.segment for each in self.world.accounts}[account]

    def past(self, t: datetime) -> list[tuple[Path, datetime]]:
        """Return the deals of before, each until when it counts."""
        found = []
        for deal in self.world.deals:
            fit = not self.unfit(deal) and not self.misclosed(deal)
            if fit and self.exists(deal) and self.is_dated_throughout(deal):
                path = self.path(deal)
                own = self.came_in(path.account)
                found.append((path, min(t, own) if own else t))
        return found

    def usual(self, account: int, deal: Deal, stage: str) -> tuple[float, float] | None:
        """Return exits a day, and the median days, of deals like it before the account came."""
        t = self.came_in(account) or self.start
        segment, kind, band = self.segment(account), deal.type, self.size_band(deal)
        levels = [(segment, kind, band), (segment, kind, None), (segment, None, None),
                  (None, None, None)]  # fmt: skip
        for in_segment, of_kind, in_band in levels:
            exits, days, number = [], 0.0, 0
            for path, until in self.past(t):
                if in_segment is not None and self.segment(path.account) != in_segment:
                    continue
                if of_kind is not None and path.deal.type != of_kind:
                    continue
                if in_band is not None and self.size_band(path.deal) != in_band:
                    continue
                for where, at, actual in path.exits:
                    if where == stage and t - TWO_YEARS <= at < until:
                        exits.append(actual)
                        number += 1
                for where, start, end in path.spans:
                    first, last = max(start, t - TWO_YEARS), min(end, until)
                    if where == stage and first < last:
                        days += (last - first) / DAY
            if number >= ENOUGH and days > 0:
                return number / days, median(exits)
        return None

    def enrolled_days(self, account: int, start: datetime, end: datetime) -> float:
        """Return for how many days of a span what happened to an account counts."""
        if self.question.program is None:
            return (end - start) / DAY if self.counts(account, start) else 0.0
        edges = {start, end}
        for stay in self.world.stays:
            edges |= {edge for edge in (stay.start, stay.end) if edge and start < edge < end}
        ordered = sorted(edges)
        return sum(
            (after - at) / DAY for at, after in pairwise(ordered) if self.counts(account, at)
        )

    def watched(self) -> tuple[int, float, float, set[int], dict[str, int], bool]:
        observed, expected, saved = 0, 0.0, 0.0
        deals: set[int] = set()
        left_out: dict[str, int] = {}
        any_seen = False
        for deal in self.world.deals:
            if not self.exists(deal) or not self.staged(deal):
                continue
            why = self.unfit(deal) or self.misclosed(deal)
            if not self.is_dated_throughout(deal):
                if not why and self.counts(deal.account, self.last_moment()):
                    left_out["unknown_date"] = left_out.get("unknown_date", 0) + 1
                continue
            path = self.path(deal)
            for stage, start, end in path.spans:
                first, last = max(start, self.start), min(end, self.until)
                if first >= last or self.enrolled_days(path.account, first, last) <= 0:
                    continue
                any_seen = True
                usual = None if why else self.usual(path.account, deal, stage)
                if usual:
                    days = self.enrolled_days(path.account, first, last)
                    expected += days * usual[0]
            for stage, at, actual in path.exits:
                if not (self.in_window(at) and self.counts(path.account, at)):
                    continue
                any_seen = True
                usual = None if why else self.usual(path.account, deal, stage)
                reason = why or ("" if usual else "no_history")
                if reason:
                    left_out[reason] = left_out.get(reason, 0) + 1
                elif usual:
                    observed += 1
                    saved += usual[1] - actual
                    deals.add(deal.id)
        return observed, expected, saved, deals, left_out, any_seen

    def pipeline_acceleration_vs_history(self) -> Told:
        observed, expected, _saved, _deals, left_out, any_seen = self.watched()
        if not any_seen and not self.covered("opportunity"):
            return Told("not_measured", left_out=left_out)
        n = int(expected + 1e-9)
        if not expected:
            return Told("no_data", None, n, left_out)
        return Told("ok", observed / expected, n, left_out)

    def days_saved(self) -> Told:
        _observed, _expected, saved, deals, left_out, any_seen = self.watched()
        if not any_seen and not self.covered("opportunity"):
            return Told("not_measured", left_out=left_out)
        if not deals:
            return Told("no_data", None, 0, left_out)
        return Told("ok", saved / len(deals), len(deals), left_out)
