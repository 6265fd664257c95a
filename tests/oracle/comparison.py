"""What campaigns and programs change, against accounts held out, by plain loops; rows 6 and 30."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.oracle.attention import MONTH, Attention, Case
from tests.oracle.plain import Told
from tests.oracle.qualification import CENT, noon
from tests.oracle.records import Deal
from tests.oracle.returns import Returns

LEAST = 10


class Comparison(Attention, Returns):
    """Compares what happened with what happened to accounts that were left alone."""

    # ---- campaigns ----

    def all_cases(self, campaign: int) -> list[Case]:
        """Return the cases of a campaign in the window, whoever is asked about."""
        found = []
        for each, account in sorted(self.aimed_at_by_anyone()):
            at = self.first_reach(each, account)
            if each == campaign and at is not None and self.in_window(at):
                found.append(Case(each, account, at))
        return found

    def first_reach(self, campaign: int, account: int) -> Any:
        seen = [at for who, at in self.exposures(campaign) if who == account]
        return min((at for at in seen if self.begun(campaign) <= at < self.as_of), default=None)

    def controls_of_campaigns(self) -> list[Any]:
        return [
            each
            for each in self.world.controls
            if each.campaign is not None
            and self.question.campaign in {None, each.campaign}
            and self.known(each)
        ]

    def other_cases(self) -> tuple[list[Case], int]:
        """Return the accounts held out, as if they had been reached, and how many really were."""
        found: dict[tuple[int, int], Case] = {}
        for campaign in sorted({each.campaign for each in self.controls_of_campaigns()}):
            instants = sorted(case.at for case in self.all_cases(campaign))
            if not instants:
                continue
            middle = instants[(len(instants) - 1) // 2]
            for each in self.controls_of_campaigns():
                root = self.root(each.account)
                lasts = each.start <= middle and (each.end is None or middle < each.end)
                if each.campaign == campaign and lasts and self.counts(root, middle):
                    found.setdefault((campaign, root), Case(campaign, root, middle))
        cases = []
        for case in found.values():
            at = self.first_reach(case.campaign, case.account)
            if at is None or at >= case.at + MONTH:
                cases.append(case)
        return cases, len(found) - len(cases)

    def any_held_out(self) -> bool:
        for each in self.controls_of_campaigns():
            meeting = self.common(self.span(each), (self.start, self.until))
            if meeting and self.belongs(each.account, meeting):
                return True
        return False

    def campaign_engagement_lift(self) -> Told:
        cases, (others, reached) = self.cases(), self.other_cases()
        left_out: dict[str, int] = {"reached_anyway": reached}
        sides = []
        for side in (cases, others):
            ripe = [case for case in side if not self.is_early(case)]
            hits = [case for case in ripe if self.is_engaged(case)]
            silent = [case for case in ripe if case not in hits and not self.visits_told(case)]
            early = len(side) - len(ripe)
            for why, number in (("too_early", early), ("visits_not_told", len(silent))):
                left_out[why] = left_out.get(why, 0) + number
            sides.append((len(hits), len(ripe) - len(silent), len(silent), early))
        left_out = {why: number for why, number in left_out.items() if number}
        (hits, n, silent, early), (other_hits, other_n, other_silent, _early) = sides
        shown = bool(cases or others or reached) or self.covered("email") or self.covered("ad")
        if not (self.lists_loaded() and shown and self.any_held_out()):
            return Told("not_measured", left_out=left_out)
        value = 100 * (hits / n - other_hits / other_n) if n and other_n else None
        if silent or other_silent:
            return Told("incomplete", value, n + other_n, left_out)
        if early and not n:
            return Told("immature", None, n + other_n, left_out)
        return Told("ok" if value is not None else "no_data", value, n + other_n, left_out)

    # ---- programs ----

    def stays_of(self, rows: list[Any], program: int, root: int, since: Any) -> list[Any]:
        """Return when an account was on a side since the control group began, until the end."""
        found = []
        for row in rows:
            if row.program != program or self.root(row.account) != root or not self.known(row):
                continue
            meeting = self.common(self.span(row), (since, self.until))
            if meeting:
                found.append(meeting)
        return found

    def margin_for(self, deal: Deal, program: int, closed: Any) -> Decimal | None:
        found: list[tuple[tuple[int, int], Decimal]] = []
        for place, each in enumerate(self.world.assumptions):
            holds = each.start <= closed and (each.end is None or closed < each.end)
            if each.key != "margin" or not self.known(each) or not holds:
                continue
            if each.account is not None:
                if self.root(each.account) == self.root(deal.account):
                    found.append(((0, place), each.share))
            elif each.program in {None, program}:
                found.append(((1 if each.program else 2, place), each.share))
        return min(found)[1] if found else None

    def abm_roi_incremental(self) -> Told:
        controls = [
            each
            for each in self.world.controls
            if each.program is not None and self.known(each) and each.start < self.until
        ]
        programs = sorted({each.program for each in controls})
        roots = sorted({self.root(each.id) for each in self.world.accounts})
        sides: tuple[list[Decimal], list[Decimal]] = ([], [])
        anyway = unusable = without_margin = held = 0
        for program in programs:
            if self.question.program not in {None, program}:
                continue
            since = min(each.start for each in controls if each.program == program)
            for root in roots:
                inside = self.stays_of(self.world.stays, program, root, since)
                outside = self.stays_of(controls, program, root, since)
                for side, spans in ((0, inside), (1, outside)):
                    if spans and side and inside:
                        anyway += 1
                    elif spans:
                        held += side
                        total, missing, lacking = self.won_by(root, program, spans)
                        sides[side].append(total)
                        unusable += missing
                        without_margin += lacking
        left_out = {"was_in_it": anyway} if anyway else {}
        shares, lines_left, costs_measured = self.compared_costs()
        cost = sum((each.worth or Decimal(0) for each in shares), Decimal(0))
        n = sum(map(len, sides))
        if not (held and self.wins_measured() and costs_measured):
            return Told("not_measured", left_out=left_out)
        few = min(map(len, sides)) < LEAST
        value = None
        if not few and not without_margin and cost > 0:
            ours, theirs = (sum(side, Decimal(0)) / len(side) for side in sides)
            value = 100 * ((ours - theirs) * len(sides[0]) - cost) / cost
        if not few and (without_margin or unusable or lines_left):
            return Told("incomplete", value, n, left_out)
        if not few and not any(map(any, sides)) and cost > 0:
            return Told("immature", value, n, left_out)
        return Told("no_data" if few or cost <= 0 else "ok", value, n, left_out)

    def compared_costs(self) -> tuple[list[Any], int, bool]:
        """Return what programs with a control group cost, and how many lines lack a rate."""
        shares, _left, measured = self.spent_ever()
        compared = {each.program for each in self.world.controls if self.known(each)} - {None}
        lacking = 0
        for line in self.world.spends:
            is_past = self.known(line) and noon(line) < min(self.until, self.as_of)
            for share in self.shares(line) if is_past else ():
                asked = self.question.program in {None, share.program}
                lacking += asked and share.program in compared and share.worth is None
        return [each for each in shares if each.program in compared], lacking, measured

    def wins_measured(self) -> bool:
        """Tell whether wins of the window would be known."""
        for deal in self.world.deals:
            closed = self.closed(deal) if self.exists(deal) else None
            if closed and self.in_window(closed) and self.counts(deal.account, closed):
                return True
        return self.covered("opportunity")

    def won_by(self, root: int, program: int, spans: list[Any]) -> tuple[Decimal, int, int]:
        total, missing, lacking = Decimal(0), 0, 0
        for deal in self.world.deals:
            closed = self.closed(deal) if self.exists(deal) else None
            if self.root(deal.account) != root or closed is None or self.unfit(deal):
                continue
            if self.outcome(deal) != "won" or self.misclosed(deal):
                continue
            if not any(start <= closed < end for start, end in spans):
                continue
            _given, value = self.amount(deal, "acv")
            margin = self.margin_for(deal, program, closed)
            if value is None:
                missing += 1
            elif margin is None:
                lacking += 1
            else:
                worth = value.quantize(CENT, ROUND_HALF_UP)
                total += (worth * margin).quantize(CENT, ROUND_HALF_UP)
        return total, missing, lacking
