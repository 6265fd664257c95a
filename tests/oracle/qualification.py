"""Qualified accounts, what they cost and what became of them, by plain loops; rows 20, 21, 27."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.oracle.plain import Oracle, Told
from tests.oracle.records import ZONE, Deal, Qualified, Spent

CENT = Decimal("0.01")
HALF_YEAR = timedelta(days=180)
DIRECT = {"media", "content", "event", "agency"}
BROUGHT_BY = ("email", "web", "event", "social", "sales_activity")


@dataclass
class Share:
    """What of a line of spend falls to a program, or to none; no worth where no rate is known."""

    line: Spent
    program: int | None
    worth: Decimal | None


class Qualification(Oracle):
    """Knows who was qualified, and what programs cost."""

    # ---- who ----

    def events_happened(self) -> list[Qualified]:
        """Return the qualifications of who is asked about that are known and happened."""
        return [
            each
            for each in self.world.qualifications
            if self.known(each) and each.at < self.as_of and self.is_of_asked(each)
        ]

    def is_of_asked(self, each: Qualified) -> bool:
        question, root = self.question, self.root(each.account)
        if question.account is not None:
            return root == question.account
        if question.program is not None:
            return each.program == question.program
        if question.campaign is not None:
            return self.is_aimed_at(root, each.at)
        return True

    def is_aimed_at(self, root: int, at: datetime) -> bool:
        for aim in self.world.aims:
            mine = aim.campaign == self.question.campaign and self.root(aim.account) == root
            during = aim.start <= at and (aim.end is None or at < aim.end)
            if mine and during and self.known(aim):
                return True
        return False

    def are_touches_brought(self, *, stock: bool = False) -> bool:
        return any(self.covered(each, stock=stock) for each in BROUGHT_BY)

    def once(self, rows: list[Qualified]) -> int:
        """Count an account once for each instant, in however many programs."""
        return len({(self.root(each.account), each.at) for each in rows})

    def mqa_count(self) -> Told:
        rows = [each for each in self.events_happened() if self.in_window(each.at)]
        if not rows and not self.are_touches_brought():
            return Told("not_measured")
        return Told("ok", self.once(rows), self.once(rows))

    def mqa_open(self) -> Told:
        rows = self.events_happened()
        now = [each for each in rows if each.ended is None or each.ended >= self.as_of]
        over = len(rows) - len(now)
        left_out = {"qualified_before": over} if over else {}
        if not rows and not self.are_touches_brought(stock=True):
            return Told("not_measured")
        accounts = {self.root(each.account) for each in now}
        return Told("ok", len(accounts), len(accounts), left_out)

    # ---- costs ----

    def shares(self, line: Spent) -> list[Share]:
        """Split a line over the programs that had its accounts on its day, to the cent."""
        rate = self.rate(line.currency, line.day)
        worth = None if rate is None else (line.amount * rate).quantize(CENT, ROUND_HALF_UP)
        programs = {each.id: each.program for each in self.world.campaigns}
        owner = line.program or programs.get(line.campaign or 0)
        if owner is not None:
            return [Share(line, owner, worth)]
        accounts = self.accounts_of(line)
        weights = {}
        for program in self.world.programs:
            number = sum(self.enrolled(each, program, noon(line)) for each in accounts)
            if number:
                weights[program] = number
        if not weights:
            return [Share(line, None, worth)]
        if worth is None:
            return [Share(line, program, None) for program in weights]
        cents, total = int(abs(worth) * 100), sum(weights.values())
        found = {program: cents * number // total for program, number in weights.items()}
        order = sorted(weights, key=lambda each: (-(cents * weights[each] % total), each))
        for program in order[: cents - sum(found.values())]:
            found[program] += 1
        sign = -1 if worth < 0 else 1
        return [Share(line, each, sign * Decimal(found[each]) / 100) for each in weights]

    def accounts_of(self, line: Spent) -> set[int]:
        if line.account is not None:
            return {self.root(line.account)}
        at = noon(line)
        return {
            self.root(aim.account)
            for aim in self.world.aims
            if aim.campaign == line.campaign
            and self.known(aim)
            and aim.start <= at
            and (aim.end is None or at < aim.end)
        }

    def costs(self) -> tuple[list[Share], dict[str, int], bool]:
        """Return the parts of direct costs in the window, why others don't count, and if known."""
        counted, left_out, any_seen = list[Share](), dict[str, int](), False
        for line in self.world.spends:
            if not (self.known(line) and self.in_window(noon(line))):
                continue
            if self.question.campaign not in {None, line.campaign}:
                continue
            for share in self.shares(line):
                if self.question.program not in {None, share.program}:
                    continue
                any_seen = True
                why = "other_category" if line.category not in DIRECT else ""
                why = why or ("missing_rate" if share.worth is None else "")
                if why:
                    left_out[why] = left_out.get(why, 0) + 1
                else:
                    counted.append(share)
        return counted, left_out, any_seen or self.covered("spend")

    def cost_per(self, told: Told) -> Told:
        shares, left_out, measured = self.costs()
        if told.status == "not_measured" or not measured:
            return Told("not_measured", left_out=left_out)
        number = int(told.value or 0)
        cost = sum((each.worth or Decimal(0) for each in shares), Decimal(0))
        is_part = bool(left_out.get("missing_rate"))
        status = "incomplete" if is_part else "ok" if number else "no_data"
        return Told(status, cost / number if number else None, number, left_out)

    def cost_per_mqa(self) -> Told:
        return self.cost_per(self.mqa_count())

    def cost_per_mqo(self) -> Told:
        return self.cost_per(self.mqo_count())

    # ---- opportunities ----

    def held_status_before(self, deal: Deal) -> bool:
        """Tell whether the account held the status at some instant of 180 days before creation."""
        created = self.created(deal)
        if created is None:
            return False
        for each in self.world.qualifications:
            same = self.root(each.account) == self.root(deal.account)
            ended = each.ended is None or each.ended > created - HALF_YEAR
            if same and self.known(each) and each.at < created and ended:
                return True
        return False

    def mqos(self) -> tuple[list[Deal], dict[str, int], bool]:
        counted, left_out, any_seen = [], dict[str, int](), False
        for deal in self.world.deals:
            at = self.qualified(deal)
            if not Oracle.exists(self, deal) or at is None or not self.in_window(at):
                continue
            if not self.counts_deal(deal, at):
                continue
            if self.question.campaign is not None and not self.is_aimed_at(
                self.root(deal.account), at
            ):
                continue
            any_seen = True
            why = self.unfit(deal) or self.misclosed(deal)
            why = why or ("" if self.held_status_before(deal) else "not_by_marketing")
            if why:
                left_out[why] = left_out.get(why, 0) + 1
            else:
                counted.append(deal)
        return counted, left_out, any_seen or self.covered("opportunity")

    def mqo_count(self) -> Told:
        deals, left_out, measured = self.mqos()
        if not measured:
            return Told("not_measured", left_out=left_out)
        return Told("ok", len(deals), len(deals), left_out)

    def mqo_value(self) -> Told:
        return self.total(*self.mqos(), self.worth_then)

    def worth_then(self, deal: Deal) -> tuple[Any, Any]:
        """Return the amount that held when a deal was qualified, and in euros of that day."""
        at: Any = self.qualified(deal)
        rows = [row for row in self.seen(deal.amounts) if row.at is None or row.at <= at]
        if not rows or rows[-1].tcv is None:
            return None, None
        rate = self.rate(rows[-1].currency, at.astimezone(ZONE).date())
        return rows[-1].tcv, None if rate is None else rows[-1].tcv * rate

    # ---- conversion ----

    def became_a_deal(self, each: Qualified) -> bool:
        for deal in self.world.deals:
            created = self.created(deal)
            same = self.root(deal.account) == self.root(each.account)
            if not same or not Oracle.exists(self, deal) or created is None:
                continue
            if self.unfit(deal) or self.misclosed(deal):
                continue
            if each.at <= created < each.at + HALF_YEAR:
                return True
        return False

    def cohort(self) -> tuple[list[Qualified], list[Qualified], bool]:
        rows = [each for each in self.events_happened() if self.in_window(each.at)]
        mature = [each for each in rows if each.at + HALF_YEAR <= self.as_of]
        return rows, mature, bool(rows) or self.are_touches_brought()

    def conversion_rate(self) -> Told:
        rows, mature, measured = self.cohort()
        if not measured:
            return Told("not_measured")
        waiting = len(rows) - len(mature)
        left_out = {"maturing": waiting} if waiting else {}
        if not mature:
            return Told("immature" if waiting else "no_data", None, 0, left_out)
        hits = self.once([each for each in mature if self.became_a_deal(each)])
        return Told("ok", 100 * hits / self.once(mature), self.once(mature), left_out)

    def conversion_rate_so_far(self) -> Told:
        rows, mature, measured = self.cohort()
        if not measured:
            return Told("not_measured")
        if not rows:
            return Told("no_data", None, 0)
        hits = self.once([each for each in rows if self.became_a_deal(each)])
        status = "immature" if len(mature) < len(rows) else "ok"
        return Told(status, 100 * hits / self.once(rows), self.once(rows))


def noon(line: Spent) -> datetime:
    """Return the instant that stands for the day of a line."""
    return datetime.combine(line.day, time(12), tzinfo=ZONE).astimezone(UTC)
