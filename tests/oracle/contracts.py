"""Contracts that come due and customers who stay, by plain loops; rows 24, 28 and part of row 1."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.oracle.people import ENGAGEMENT, QUARTER, TOUCH_FEEDS, People
from tests.oracle.plain import Told, midnight
from tests.oracle.records import ZONE, Contract, Terms

GRACE = 90  # days past due, in which a renewal may still be signed
MOMENT = timedelta(microseconds=1)


@dataclass
class Due:
    """A contract that comes due on a day, and what became of it."""

    contract: Contract
    on: date
    outcome: str
    base: Decimal | None
    kept: Decimal
    accepted: Decimal | None
    lack: str

    @property
    def loss(self) -> Decimal:
        return (self.base or Decimal(0)) - self.kept


@dataclass
class Customer:
    """What an account pays us a year at two instants; None where that is not known."""

    account: int
    was_there: bool
    is_there: bool
    is_pending: bool
    before: Decimal | None
    now: Decimal | None
    uplift: Decimal
    lack: str


class Contracts(People):
    """Knows what was signed, and until when."""

    # ---- terms ----

    def told_terms(self, contract: Contract, t: datetime) -> list[Terms]:
        """Return what a contract had said before an instant; a draft says nothing yet."""
        if self.known_at is not None and contract.recorded >= self.known_at:
            return []
        rows = [
            (each.at, place, each)
            for place, each in enumerate(contract.terms)
            if self.known(each) and each.at < t and each.status != "draft"
        ]
        return [each for _at, _place, each in sorted(rows, key=lambda row: row[:2])]

    def signed_terms(self, contract: Contract, t: datetime) -> list[Terms]:
        return [each for each in self.told_terms(contract, t) if each.status == "signed"]

    def renews(self, new: Contract, old: Contract) -> bool:
        """Tell whether a contract renews another one, said from either end."""
        return new.renews == old.id or old.renewed_by == new.id

    def renewals(self, contract: Contract, t: datetime) -> list[tuple[Contract, list[Terms]]]:
        """Return each contract that renews another one, with its signed terms."""
        found = [
            (each, self.signed_terms(each, t))
            for each in self.world.contracts
            if self.renews(each, contract)
        ]
        return [(each, terms) for each, terms in found if terms]

    def part_of(self, new: Contract, old: Contract) -> Fraction | None:
        """Return which part of a renewal falls to one of the contracts that it renews."""
        olds = [
            each
            for each in self.world.contracts
            if self.renews(new, each)
            and self.root(each.account) == self.root(old.account)
            and (self.known_at is None or each.recorded < self.known_at)
        ]
        if len(olds) == 1:
            return Fraction(1)
        worths = {each.id: self.last_worth(each) for each in olds}
        known = {key: Fraction(worth) for key, worth in worths.items() if worth is not None}
        if len(known) < len(olds) or not sum(known.values()):
            return None
        return known[old.id] / sum(known.values())

    def last_worth(self, contract: Contract) -> Decimal | None:
        """Return what a contract was worth when it last came due."""
        spells = self.terms_by_end(contract)
        if not spells:
            return None
        on, rows = spells[-1]
        return self.worth_of_terms(rows[-1], on)[0]

    # ---- row 24: what comes due ----

    def terms_by_end(self, contract: Contract) -> list[tuple[date, list[Terms]]]:
        """Return the days a contract was to end, one after the other, with what was said then."""
        spells: list[tuple[date, list[Terms]]] = []
        for terms in self.signed_terms(contract, self.as_of):
            if terms.due is not None and (not spells or terms.due > spells[-1][0]):
                spells.append((terms.due, [terms]))
            elif spells:
                spells[-1][1].append(terms)
        return spells

    def dues_of(self, contract: Contract) -> list[Due]:
        """A later due date that was signed renews what was due before, within one contract."""
        spells = self.terms_by_end(contract)
        renewing = [
            (terms[0], self.part_of(each, contract))
            for each, terms in self.renewals(contract, self.as_of)
        ]
        said = self.told_terms(contract, self.as_of)
        found = []
        for place, (on, rows) in enumerate(spells):
            is_last = place == len(spells) - 1
            new = renewing if is_last else [(spells[place + 1][1][0], Fraction(1))]
            if new:
                outcome = "renewed"
            elif said[-1].status in {"refused", "ended"}:
                outcome = "lost"
            else:
                outcome = "lost" if (self.question.as_of - on).days > GRACE else "open"
            found.append(self.due_row(contract, on, outcome, rows[-1], new))
        return found

    def due_row(
        self,
        contract: Contract,
        on: date,
        outcome: str,
        terms: Terms,
        new: list[tuple[Terms, Fraction | None]],
    ) -> Due:
        base, lack = self.worth_of_terms(terms, on)
        amounts = [(*self.worth_of_terms(each, on), part) for each, part in new]
        lacks = {lack, *(each for _amount, each, _part in amounts)}
        if any(part is None for _amount, _lack, part in amounts):
            lacks.add("missing_amount")
        lack = next((each for each in ("missing_amount", "missing_rate") if each in lacks), "")
        whole = [Fraction(amount or 0) * (part or 0) for amount, _lack, part in amounts]
        total = Fraction(0) if lack else sum(whole, Fraction(0))
        renewed = Decimal(total.numerator) / Decimal(total.denominator)
        kept = min(renewed, base) if base is not None else Decimal(0)
        accepted = self.accepted_share(self.root(contract.account), midnight(on))
        return Due(contract, on, outcome, base, kept, accepted, lack)

    def worth_of_terms(self, terms: Terms, on: date) -> tuple[Decimal | None, str]:
        if terms.acv is None:
            return None, "missing_amount"
        rate = self.rate(terms.currency, on)
        return (None, "missing_rate") if rate is None else (terms.acv * rate, "")

    def accepted_share(self, account: int, t: datetime) -> Decimal | None:
        """The narrowest holds: of the account, of a program it is in, of all."""
        rows = [
            each
            for each in self.world.assumptions
            if each.key == "accepted_runoff_rate"
            and self.known(each)
            and each.start <= t
            and (each.end is None or t < each.end)
        ]
        own = [each for each in rows if each.account and self.root(each.account) == account]
        theirs = [each for each in rows if each.program and self.enrolled(account, each.program, t)]
        asked = [each for each in theirs if each.program == self.question.program]
        general = [each for each in rows if each.account is None and each.program is None]
        first = sorted(own, key=lambda each: each.account or 0)
        then = sorted(theirs, key=lambda each: each.program or 0)
        found = [*first, *asked, *then, *general]
        return found[0].share if found else None

    def has_abm(self, due: Due) -> bool:
        """Tell whether ABM was there in all of the 90 days before, and somebody responded."""
        account, end = self.root(due.contract.account), midnight(due.on)
        start = end - QUARTER
        edges = [start, *(stay.end for stay in self.world.stays if stay.end)]
        inside = [t for t in edges if start <= t < end]
        if not all(any(self.enrolled(account, p, t) for p in self.world.programs) for t in inside):
            return False
        groups = {g.id for g in self.world.groups if self.root(g.account) == account}
        for touch in self.world.touches:
            human = touch.automation in {"human", "unknown"} and touch.type in ENGAGEMENT
            if not (human and touch.contact and self.known(touch)):
                continue
            if not start <= touch.at < min(end, self.as_of):
                continue
            for member in self.world.members:
                same = self.person(member.contact) == self.person(touch.contact)
                then = member.start <= touch.at and (member.end is None or touch.at < member.end)
                if member.group in groups and self.known(member) and same and then:
                    return True
        return False

    def cohort_due(self) -> list[Due]:
        """Return what comes due in the window, also after the day that is asked about."""
        found = []
        for contract in self.world.contracts:
            for due in self.dues_of(contract):
                at = midnight(due.on)
                if self.start <= at < self.end and self.counts(contract.account, at):
                    found.append(due)
        return found

    def summed_dues(
        self,
        about: Callable[[Due], bool],
        amount: Callable[[Due], Decimal],
        over: Callable[[Due], Decimal] | None = None,
        *,
        rated: bool = False,
        needs_any: bool = True,
    ) -> Told:
        dues = self.cohort_due()
        if not dues and not self.covered("contract"):
            return Told("not_measured")
        left_out: dict[str, int] = {}
        used = []
        for due in filter(about, dues):
            why = due.lack or ("no_accepted_rate" if rated and due.accepted is None else "")
            if why:
                left_out[why] = left_out.get(why, 0) + 1
            else:
                used.append(due)
        total = sum((amount(due) for due in used), Decimal(0))
        status = "incomplete" if left_out else "ok"
        if over is not None:
            whole = sum((over(due) for due in used), Decimal(0))
            if not whole:
                return Told("incomplete" if left_out else "no_data", None, len(used), left_out)
            return Told(status, 100 * total / whole, len(used), left_out)
        nothing = not used if needs_any else not dues
        if not left_out and nothing:
            return Told("no_data", None, len(used), left_out)
        return Told(status, total if used or not left_out else None, len(used), left_out)

    def protected_renewal_revenue(self) -> Told:
        return self.summed_dues(
            lambda due: due.outcome == "renewed", lambda due: due.kept, needs_any=False
        )

    def protected_renewal_revenue_abm(self) -> Told:
        touched = any(
            self.known(touch)
            and self.as_of - QUARTER <= touch.at < self.as_of
            and self.is_asked_about(touch.account)
            for touch in self.world.touches
        )
        told = self.summed_dues(
            lambda due: due.outcome == "renewed" and self.has_abm(due),
            lambda due: due.kept,
            needs_any=False,
        )
        if touched or any(self.covered(feed, stock=True) for feed in TOUCH_FEEDS):
            return told
        return Told("not_measured", left_out=told.left_out)

    def renewal_open_value(self) -> Told:
        return self.summed_dues(
            lambda due: due.outcome == "open", lambda due: due.base or Decimal(0), needs_any=False
        )

    def run_off_gap(self, due: Due) -> Decimal:
        return (due.accepted or Decimal(0)) * (due.base or Decimal(0)) - due.loss

    def protected_vs_accepted(self) -> Told:
        return self.summed_dues(lambda due: due.outcome != "open", self.run_off_gap, rated=True)

    def protected_vs_accepted_worst(self) -> Told:
        return self.summed_dues(lambda _due: True, self.run_off_gap, rated=True)

    def protected_vs_accepted_best(self) -> Told:
        def best(due: Due) -> Decimal:
            won = (due.base or Decimal(0)) if due.outcome == "open" else Decimal(0)
            return self.run_off_gap(due) + won

        return self.summed_dues(lambda _due: True, best, rated=True)

    def runoff_rate_actual(self) -> Told:
        return self.summed_dues(
            lambda due: due.outcome != "open",
            lambda due: due.loss,
            lambda due: due.base or Decimal(0),
        )

    def runoff_rate_accepted(self) -> Told:
        return self.summed_dues(
            lambda _due: True,
            lambda due: (due.accepted or Decimal(0)) * (due.base or Decimal(0)),
            lambda due: due.base or Decimal(0),
            rated=True,
        )

    # ---- row 28: who stays ----

    @staticmethod
    def local_day(t: datetime) -> date:
        return t.astimezone(ZONE).date()

    def since_day(self, terms: Terms) -> date:
        return terms.starts or self.local_day(terms.at)

    def in_force(self, contract: Contract, t: datetime) -> tuple[Terms, bool] | None:
        """Return the terms that hold at an instant, and whether the contract is past due."""
        day = self.local_day(t)
        said = self.told_terms(contract, t)
        held = [each for each in said if each.status == "signed" and self.since_day(each) <= day]
        if not held or said[-1].status == "ended":
            return None
        dues = [each.due for each in held if each.due]
        due = max(dues) if dues else None
        if said[-1].status == "refused" and (due is None or day > due):
            return None
        if due is not None and (day - due).days > GRACE:
            return None
        for _new, renewal in self.renewals(contract, t):
            if any(self.since_day(each) <= day for each in renewal):
                return None
        return held[-1], due is not None and day > due

    def uplift_of(self, contract: Contract, on: date) -> Decimal:
        """Return by how much indexations raised what a contract is worth in the window."""
        first, last = self.local_day(self.start), self.local_day(self.until)
        rows = self.signed_terms(contract, self.until)
        held = [each for each in rows if self.since_day(each) <= last]
        olds = [each for each in self.world.contracts if self.renews(contract, each)]
        earlier = [rows for each in olds if (rows := self.signed_terms(each, self.until))]
        before = [rows[-1] for rows in earlier]
        total = Decimal(0)
        for terms in held:
            if terms.is_indexation and before and first < self.since_day(terms):
                new, _lack = self.worth_of_terms(terms, on)
                worths = [self.worth_of_terms(each, on)[0] for each in before]
                old = [worth for worth in worths if worth is not None]
                if new is not None and len(old) == len(worths) and new > sum(old):
                    total += new - sum(old)
            before = [terms]
        return total

    def customer_of(self, account: int) -> Customer:
        on = self.local_day(self.until - MOMENT)
        mine = [each for each in self.world.contracts if self.root(each.account) == account]
        before = [(c, f) for c in mine if (f := self.in_force(c, self.start))]
        now = [(c, f) for c in mine if (f := self.in_force(c, self.until))]
        lacks = set()
        sums = []
        for held in (before, now):
            worths = [self.worth_of_terms(terms, on) for _contract, (terms, _late) in held]
            lacks |= {lack for _worth, lack in worths}
            sums.append(sum((worth or Decimal(0) for worth, _lack in worths), Decimal(0)))
        lack = next((each for each in ("missing_amount", "missing_rate") if each in lacks), "")
        raised = sum((self.uplift_of(contract, on) for contract, _held in now), Decimal(0))
        is_pending = bool(now) and all(late for _contract, (_terms, late) in now)
        return Customer(
            account, bool(before), bool(now), is_pending, sums[0], sums[1], raised, lack
        )

    def customers_then(self) -> list[Customer]:
        """Return the customers at the start, of whom is asked about."""
        roots = sorted({self.root(each.id) for each in self.world.accounts})
        found = [self.customer_of(root) for root in roots if self.counts(root, self.start)]
        return [each for each in found if each.was_there]

    def of_logos(self, about: Callable[[Customer], bool]) -> Told:
        customers = self.customers_then()
        if not customers and not self.covered("contract"):
            return Told("not_measured")
        if not customers:
            return Told("no_data", None, 0)
        hits = sum(1 for each in customers if about(each))
        return Told("ok", 100 * hits / len(customers), len(customers))

    def attrition_rate(self) -> Told:
        return self.of_logos(lambda each: not each.is_there)

    def retention_rate(self) -> Told:
        return self.of_logos(lambda each: each.is_there)

    def of_revenue(self, part: Callable[[Customer], Decimal]) -> Told:
        customers = self.customers_then()
        if not customers and not self.covered("contract"):
            return Told("not_measured")
        left_out: dict[str, int] = {}
        for each in customers:
            if each.lack:
                left_out[each.lack] = left_out.get(each.lack, 0) + 1
        used = [each for each in customers if not each.lack]
        whole = sum((each.before or Decimal(0) for each in used), Decimal(0))
        if not whole:
            return Told("incomplete" if left_out else "no_data", None, len(used), left_out)
        total = sum((part(each) for each in used), Decimal(0))
        return Told("incomplete" if left_out else "ok", 100 * total / whole, len(used), left_out)

    @staticmethod
    def net_revenue(each: Customer) -> Decimal:
        return max(Decimal(0), (each.now or Decimal(0)) - each.uplift)

    def net_revenue_retention(self) -> Told:
        return self.of_revenue(self.net_revenue)

    def gross_revenue_retention(self) -> Told:
        return self.of_revenue(lambda each: min(self.net_revenue(each), each.before or Decimal(0)))

    def revenue_attrition_rate(self) -> Told:
        def gone(each: Customer) -> Decimal:
            before = each.before or Decimal(0)
            return before - min(self.net_revenue(each), before)

        return self.of_revenue(gone)

    # ---- row 1 ----

    def nps_revenue_coverage(self) -> Told:
        """Revenue of the customers at the end who answered, of that of all of them."""
        voices = [
            voice
            for voice in self.world.voices
            if self.known(voice) and self.in_window(voice.at) and voice.at < self.as_of
        ]
        any_heard = any(self.counts(voice.account, voice.at) for voice in voices)
        answered = {self.root(voice.account) for voice in voices if voice.kind == "customer"}
        roots = sorted({self.root(each.id) for each in self.world.accounts})
        at = self.until - MOMENT
        there = [self.customer_now(root) for root in roots if self.counts(root, at)]
        there = [each for each in there if each.is_there]
        left_out: dict[str, int] = {}
        for each in there:
            if each.lack:
                left_out[each.lack] = left_out.get(each.lack, 0) + 1
        measured = bool(there) or self.covered("contract")
        if not measured or not (any_heard or self.covered("response")):
            return Told("not_measured", left_out=left_out)
        used = [each for each in there if not each.lack]
        whole = sum((each.now or Decimal(0) for each in used), Decimal(0))
        if not whole:
            return Told("incomplete" if left_out else "no_data", None, len(used), left_out)
        part = sum((e.now or Decimal(0) for e in used if e.account in answered), Decimal(0))
        return Told("incomplete" if left_out else "ok", 100 * part / whole, len(used), left_out)

    def customer_now(self, account: int) -> Customer:
        """The same, where nothing matters but what an account pays us at the end."""
        on = self.local_day(self.until - MOMENT)
        mine = [each for each in self.world.contracts if self.root(each.account) == account]
        now = [f for c in mine if (f := self.in_force(c, self.until))]
        worths = [self.worth_of_terms(terms, on) for terms, _late in now]
        lacks = {lack for _worth, lack in worths}
        lack = next((each for each in ("missing_amount", "missing_rate") if each in lacks), "")
        total = sum((worth or Decimal(0) for worth, _lack in worths), Decimal(0))
        return Customer(
            account, was_there=False, is_there=bool(now), is_pending=False, before=None, now=total,
            uplift=Decimal(0), lack=lack,
        )  # fmt: skip
