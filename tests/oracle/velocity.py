"""How fast deals go, influenced or not, by plain loops; row 31."""

from datetime import datetime, timedelta
from typing import Any

from tests.oracle.contribution import HALF_YEAR, QUALIFYING
from tests.oracle.credit import Credit
from tests.oracle.plain import Told
from tests.oracle.records import STAGES, Deal, Touch

LANDMARK = timedelta(days=30)
A_DAY = 86_400


class Velocity(Credit):
    """Follows qualified deals from their creation to their end."""

    def gives_attention(self, touch: Touch) -> bool:
        """Tell whether marketing got attention by a touch."""
        like = touch.type == "social_like"
        return (
            touch.owner == "marketing"
            and (like or touch.type in QUALIFYING)
            and touch.automation in {"human", "unknown"}
            and (touch.direction == "inbound" or touch.type in {"meeting_held", "call_connected"})
        )

    def side_of(self, deal: Deal, created: datetime) -> str:
        """Return on which side of the comparison a deal stands, or why on none."""
        closed = self.closed(deal)
        landmark = created + LANDMARK
        if closed is not None and closed < landmark:
            return "closed_early"
        if landmark > self.as_of:
            return "too_young"
        if not self.heard_all_the_time(deal.account, created - HALF_YEAR, landmark):
            return "unheard"
        touches = self.touches_on(deal, created - HALF_YEAR, landmark, self.gives_attention)
        return "influenced" if touches else "other"

    def shut_spans(self, deal: Deal) -> list[tuple[datetime | None, datetime | None]]:
        """Return from when to when a deal was closed."""
        steps = self.staged(deal)
        spans = []
        for place, step in enumerate(steps):
            if STAGES[step.stage][1] == "open":
                continue
            if place + 1 == len(steps):
                spans.append((step.at, None))
            elif steps[place + 1].at is not None:
                spans.append((step.at, steps[place + 1].at))
        return spans

    def open_meanwhile(self, deal: Deal) -> bool:
        """Tell whether a deal was qualified and open at some instant of the window."""
        qualified = self.qualified(deal)
        if qualified is None or qualified >= self.until:
            return False
        at = max(qualified, self.start)
        for since, to in self.shut_spans(deal):
            if since is None or since <= at:
                if to is None:
                    return False
                at = max(at, to)
        return at < self.until

    def cycle_of(self, deal: Deal) -> float:
        """Return the days from creation to the end, without those in which it was closed."""
        created: Any = self.created(deal)
        closed: Any = self.closed(deal)
        seconds = (closed - created).total_seconds()
        for since, to in self.shut_spans(deal):
            begin = created if since is None else max(created, since)
            end = closed if to is None else min(closed, to)
            seconds -= max(0.0, (end - begin).total_seconds())
        return seconds / A_DAY

    # ---- who counts ----

    def running_deals(self, side: str) -> tuple[list[Deal], dict[str, int], bool]:
        """Return the qualified deals of a side that were open, by their creation."""
        counted, left_out, any_seen = [], {}, False
        for deal in self.world.deals:
            if not self.exists(deal):
                continue
            created = self.created(deal)
            if created is None:
                about = self.open_meanwhile(deal) and not (self.unfit(deal) or self.misclosed(deal))
                if about and self.counts(deal.account, self.last_moment()):
                    left_out["unknown_date"] = left_out.get("unknown_date", 0) + 1
                continue
            if not (created < self.until and self.counts(deal.account, created)):
                continue
            any_seen = True
            if not self.open_meanwhile(deal):
                continue
            self.put_aside(deal, created, side, counted, left_out)
        return counted, left_out, any_seen or self.covered("opportunity")

    def put_aside(
        self,
        deal: Deal,
        created: datetime,
        side: str,
        counted: list[Deal],
        left_out: dict[str, int],
    ) -> None:
        why = self.unfit(deal)
        why = why if why and why != "renewal" else self.misclosed(deal) or why
        why = why or self.side_of(deal, created)
        if why == side:
            counted.append(deal)
        elif why not in {"influenced", "other"}:
            left_out[why] = left_out.get(why, 0) + 1

    def ended(self, side: str, *, won: bool) -> tuple[list[Deal], dict[str, int], bool]:
        """Return the deals of a side that were decided in the window, or only the won."""
        deals, left_out, any_seen = self.closures(
            lambda deal: not won or self.outcome(deal) == "won"
        )
        counted: list[Deal] = []
        for deal in deals:
            created = self.created(deal)
            if created is None:
                left_out["unknown_creation"] = left_out.get("unknown_creation", 0) + 1
            else:
                self.put_aside(deal, created, side, counted, left_out)
        return counted, left_out, any_seen or self.covered("opportunity")

    def steady(self, deal: Deal) -> tuple[Any, Any]:
        """Return an amount as given, and in euros at the rate of the last day of the window."""
        rows = self.seen(deal.amounts)
        if not rows or rows[-1].tcv is None or rows[-1].tcv == 0:
            return None, None
        last = self.paris_day(self.until - timedelta(microseconds=1))
        rate = self.rate(rows[-1].currency, last)
        return rows[-1].tcv, None if rate is None else rows[-1].tcv * rate

    # ---- components ----

    def number_running(self, side: str) -> Told:
        counted, left_out, measured = self.running_deals(side)
        if not measured:
            return Told("not_measured", left_out=left_out)
        return Told("ok", len(counted), len(counted), left_out)

    def win_rate(self, side: str) -> Told:
        counted, left_out, measured = self.ended(side, won=False)
        if not measured:
            return Told("not_measured", left_out=left_out)
        if not counted:
            return Told("no_data", None, 0, left_out)
        won = sum(self.outcome(deal) == "won" for deal in counted)
        return Told("ok", 100 * won / len(counted), len(counted), left_out)

    def average_value(self, side: str) -> Told:
        counted, left_out, measured = self.ended(side, won=True)
        amounts: list[Any] = []
        without_rate = 0
        for deal in counted:
            given, value = self.steady(deal)
            if given is None:
                left_out["missing_amount"] = left_out.get("missing_amount", 0) + 1
            elif value is None:
                left_out["missing_rate"] = left_out.get("missing_rate", 0) + 1
                without_rate += 1
            else:
                amounts.append(value)
        if not measured:
            return Told("not_measured", left_out=left_out)
        status = "incomplete" if without_rate else "ok" if amounts else "no_data"
        value = sum(amounts) / len(amounts) if amounts else None
        return Told(status, value, len(amounts), left_out)

    def average_days(self, side: str) -> Told:
        counted, left_out, measured = self.ended(side, won=True)
        if not measured:
            return Told("not_measured", left_out=left_out)
        if not counted:
            return Told("no_data", None, 0, left_out)
        days = sum(self.cycle_of(deal) for deal in counted) / len(counted)
        return Told("ok", days, len(counted), left_out)

    # ---- velocities ----

    def each_part(self, side: str) -> tuple[Told, Told, Told, Told]:
        return (
            self.number_running(side),
            self.win_rate(side),
            self.average_value(side),
            self.average_days(side),
        )

    def per_deal(self, side: str) -> Told:
        number, rate, value, days = self.each_part(side)
        left_out = number.left_out
        if "not_measured" in {number.status, rate.status}:
            return Told("not_measured", left_out=left_out)
        status = value.status if value.status == "incomplete" else "ok"
        if None in {rate.value, value.value, days.value} or not days.value:
            return Told("incomplete" if status == "incomplete" else "no_data", left_out=left_out)
        speed = float(rate.value or 0) / 100 * float(value.value or 0) / float(days.value)
        return Told(status, speed, left_out=left_out)

    def speed_of(self, side: str) -> Told:
        number = self.number_running(side)
        one = self.per_deal(side)
        if one.value is None:
            return one
        return Told(one.status, float(number.value or 0) * float(one.value), None, one.left_out)

    def abm_pipeline_velocity(self) -> Told:
        return self.speed_of("influenced")

    def non_abm_pipeline_velocity(self) -> Told:
        return self.speed_of("other")

    def velocity_per_opportunity(self) -> Told:
        return self.per_deal("influenced")

    def velocity_per_opportunity_other(self) -> Told:
        return self.per_deal("other")

    def velocity_ratio(self) -> Told:
        one, other = self.per_deal("influenced"), self.per_deal("other")
        left_out = one.left_out
        if "not_measured" in {one.status, other.status}:
            return Told("not_measured", left_out=left_out)
        wins = [len(self.ended(side, won=True)[0]) for side in ("influenced", "other")]
        status = "incomplete" if "incomplete" in {one.status, other.status} else "ok"
        if min(wins) < 5 or one.value is None or not other.value:
            return Told(status if status == "incomplete" else "no_data", left_out=left_out)
        return Told(status, float(one.value) / float(other.value), left_out=left_out)

    def velocity_n_influenced(self) -> Told:
        return self.number_running("influenced")

    def velocity_n_other(self) -> Told:
        return self.number_running("other")

    def velocity_win_rate_influenced(self) -> Told:
        return self.win_rate("influenced")

    def velocity_win_rate_other(self) -> Told:
        return self.win_rate("other")

    def velocity_avg_value_influenced(self) -> Told:
        return self.average_value("influenced")

    def velocity_avg_value_other(self) -> Told:
        return self.average_value("other")

    def velocity_cycle_days_influenced(self) -> Told:
        return self.average_days("influenced")

    def velocity_cycle_days_other(self) -> Told:
        return self.average_days("other")

    def velocity_influenced_share(self) -> Told:
        one, other = self.number_running("influenced"), self.number_running("other")
        if one.status == "not_measured":
            return one
        cases = int(one.value or 0) + int(other.value or 0)
        if not cases:
            return Told("no_data", None, 0, one.left_out)
        return Told("ok", 100 * float(one.value or 0) / cases, cases, one.left_out)
