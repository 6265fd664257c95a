"""Every computed indicator by plain loops over records, written from its definition alone.

Nothing here is shared with the product: no query, no column, no constant.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from tests.oracle.records import STAGES, ZONE, Deal, Known, Question, Step, Voice, World

Number = Decimal | float | int | None


@dataclass
class Told:
    """What the oracle says."""

    status: str
    value: Number = None
    n: Number = None
    left_out: dict[str, int] = field(default_factory=dict)


class Oracle:
    """Answers one question about a world."""

    def __init__(self, world: World, question: Question) -> None:
        self.world = world
        self.question = question
        self.start = midnight(question.start)
        self.end = midnight(question.end)
        self.as_of = midnight(question.as_of + timedelta(days=1))
        self.until = min(self.end, self.as_of)
        self.known_at = (
            midnight(question.known_at + timedelta(days=1)) if question.known_at else None
        )

    # ---- who, and when we knew ----

    def known(self, row: Known) -> bool:
        if self.known_at is None:
            return row.voided is None
        return row.recorded < self.known_at and (row.voided is None or row.voided >= self.known_at)

    def heard(self, row: Known) -> bool:
        """A row without versions: it is there once it was recorded."""
        return self.known_at is None or row.recorded < self.known_at

    def root(self, account: int) -> int:
        parents = {each.id: each.merged_into for each in self.world.accounts}
        while parents[account] is not None:
            account = parents[account]  # type: ignore[assignment]
        return account

    def person(self, contact: int) -> int:
        parents = {each.id: each.merged_into for each in self.world.contacts}
        while parents[contact] is not None:
            contact = parents[contact]  # type: ignore[assignment]
        return contact

    def enrolled(self, account: int, program: int, at: datetime) -> bool:
        for stay in self.world.stays:
            same = self.root(stay.account) == account and stay.program == program
            if (
                same
                and self.known(stay)
                and stay.start <= at
                and (stay.end is None or at < stay.end)
            ):
                return True
        return False

    def counts(self, account: int, at: datetime) -> bool:
        """Tell whether what happened to an account at an instant counts for who is asked about."""
        question = self.question
        if question.account is not None:
            return self.root(account) == question.account
        if question.group is not None:
            return self.root(account) == self.root_of_group()
        if question.program is not None:
            return self.enrolled(self.root(account), question.program, at)
        return True

    def root_of_group(self) -> int:
        accounts = {group.id: group.account for group in self.world.groups}
        return self.root(accounts[self.question.group or 0])

    def counts_deal(self, deal: Deal, at: datetime) -> bool:
        group = self.question.group
        return (group is None or deal.group == group) and self.counts(deal.account, at)

    def in_window(self, at: datetime | None) -> bool:
        return at is not None and self.start <= at < self.until

    def last_moment(self) -> datetime:
        return self.as_of - timedelta(microseconds=1)

    # ---- feeds ----

    def covered(self, record_type: str, *, stock: bool = False) -> bool:
        """Tell whether the records of who is asked about were being brought all the time."""
        question, world = self.question, self.world
        spans = [(self.last_moment(), self.as_of)] if stock else [(self.start, self.until)]
        of_type = [feed for feed in world.feeds if feed.record_type == record_type]
        general = [feed for feed in of_type if feed.account is None and feed.program is None]
        if question.source is not None:
            is_theirs = record_type in {"ad", "spend"}
            own = [feed for feed in general if not is_theirs or feed.source == question.source]
            return self.span_covered(spans[0], own)
        if question.account is None:
            own = [feed for feed in of_type if feed.program and feed.program == question.program]
            if self.span_covered(spans[0], general + own):
                return True
            members = self.members()
            return bool(members) and all(
                self.account_covered(account, of_type, spans[0]) for account in members
            )
        return self.account_covered(question.account, of_type, spans[0])

    def members(self) -> list[int]:
        roots = sorted({self.root(each.id) for each in self.world.accounts})
        if self.question.campaign is not None:
            aims = [aim for aim in self.world.aims if aim.campaign == self.question.campaign]
            return sorted({self.root(aim.account) for aim in aims if self.known(aim)})
        if self.question.group is not None:
            return [self.root_of_group()]
        if self.question.program is None:
            return roots
        return [root for root in roots if self.meets(root, self.question.program)]

    def meets(self, root: int, program: int) -> bool:
        """Tell whether an account was in a program at some time of the window."""
        for stay in self.world.stays:
            same = self.root(stay.account) == root and stay.program == program
            over = stay.end is None or stay.end > self.start
            if same and self.known(stay) and stay.start < self.as_of and over:
                return True
        return False

    def account_covered(
        self, account: int, feeds: Iterable[Any], span: tuple[datetime, datetime]
    ) -> bool:
        mine = []
        for feed in feeds:
            general = feed.account is None and feed.program is None
            own = feed.account is not None and self.root(feed.account) == account
            programs = feed.program is not None and self.meets(account, feed.program)
            if general or own or programs:
                mine.append(feed)
        return self.span_covered(span, mine)

    def span_covered(self, span: tuple[datetime, datetime], feeds: Iterable[Any]) -> bool:
        at, end = span
        for feed in sorted(feeds, key=lambda each: each.start):
            if feed.start <= at and (feed.end is None or feed.end > at):
                if feed.end is None or feed.end >= end:
                    return True
                at = feed.end
        return at >= end

    # ---- deals ----

    def seen(self, steps: Iterable[Any]) -> list[Any]:
        """Return what is known and happened before the as-of instant, in the order of happening."""
        rows = [
            (place, step)
            for place, step in enumerate(steps)
            if self.known(step) and (step.at is None or step.at < self.as_of)
        ]
        rows.sort(key=lambda pair: (pair[1].at is not None, pair[1].at or self.as_of, pair[0]))
        return [step for _place, step in rows]

    def exists(self, deal: Deal) -> bool:
        if not self.heard(deal):
            return False
        if any(step.at is not None for step in self.seen(deal.steps)):
            return True
        known = [step for step in deal.steps if self.known(step)]
        undated = any(step.at is None for step in known) or not known
        return deal.recorded < self.as_of and undated

    def created(self, deal: Deal) -> datetime | None:
        """Parts of a split deal keep the date of the whole; an undated step makes it unknown."""
        deals = {each.id: each for each in self.world.deals}
        while deal.split_from is not None:
            deal = deals[deal.split_from]
        steps = self.seen(deal.steps)
        if any(not step.stage for step in steps):  # the creation is told apart, without a stage
            steps = [step for step in steps if step.at is not None]
        return earliest(steps)

    def staged(self, deal: Deal) -> list[Any]:
        return [step for step in self.seen(deal.steps) if step.stage]

    def qualified(self, deal: Deal) -> datetime | None:
        return earliest([step for step in self.staged(deal) if STAGES[step.stage][2]])

    def last(self, deal: Deal) -> Step | None:
        steps = self.staged(deal)
        return steps[-1] if steps else None

    def outcome(self, deal: Deal) -> str:
        last = self.last(deal)
        return STAGES[last.stage][1] if last else "open"

    def closed(self, deal: Deal) -> datetime | None:
        """The first of the last run of steps with the outcome that the deal has now."""
        if self.outcome(deal) == "open":
            return None
        run: list[Step] = []
        for step in reversed(self.staged(deal)):
            if STAGES[step.stage][1] != self.outcome(deal):
                break
            run.append(step)
        return earliest(run)

    def unfit(self, deal: Deal) -> str:
        if deal.is_test:
            return "test"
        if deal.merged_into is not None:
            return "duplicate"
        if deal.deleted is not None and deal.deleted < self.as_of:
            return "deleted"
        return "renewal" if deal.type == "renewal" else ""

    def misclosed(self, deal: Deal) -> str:
        last = self.last(deal)
        why = last.reason if last else ""
        return why if why in {"duplicate", "error"} else ""

    def rate(self, currency: str, on: Any) -> Decimal | None:
        if currency == "EUR":
            return Decimal(1)
        direct = [r for r in self.world.rates if (r.base, r.quote) == (currency, "EUR")]
        inverse = [r for r in self.world.rates if (r.base, r.quote) == ("EUR", currency)]
        rows = [r for r in (direct or inverse) if r.on <= on]
        if not rows:
            return None
        rate = max(rows, key=lambda row: row.on).rate
        return rate if direct else 1 / rate

    def amount(self, deal: Deal, name: str, *, first: bool = False) -> tuple[Any, Any]:
        """Return an amount as it was given, and in euros at the rate of its day."""
        rows = self.seen(deal.amounts)
        if not rows:
            return None, None
        row = rows[0] if first else rows[-1]
        given = getattr(row, name)
        if first:
            at = self.created(deal)
            day = at.astimezone(ZONE).date() if at else None
        else:
            at = self.closed(deal)
            day = at.astimezone(ZONE).date() if at else self.question.as_of
        if given is None:
            return None, None
        rate = self.rate(row.currency, day) if day or row.currency == "EUR" else None
        if first and day is None:
            rate = None
        return given, None if rate is None else given * rate

    # ---- rows 22 and 23 ----

    def is_asked(self, deal: Deal) -> bool:
        """Tell whether a deal is of the type asked for."""
        return self.question.where.get("type") in {None, deal.type}

    def deals(
        self, at: Callable[[Deal], datetime | None]
    ) -> tuple[list[Deal], dict[str, int], bool]:
        """Return the deals of the window that count, those that don't, and whether any was seen."""
        counted, left_out, any_seen = [], {}, False
        for deal in self.world.deals:
            if not self.exists(deal):
                continue
            instant = at(deal)
            if instant is None:
                continue
            if not (self.in_window(instant) and self.counts_deal(deal, instant)):
                continue
            any_seen = True
            if not self.is_asked(deal):
                continue
            why = self.unfit(deal)
            if why:
                left_out[why] = left_out.get(why, 0) + 1
            else:
                counted.append(deal)
        return counted, left_out, any_seen

    def undated(self, about: Callable[[Deal], bool], at: Callable[[Deal], Any]) -> int:
        return sum(
            1
            for deal in self.world.deals
            if self.exists(deal)
            and at(deal) is None
            and about(deal)
            and self.is_asked(deal)
            and self.counts_deal(deal, self.last_moment())
            and not self.unfit(deal)
        )

    def count(self, at: Callable[[Deal], datetime | None], *, tell_undated: bool) -> Told:
        counted, left_out, any_seen = self.deals(at)
        if tell_undated and (number := self.undated(lambda _deal: True, at)):
            left_out["unknown_date"] = number
        if not any_seen and not self.covered("opportunity"):
            return Told("not_measured", left_out=left_out)
        return Told("ok", len(counted), len(counted), left_out)

    def new_opportunities_count(self) -> Told:
        return self.count(self.created, tell_undated=True)

    def new_qualified_opportunities(self) -> Told:
        return self.count(self.qualified, tell_undated=False)

    def total(
        self,
        deals: list[Deal],
        left_out: dict[str, int],
        measured: bool,  # noqa: FBT001
        amount: Callable[[Deal], tuple[Any, Any]],
    ) -> Told:
        """Add up amounts; those without amount or rate are left out and said."""
        sums, n, unusable = Decimal(0), 0, 0
        for deal in deals:
            given, value = amount(deal)
            if given is None:
                left_out["missing_amount"] = left_out.get("missing_amount", 0) + 1
                unusable += 1
            elif value is None:
                left_out["missing_rate"] = left_out.get("missing_rate", 0) + 1
                unusable += 1
            else:
                sums, n = sums + value, n + 1
        if not measured:
            return Told("not_measured", left_out=left_out)
        if unusable:
            return Told("incomplete", sums if n else None, n, left_out)
        return Told("ok", sums, n, left_out)

    def created_value(self, name: str, *, first: bool) -> Told:
        counted, left_out, any_seen = self.deals(self.created)
        measured = any_seen or self.covered("opportunity")
        if number := self.undated(lambda _deal: True, self.created):
            left_out["unknown_date"] = number
        return self.total(
            counted, left_out, measured, lambda deal: self.amount(deal, name, first=first)
        )

    def new_pipeline_value(self) -> Told:
        return self.created_value("tcv", first=False)

    def new_pipeline_value_at_creation(self) -> Told:
        return self.created_value("tcv", first=True)

    def new_pipeline_value_acv(self) -> Told:
        return self.created_value("acv", first=False)

    def new_pipeline_value_at_creation_acv(self) -> Told:
        return self.created_value("acv", first=True)

    def open_deals(self) -> tuple[list[Deal], dict[str, int], bool]:
        counted, left_out, any_seen = [], {}, False
        for deal in self.world.deals:
            if not (self.exists(deal) and self.counts_deal(deal, self.last_moment())):
                continue
            any_seen = True
            if self.outcome(deal) != "open":
                continue
            if not self.is_asked(deal):
                continue
            why = self.unfit(deal)
            if why:
                left_out[why] = left_out.get(why, 0) + 1
            else:
                counted.append(deal)
        return counted, left_out, any_seen or self.covered("opportunity", stock=True)

    def open_pipeline_value(self) -> Told:
        return self.total(*self.open_deals(), lambda deal: self.amount(deal, "tcv"))

    def open_pipeline_value_acv(self) -> Told:
        return self.total(*self.open_deals(), lambda deal: self.amount(deal, "acv"))

    def chance(self, stage: str) -> Decimal | None:
        """Return how many of the deals decided in two years that reached a stage were won."""
        won = reached = 0
        since = self.as_of - timedelta(days=730)
        for deal in self.world.deals:
            at = self.closed(deal)
            if not self.heard(deal) or at is None or at < since or self.unfit(deal):
                continue
            if self.misclosed(deal):
                continue
            is_won = self.outcome(deal) == "won"
            places = [
                STAGES[step.stage][0]
                for step in self.staged(deal)
                if STAGES[step.stage][1] == "open"
            ]
            if is_won or (places and max(places) >= STAGES[stage][0]):
                reached += 1
                won += is_won
        return Decimal(won) / reached if reached else None

    def weighted(self, name: str) -> Told:
        counted, left_out, measured = self.open_deals()
        sums, n, unusable = Decimal(0), 0, 0
        for deal in counted:
            given, value = self.amount(deal, name)
            last = self.last(deal)
            chance = self.chance(last.stage) if last else None
            why = ""
            if given is None:
                why = "missing_amount"
            elif value is None:
                why = "missing_rate"
            elif chance is None:
                why = "no_stage_history"
            else:
                sums, n = sums + value * chance, n + 1
            if why:
                left_out[why] = left_out.get(why, 0) + 1
                unusable += 1
        if not measured:
            return Told("not_measured", left_out=left_out)
        if unusable:
            return Told("incomplete", sums if n else None, n, left_out)
        return Told("ok", sums, n, left_out)

    def weighted_pipeline_value(self) -> Told:
        return self.weighted("tcv")

    def weighted_pipeline_value_acv(self) -> Told:
        return self.weighted("acv")

    # ---- row 25 ----

    def sizes(self, name: str) -> tuple[list[Decimal], dict[str, int], bool, int]:
        """Return what each won deal is worth, its parts together."""
        roots = {}
        deals = {each.id: each for each in self.world.deals}
        for deal in self.world.deals:
            whole = deal
            while whole.split_from is not None:
                whole = deals[whole.split_from]
            roots[deal.id] = whole.id
        counted, left_out, any_seen = self.closures(lambda deal: self.outcome(deal) == "won")
        sizes: dict[int, Decimal] = {}
        without_rate = 0
        for deal in counted:
            given, value = self.amount(deal, name)
            if given is None or given == 0:
                left_out["missing_amount"] = left_out.get("missing_amount", 0) + 1
            elif value is None:
                left_out["missing_rate"] = left_out.get("missing_rate", 0) + 1
                without_rate += 1
            else:
                sizes[roots[deal.id]] = sizes.get(roots[deal.id], Decimal(0)) + value
        measured = any_seen or self.covered("opportunity")
        return list(sizes.values()), left_out, measured, without_rate

    def size(self, name: str, rule: Callable[[list[Decimal]], Any]) -> Told:
        sizes, left_out, measured, without_rate = self.sizes(name)
        if not measured:
            return Told("not_measured", left_out=left_out)
        status = "incomplete" if without_rate else "ok" if sizes else "no_data"
        return Told(status, rule(sizes) if sizes else None, len(sizes), left_out)

    def average_contract_size(self) -> Told:
        return self.size("tcv", lambda sizes: sum(sizes) / len(sizes))

    def average_contract_size_acv(self) -> Told:
        return self.size("acv", lambda sizes: sum(sizes) / len(sizes))

    def median_contract_size(self) -> Told:
        return self.size("tcv", median)

    def largest_contract_share(self) -> Told:
        return self.size("tcv", lambda sizes: 100 * max(sizes) / sum(sizes))

    # ---- row 27 ----

    def closures(self, about: Callable[[Deal], bool]) -> tuple[list[Deal], dict[str, int], bool]:
        """Return the deals closed in the window, by their last closure known."""
        counted, left_out, any_seen = [], {}, False
        for deal in self.world.deals:
            if not self.exists(deal):
                continue
            at = self.closed(deal)
            if at is None:
                undated = self.outcome(deal) != "open" and about(deal) and self.is_asked(deal)
                fit = not self.unfit(deal) and not self.misclosed(deal)
                if undated and fit and self.counts(deal.account, self.last_moment()):
                    left_out["unknown_date"] = left_out.get("unknown_date", 0) + 1
                continue
            if not (self.in_window(at) and self.counts(deal.account, at)):
                continue
            any_seen = True
            if not (about(deal) and self.is_asked(deal)):
                continue
            why = self.unfit(deal)
            why = why if why and why != "renewal" else self.misclosed(deal) or why
            if why:
                left_out[why] = left_out.get(why, 0) + 1
            else:
                counted.append(deal)
        return counted, left_out, any_seen

    def share(self, hits: Callable[[Deal], bool]) -> Told:
        counted, left_out, any_seen = self.closures(lambda _deal: True)
        if not any_seen and not self.covered("opportunity"):
            return Told("not_measured", left_out=left_out)
        if not counted:
            return Told("no_data", n=0, left_out=left_out)
        value = 100 * sum(map(hits, counted)) / len(counted)
        return Told("ok", value, len(counted), left_out)

    def close_rate(self) -> Told:
        return self.share(lambda deal: self.outcome(deal) == "won")

    def no_decision_rate(self) -> Told:
        return self.share(lambda deal: self.last(deal).reason == "no_decision")  # type: ignore[union-attr]

    def close_rate_value(self) -> Told:
        counted, left_out, any_seen = self.closures(lambda _deal: True)
        measured = any_seen or self.covered("opportunity")
        told = self.total(counted, left_out, measured, lambda deal: self.amount(deal, "tcv"))
        if told.status == "not_measured":
            return told
        won = Decimal(0)
        for deal in counted:
            _given, value = self.amount(deal, "tcv")
            if self.outcome(deal) == "won" and value is not None:
                won += value
        if not told.value:
            status = told.status if told.status == "incomplete" else "no_data"
            return Told(status, None, told.n, told.left_out)
        return Told(told.status, 100 * won / Decimal(told.value), told.n, told.left_out)

    def opportunity_to_won_rate(self) -> Told:
        counted, left_out, any_seen = self.deals(self.created)
        right = []
        for deal in counted:
            why = self.misclosed(deal)
            if why:
                left_out[why] = left_out.get(why, 0) + 1
            else:
                right.append(deal)
        for deal in self.world.deals:  # a renewal that was closed by mistake is a mistake first
            if self.exists(deal) and self.unfit(deal) == "renewal" and self.misclosed(deal):
                at = self.created(deal)
                if at and self.in_window(at) and self.counts(deal.account, at):
                    left_out["renewal"] -= 1
                    why = self.misclosed(deal)
                    left_out[why] = left_out.get(why, 0) + 1
        left_out = {why: number for why, number in left_out.items() if number}
        undated = self.undated(lambda deal: not self.misclosed(deal), self.created)
        if undated:
            left_out["unknown_date"] = undated
        if not any_seen and not self.covered("opportunity"):
            return Told("not_measured", left_out=left_out)
        maturing = any(
            self.outcome(deal) == "open" and self.created(deal) >= self.as_of - timedelta(days=180)  # type: ignore[operator]
            for deal in right
        )
        won = sum(self.outcome(deal) == "won" for deal in right)
        value = 100 * won / len(right) if right else None
        status = "immature" if maturing else "ok" if right else "no_data"
        return Told(status, value, len(right), left_out)

    def stage_conversion_rate(self) -> Told:
        start, aim = self.question.where["stage_from"], self.question.where["stage_to"]
        horizon = timedelta(days=180)
        counted, reached, maturing = 0, 0, False
        left_out: dict[str, int] = {}
        any_seen = False
        for deal in self.world.deals:
            steps = self.staged(deal)
            came = [step for step in steps if step.stage == start]
            if not self.exists(deal):
                continue
            for stage in {step.stage for step in steps}:
                at = earliest([step for step in steps if step.stage == stage])
                if at and self.in_window(at) and self.counts(deal.account, at):
                    any_seen = True
            if not came:
                continue
            at = earliest(came)
            why = self.unfit(deal)
            why = why if why and why != "renewal" else self.misclosed(deal) or why
            if at is None:
                if not why and self.counts(deal.account, self.last_moment()):
                    left_out["unknown_date"] = left_out.get("unknown_date", 0) + 1
                continue
            if not (self.in_window(at) and self.counts(deal.account, at)):
                continue
            if why:
                left_out[why] = left_out.get(why, 0) + 1
                continue
            counted += 1
            if any(
                step.at is not None
                and at <= step.at < at + horizon
                and self.is_as_far(step.stage, aim)
                for step in steps
            ):
                reached += 1
            elif self.outcome(deal) == "open" and at >= self.as_of - horizon:
                maturing = True
        if not any_seen and not self.covered("opportunity"):
            return Told("not_measured", left_out=left_out)
        value = 100 * reached / counted if counted else None
        status = "immature" if maturing else "ok" if counted else "no_data"
        return Told(status, value, counted, left_out)

    @staticmethod
    def is_as_far(stage: str, aim: str) -> bool:
        if stage == aim:
            return True
        lost = "lost" in {stage, aim}
        return not lost and STAGES[stage][0] >= STAGES[aim][0]

    # ---- row 1 ----

    def answers(self) -> tuple[list[Voice], dict[str, int], bool]:
        """Return the latest answer of each person in the window."""
        left_out: dict[str, int] = {}
        latest: dict[Any, Voice] = {}
        any_seen = False
        for voice in self.world.voices:
            if not (self.known(voice) and voice.at < self.as_of and self.in_window(voice.at)):
                continue
            if not self.counts(voice.account, voice.at):
                continue
            any_seen = True
            if voice.kind != "customer":
                left_out["not_a_customer"] = left_out.get("not_a_customer", 0) + 1
                continue
            person = self.person(voice.contact) if voice.contact else ("anonymous", voice.id)
            before = latest.get(person)
            if before is not None:
                left_out["superseded"] = left_out.get("superseded", 0) + 1
            if before is None or (voice.at, voice.id) > (before.at, before.id):
                latest[person] = voice
        return list(latest.values()), left_out, any_seen

    def nps(self) -> Told:
        voices, left_out, any_seen = self.answers()
        if not any_seen and not self.covered("response"):
            return Told("not_measured", left_out=left_out)
        if not voices:
            return Told("no_data", n=0, left_out=left_out)
        if len(voices) < 5:
            return Told("suppressed", n=len(voices), left_out=left_out)
        points = sum((voice.score >= 9) - (voice.score <= 6) for voice in voices)
        return Told("ok", 100 * points / len(voices), len(voices), left_out)

    def responses(self, is_kind: Callable[[int], bool]) -> Told:
        voices, left_out, any_seen = self.answers()
        everything = left_out.copy()
        if not any_seen and not self.covered("response"):
            return Told("not_measured", left_out=everything)
        number = sum(is_kind(voice.score) for voice in voices)
        return Told("ok", number, number)

    def nps_promoters(self) -> Told:
        return self.responses(lambda score: score >= 9)

    def nps_passives(self) -> Told:
        return self.responses(lambda score: score in {7, 8})

    def nps_detractors(self) -> Told:
        return self.responses(lambda score: score <= 6)

    def nps_account_weighted(self) -> Told:
        voices, left_out, any_seen = self.answers()
        if not any_seen and not self.covered("response"):
            return Told("not_measured", left_out=left_out)
        if not voices:
            return Told("no_data", n=0, left_out=left_out)
        by_account: dict[int, list[int]] = {}
        for voice in voices:
            worth = (voice.score >= 9) - (voice.score <= 6)
            by_account.setdefault(self.root(voice.account), []).append(worth)
        if len(voices) < 5:
            return Told("suppressed", n=len(by_account), left_out=left_out)
        scores = [100 * sum(each) / len(each) for each in by_account.values()]
        return Told("ok", sum(scores) / len(scores), len(scores), left_out)

    def asked(self) -> tuple[dict[Any, list[Any]], dict[str, int], bool]:
        """Return the invitations of the window, one for each survey and person: the first."""
        left_out: dict[str, int] = {}
        first: dict[Any, Any] = {}
        everyone: dict[Any, list[Any]] = {}
        sent = []
        for invitation in self.world.invitations:
            at = invitation.delivered or invitation.recorded
            if self.heard(invitation) and at < self.as_of and self.is_near(invitation.account):
                sent.append(invitation)
        for invitation in sent:
            key = (invitation.survey, self.person(invitation.contact))
            everyone.setdefault(key, []).append(invitation)
            order = (
                invitation.delivered is None,
                invitation.delivered or self.as_of,
                invitation.id,
            )
            if key not in first or order < first[key][0]:
                first[key] = (order, invitation)
        chosen: dict[Any, list[Any]] = {}
        any_seen = False
        for key, invitations in everyone.items():
            for invitation in invitations:
                is_first = first[key][1] is invitation
                at = invitation.delivered
                if at is None:
                    if is_first and self.counts(invitation.account, self.last_moment()):
                        left_out["not_delivered"] = left_out.get("not_delivered", 0) + 1
                    continue
                if not (self.in_window(at) and self.counts(invitation.account, at)):
                    continue
                any_seen = True
                if is_first:
                    chosen[key] = [invitation, invitations]
                else:
                    left_out["duplicate"] = left_out.get("duplicate", 0) + 1
        return chosen, left_out, any_seen

    def is_near(self, account: int) -> bool:
        """What is asked about one account is decided among its own records."""
        return self.question.account in {None, self.root(account)}

    def has_answered(self, invitations: Iterable[Any]) -> bool:
        keys = {invitation.id for invitation in invitations}
        return any(
            voice.invitation in keys
            and voice.kind == "customer"
            and self.known(voice)
            and voice.at < self.as_of
            for voice in self.world.voices
        )

    def nps_response_rate(self) -> Told:
        chosen, left_out, any_seen = self.asked()
        if not any_seen and not self.covered("invitation"):
            return Told("not_measured", left_out=left_out)
        answered = sum(self.has_answered(invitations) for _one, invitations in chosen.values())
        return self.rate_of(answered, len(chosen), chosen, left_out)

    def nps_account_coverage(self) -> Told:
        chosen, left_out, any_seen = self.asked()
        if not any_seen and not self.covered("invitation"):
            return Told("not_measured", left_out=left_out)
        accounts, answered = set(), set()
        for invitation, invitations in chosen.values():
            accounts.add(self.root(invitation.account))
            if self.has_answered(invitations):
                answered.add(self.root(invitation.account))
        return self.rate_of(len(answered), len(accounts), chosen, left_out)

    def rate_of(
        self, hits: int, cases: int, chosen: dict[Any, list[Any]], left_out: dict[str, int]
    ) -> Told:
        maturing = any(
            invitation.delivered > self.as_of - timedelta(days=21)
            for invitation, _all in chosen.values()
        )
        value = 100 * hits / cases if cases else None
        status = "immature" if maturing else "ok" if cases else "no_data"
        return Told(status, value, cases, left_out)

    # ---- row 2 ----

    def spells(self) -> dict[tuple[int, int], list[list[Any]]]:
        """Return the unbroken stays of each account in each program, in order."""
        spells: dict[tuple[int, int], list[list[Any]]] = {}
        rows = [s for s in self.world.stays if self.known(s) and s.start < self.as_of]
        for stay in sorted(rows, key=lambda each: each.start):
            mine = spells.setdefault((self.root(stay.account), stay.program), [])
            if mine and (mine[-1][1] is None or stay.start <= mine[-1][1]):
                if mine[-1][1] is not None:
                    mine[-1][1] = None if stay.end is None else max(mine[-1][1], stay.end)
            else:
                mine.append([stay.start, stay.end])
        return spells

    def programs_exist(self) -> bool:
        program = self.question.program
        return any(
            self.known(stay) and stay.start < self.until and program in {None, stay.program}
            for stay in self.world.stays
        )

    def entered(self, *, ever: bool) -> Told:
        question, accounts, any_seen = self.question, set(), False
        spells = self.spells()
        for (account, program), mine in spells.items():
            if question.account not in {None, account} or question.program not in {None, program}:
                continue
            for place, (start, _end) in enumerate(mine):
                if not self.in_window(start):
                    continue
                any_seen = True
                others = [s[0][0] for (a, _p), s in spells.items() if a == account]
                if place == 0 and (not ever or start == min(others)):
                    accounts.add(account)
        measured = any_seen or self.covered("enrolment") or self.programs_exist()
        if not measured:
            return Told("not_measured")
        return Told("ok", len(accounts), len(accounts))

    def new_target_accounts(self) -> Told:
        return self.entered(ever=False)

    def new_target_accounts_first_ever(self) -> Told:
        return self.entered(ever=True)

    def new_target_accounts_net(self) -> Told:
        question, left, any_left = self.question, set(), False
        for (account, program), mine in self.spells().items():
            if question.account not in {None, account} or question.program not in {None, program}:
                continue
            for _start, end in mine:
                if self.in_window(end):
                    left.add(account)
                    any_left = True
        came = self.entered(ever=False)
        measured = any_left or self.covered("enrolment") or self.programs_exist()
        if came.status == "not_measured" or not measured:
            return Told("not_measured")
        net = int(came.value or 0) - len(left)
        return Told("ok", net, net)


def midnight(day: Any) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZONE).astimezone(UTC)


def earliest(steps: list[Any]) -> datetime | None:
    """Return the first instant, and none where one of them isn't known."""
    if not steps or any(step.at is None for step in steps):
        return None
    return min(step.at for step in steps)
