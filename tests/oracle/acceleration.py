"""How fast deals go, against what was foreseen and how long they take, by plain loops; row 26."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.plain import Oracle, Told
from tests.oracle.records import STAGES, ZONE, Deal, Foreseen

MOMENT = timedelta(microseconds=1)
BEFORE_CLOSING = timedelta(days=7)


@dataclass
class Course:
    """A deal that was foreseen when the window began, or when its account came in."""

    deal: Deal
    at: datetime
    first: Foreseen


class Acceleration(Oracle):
    """Knows what sellers foresaw."""

    @staticmethod
    def on_day(t: datetime) -> date:
        return t.astimezone(ZONE).date()

    @property
    def rates_of(self) -> date:
        return self.on_day(self.until - MOMENT)

    def stands_at(self, rows: Iterable[Any], t: datetime, *, inclusive: bool = True) -> Any:
        """Return the row of a history that stands at an instant; what nobody dated came first."""
        held = [
            (row.at is not None, row.at or t, place, row)
            for place, row in enumerate(rows)
            if self.known(row) and (row.at is None or row.at < t or (inclusive and row.at == t))
        ]
        return max(held, key=lambda each: each[:3])[3] if held else None

    def begins(self, deal: Deal) -> datetime:
        """Return when it is asked what was foreseen: the start, or when its account came in."""
        account, program = self.root(deal.account), self.question.program
        if program is None:
            return self.start
        came = [
            max(self.start, stay.start)
            for stay in self.world.stays
            if self.root(stay.account) == account
            and stay.program == program
            and self.known(stay)
            and stay.start < self.until
            and (stay.end is None or stay.end > self.start)
        ]
        return min(came) if came else self.start

    def course(self, deal: Deal) -> Course | None:
        at = self.begins(deal)
        created = self.created(deal)
        if not self.exists(deal) or (created is not None and created > at):
            return None
        stage = self.stands_at([step for step in deal.steps if step.stage], at)
        if stage is not None and STAGES[stage.stage][1] != "open":
            return None
        first = self.stands_at(deal.forecasts, at)
        closed = self.closed(deal)
        if first is not None and first.at is not None and closed is not None:
            is_late = self.on_day(first.at) == self.on_day(closed)
            if is_late and self.outcome(deal) == "won":
                first = self.stands_at(deal.forecasts, closed - BEFORE_CLOSING)
        if first is None or first.on is None:
            return None
        return Course(deal, at, first)

    def courses(self) -> tuple[list[Course], dict[str, int], bool]:
        """Return the deals foreseen that count, those left out, and whether any was seen."""
        found, left_out, any_seen = [], {}, False
        for deal in self.world.deals:
            course = self.course(deal)
            if course is None or not self.in_window(course.at):
                continue
            if not self.counts(deal.account, course.at):
                continue
            any_seen = True
            why = self.unfit(deal)
            if why:
                left_out[why] = left_out.get(why, 0) + 1
            else:
                found.append(course)
        return found, left_out, any_seen

    def in_euros(self, amount: Decimal | None, currency: str) -> tuple[Decimal | None, str]:
        if amount is None:
            return None, "missing_amount"
        rate = self.rate(currency, self.rates_of)
        return (None, "missing_rate") if rate is None else (amount * rate, "")

    def worth_now(self, deal: Deal) -> tuple[Decimal | None, str]:
        rows = self.seen(deal.amounts)
        return self.in_euros(rows[-1].tcv, rows[-1].currency) if rows else (None, "missing_amount")

    def worth_foreseen(self, course: Course) -> tuple[Decimal | None, str]:
        """What the seller expected, else what the deal was worth then."""
        if course.first.amount is not None:
            return self.in_euros(course.first.amount, course.first.currency)
        row = self.stands_at(course.deal.amounts, course.at)
        return self.in_euros(row.tcv, row.currency) if row else (None, "missing_amount")

    def won_within(self, deal: Deal) -> bool:
        return self.outcome(deal) == "won" and self.in_window(self.closed(deal))

    def pipeline_acceleration_vs_forecast(self) -> Told:
        courses, left_out, any_seen = self.courses()
        if not any_seen and not self.covered("opportunity"):
            return Told("not_measured", left_out=left_out)
        weights, days, n, unusable = Decimal(0), Decimal(0), 0, 0
        for course in courses:
            deal, outcome = course.deal, self.outcome(course.deal)
            closed = self.closed(deal)
            last = self.stands_at(deal.forecasts, self.as_of, inclusive=False)
            now = last.on if last else None
            if outcome == "won":
                now = self.on_day(closed) if closed else None
            value, lack = self.worth_now(deal)
            why = "lost" if outcome == "lost" else "no_forecast" if now is None else lack
            if why:
                left_out[why] = left_out.get(why, 0) + 1
                unusable += why != "lost"
                continue
            weights += value
            days += value * (course.first.on - now).days
            n += 1
        if not weights:
            return Told("incomplete" if unusable else "no_data", None, n, left_out)
        return Told("incomplete" if unusable else "ok", days / weights, n, left_out)

    def summed_courses(
        self,
        about: Callable[[Course], bool],
        worth: Callable[[Course], tuple[Decimal | None, str]],
    ) -> tuple[Decimal, int, dict[str, int], int, bool]:
        courses, unfit, any_seen = self.courses()
        # who is left out for what they are is told of those the number is about alone
        left_out = self.left_out_of(about) if unfit else {}
        total, n, unusable = Decimal(0), 0, 0
        for course in filter(about, courses):
            value, lack = worth(course)
            if value is None:
                left_out[lack] = left_out.get(lack, 0) + 1
                unusable += 1
            else:
                total, n = total + value, n + 1
        return total, n, left_out, unusable, any_seen or self.covered("opportunity")

    def left_out_of(self, about: Callable[[Course], bool]) -> dict[str, int]:
        found: dict[str, int] = {}
        for deal in self.world.deals:
            course = self.course(deal)
            if course is None or not self.in_window(course.at):
                continue
            if self.counts(deal.account, course.at) and about(course):
                why = self.unfit(deal)
                if why:
                    found[why] = found.get(why, 0) + 1
        return found

    def is_within(self, course: Course) -> bool:
        """Tell whether it was foreseen to close before the end, or before the as-of instant."""
        on = course.first.on
        return on is not None and self.on_day(self.start) <= on < self.on_day(self.until)

    def is_later(self, course: Course) -> bool:
        return course.first.on is not None and course.first.on >= self.on_day(self.until)

    def told_sum(self, total: Decimal, n: int, left_out: dict[str, int], unusable: int,
                 *, measured: bool, foreseen: bool) -> Told:  # fmt: skip
        if not measured:
            return Told("not_measured", left_out=left_out)
        if unusable:
            return Told("incomplete", total if n else None, n, left_out)
        if not foreseen:
            return Told("no_data", None, n, left_out)
        return Told("ok", total, n, left_out)

    def slipped_value(self) -> Told:
        total, n, left_out, unusable, measured = self.summed_courses(
            lambda course: self.is_within(course) and not self.won_within(course.deal),
            self.worth_foreseen,
        )
        foreseen = bool(self.courses()[0])
        return self.told_sum(total, n, left_out, unusable, measured=measured, foreseen=foreseen)

    def pulled_forward_value(self) -> Told:
        total, n, left_out, unusable, measured = self.summed_courses(
            lambda course: self.is_later(course) and self.won_within(course.deal),
            lambda course: self.worth_now(course.deal),
        )
        foreseen = bool(self.courses()[0])
        return self.told_sum(total, n, left_out, unusable, measured=measured, foreseen=foreseen)

    def value_vs_forecast(self) -> Told:
        expected, m, _left_out, lacking, any_foreseen = self.summed_courses(
            lambda course: self.is_within(course) and course.first.category == "commit",
            self.worth_foreseen,
        )
        won, n, unusable, any_won = Decimal(0), 0, 0, False
        left_out: dict[str, int] = {}
        for deal in self.world.deals:
            if not (self.exists(deal) and self.won_within(deal)):
                continue
            if not self.counts(deal.account, self.closed(deal)):  # type: ignore[arg-type]
                continue
            any_won = True
            why = self.unfit(deal) or self.misclosed(deal)
            value, lack = self.worth_now(deal)
            why = why or lack
            if why:
                left_out[why] = left_out.get(why, 0) + 1
                unusable += why in {"missing_amount", "missing_rate"}
            else:
                won, n = won + (value or 0), n + 1
        measured = any_foreseen and (any_won or self.covered("opportunity"))
        foreseen = bool(self.courses()[0])
        return self.told_sum(
            won - expected, n + m, left_out, unusable + lacking, measured=measured,
            foreseen=foreseen,
        )  # fmt: skip

    # ---- how long deals take ----

    def median_cycle_days(self) -> Told:
        """Kaplan-Meier: deals that were open before enter at their age then."""
        lives: list[tuple[float, float, bool]] = []
        left_out: dict[str, int] = {}
        any_seen = False
        for deal in self.world.deals:
            if not self.exists(deal):
                continue
            created, closed = self.created(deal), self.closed(deal)
            if self.outcome(deal) != "open" and closed is None:
                seen = None
            elif closed is not None and closed < self.until:
                seen = closed
            else:
                seen = self.until - MOMENT
            is_dated = created is not None and seen is not None
            if not is_dated:
                over_before = closed is not None and closed < self.start
                if not over_before and self.counts(deal.account, self.last_moment()):
                    why = self.unfit(deal) or self.misclosed(deal) or "unknown_date"
                    if why == "unknown_date":
                        left_out[why] = left_out.get(why, 0) + 1
                continue
            if created >= self.until or not self.in_window(seen):  # type: ignore[operator]
                continue
            if not self.counts(deal.account, seen):  # type: ignore[arg-type]
                continue
            any_seen = True
            why = self.unfit(deal) or self.misclosed(deal)
            if why:
                left_out[why] = left_out.get(why, 0) + 1
                continue
            day = timedelta(days=1)
            is_over = seen == closed and closed < self.until  # type: ignore[operator]
            end = closed if is_over else self.until
            entered = max(timedelta(0), self.start - created) / day  # type: ignore[operator]
            lasted = (end - created) / day  # type: ignore[operator]
            lives.append((entered, lasted, is_over and self.outcome(deal) == "won"))
        if not any_seen and not self.covered("opportunity"):
            return Told("not_measured", left_out=left_out)
        if not lives:
            return Told("no_data", None, 0, left_out)
        survival = 1.0
        lives_n = len(lives)
        lives = [each for each in lives if each[0] < each[1]]
        for t in sorted({lasted for _entered, lasted, is_won in lives if is_won}):
            at_risk = sum(1 for entered, lasted, _won in lives if entered < t <= lasted)
            won = sum(1 for _entered, lasted, is_won in lives if is_won and lasted == t)
            if at_risk:
                survival *= 1 - won / at_risk
            if survival <= 0.5:
                return Told("ok", t, lives_n, left_out)
        return Told("immature", None, lives_n, left_out)
