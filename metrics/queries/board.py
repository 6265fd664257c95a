"""The board of goals: how each goal stands, account by account, program by program."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import end_after
from accounts.models import Account, Enrolment, Program
from metrics.calc.status import GoalStatus
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Family
from metrics.models import Goal
from metrics.queries.freshness import feeds_of, fresh_on, record_types, spans
from metrics.queries.kept_progress import KeptProgress, kept_progress
from metrics.queries.progress import (
    Progress,
    Standing,
    account_standings,
    program_standings,
)

WORST_FIRST = ("off_track", "missed", "at_risk", "inconclusive", "no_data", "too_early",
               "not_started", "on_track", "achieved")  # fmt: skip


DOUBTFUL = (GoalStatus.AT_RISK, GoalStatus.INCONCLUSIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader asks of the board; due between start and end, both days included."""

    as_of: date
    program: Program | None = None
    owner: Any = None
    status: str = ""
    start: date | None = None
    end: date | None = None
    group: str = "program"
    sort: str = "worst"

    @property
    def is_narrowed(self) -> bool:
        """Tell whether some goals may be left aside."""
        return bool(self.program or self.owner or self.status or self.start or self.end)


def name_of(goal: Goal, indicator: Indicator | None) -> str:
    """Return what a goal is called: its own name, else its indicator's in the reader's language."""
    if goal.name or indicator is None:
        return goal.name or goal.indicator_key
    return indicator.name.to(get_language() or "en")


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal as it stands; indicator is None for a milestone, or where its own is gone.

    fresh_on is the day until which its records are complete, measured_on the day of a kept value,
    restated_at when late data changed that value.
    """

    goal: Goal
    progress: Progress
    indicator: Indicator | None
    fresh_on: date | None = None
    measured_on: date | None = None
    restated_at: datetime | None = None

    @property
    def name(self) -> str:
        """What the goal is called, in the reader's language."""
        return name_of(self.goal, self.indicator)

    @property
    def scope(self) -> str:
        """Whose number it is, as the address of an opened number says it."""
        of = whose(self.goal)
        return f"{'account' if isinstance(of, Account) else 'program'}:{of.public_id}"

    @property
    def is_unsure(self) -> bool:
        """Tell whether a goal that seems behind can't be told from its plan."""
        return self.progress.unsure and self.progress.status in DOUBTFUL

    @property
    def is_behind_its_data(self) -> bool:
        """Tell whether its records ended before the day it was measured for."""
        if self.fresh_on is None or self.measured_on is None:
            return False
        return self.fresh_on < self.measured_on

    @property
    def urgency(self) -> tuple[int, float, date, int]:
        """What sorts the goals that are furthest behind to the top."""
        pace = self.progress.pace
        behind = WORST_FIRST.index(self.progress.status)
        return behind, 99.0 if pace is None else pace, self.goal.due_on, self.goal.pk


@dataclass(frozen=True, slots=True)
class Line:
    """An account, or a program as a whole, with those of its goals that are shown."""

    of: Account | Program
    goals: Sequence[GoalRow]
    standing: Standing | None = None

    @property
    def name(self) -> str:
        """Its name, in the reader's language."""
        return str(self.of)

    @property
    def url(self) -> str:
        """Where the account's plan is; a program has no page of its own here."""
        return self.of.get_absolute_url() if isinstance(self.of, Account) else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A program or a family of indicators, with its lines; the last section has no heading."""

    key: str
    program: Program | None = None
    family: Family | None = None
    lines: Sequence[Line] = ()
    standing: Standing | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def tally(self) -> list[tuple[str, int]]:
        """How many goals have which status, the worst first."""
        return [(word, self.counts[word]) for word in WORST_FIRST if word in self.counts]


def whose(goal: Goal) -> Account | Program:
    """Return the account that a goal is of, or the program."""
    found = goal.account or goal.program
    assert found is not None, "a goal is of an account or of a program"  # noqa: S101 -- a constraint
    return found


def _given(keys: Iterable[int | None]) -> set[int]:
    return {key for key in keys if key is not None}


def goals_due(actor: Actor, asked: Asked) -> Any:
    """Return the goals within the actor's reach that the reader asks about."""
    rows = Goal.objects.visible_to(actor).select_related("account", "program", "objective", "owner")
    if asked.start:
        rows = rows.filter(due_on__gte=asked.start)
    if asked.end:
        rows = rows.filter(due_on__lte=asked.end)
    if asked.owner:
        rows = rows.filter(owner=asked.owner)
    return rows.order_by("due_on", "pk")


def board(actor: Actor, asked: Asked, *, with_freshness: bool = True) -> list[Section]:
    """Return the sections that the reader asks for, in a fixed number of statements.

    Values are those kept, with their day; only what is too new to be kept is measured now. What is
    rolled up is every goal in reach, also those that a status hides from the list. with_freshness
    says of each goal until when its records are complete, which its place on the board needs not.
    """
    goals = list(goals_due(actor, asked))
    homes = homes_of(actor, asked.as_of, _given(goal.account_id for goal in goals))
    kept = kept_progress(actor, goals, as_of=asked.as_of)
    rows = goal_rows(actor, goals, kept, homes, asked.as_of, with_freshness=with_freshness)
    if asked.program:
        rows = [row for row in rows if asked.program.pk in programs_of(row.goal, homes)]
    standings = account_standings([row.goal for row in rows], kept.of)
    if asked.group == "family":
        return list(_by_family(rows, asked, standings))
    programs = list(Program.objects.visible_to(actor).order_by("pk"))
    totals = program_standings(actor, standings, asked.as_of)
    return list(_by_program(rows, asked, programs, homes, standings, totals))


def goal_row(actor: Actor, goal: Goal, as_of: date) -> GoalRow:
    """Return one goal as it stood on a day, by the same kept value as on the board."""
    kept = kept_progress(actor, [goal], as_of=as_of)
    homes = homes_of(actor, as_of, _given([goal.account_id]))
    return goal_rows(actor, [goal], kept, homes, as_of)[0]


def goal_rows(
    actor: Actor,
    goals: Iterable[Goal],
    kept: KeptProgress,
    homes: Mapping[int, set[int]],
    as_of: date,
    *,
    with_freshness: bool = True,
) -> list[GoalRow]:
    """Return goals with what is kept of them, and the day until which that is complete."""
    known = kept.known
    found = {goal: known[goal.indicator_key] for goal in goals if goal.indicator_key in known}
    types = {goal: record_types(found[goal], known) for goal in found if with_freshness}
    feeds = spans(
        feeds_of(
            actor,
            set().union(*types.values()),
            accounts=_given(goal.account_id for goal in types),
            programs=set().union(*homes.values(), _given(goal.program_id for goal in types)),
        )
        if types
        else ()
    )
    return [
        GoalRow(
            goal,
            kept.of[goal.pk],
            found.get(goal),
            fresh_on=fresh_on(feeds, types.get(goal, ()), _whose(goal, homes), as_of),
            measured_on=kept.days.get(goal.pk),
            restated_at=kept.restated.get(goal.pk),
        )
        for goal in goals
    ]


def _whose(goal: Goal, homes: Mapping[int, set[int]]) -> Mapping[str, Collection[int]]:
    """Return the accounts and programs whose feeds may bring a goal's records."""
    accounts = _given([goal.account_id])
    return {"accounts": accounts, "programs": programs_of(goal, homes)}


def homes_of(actor: Actor, as_of: date, accounts: Iterable[int]) -> dict[int, set[int]]:
    """Return the programs that each account was in at the end of a day."""
    instant = end_after(as_of)
    rows = Enrolment.objects.visible_to(actor).filter(
        Q(to_at=None) | Q(to_at__gte=instant),
        account__in=list(accounts),
        from_at__lt=instant,
        voided_at=None,
    )
    homes: dict[int, set[int]] = {}
    for account, program in rows.values_list("account", "program"):
        homes.setdefault(account, set()).add(program)
    return homes


def programs_of(goal: Goal, homes: Mapping[int, set[int]]) -> set[int]:
    """Return the programs that a goal counts for: its own, or those its account was in."""
    return {goal.program_id} if goal.program_id else homes.get(goal.account_id or 0, set())


def _by_program(
    rows: Sequence[GoalRow],
    asked: Asked,
    programs: Iterable[Program],
    homes: Mapping[int, set[int]],
    standings: Mapping[int, Standing],
    totals: Mapping[int, Standing],
) -> Iterator[Section]:
    """Yield a section for each program, then one for accounts that are in none of them."""
    seen: set[int] = set()
    for program in programs:
        mine = [row for row in rows if program.pk in programs_of(row.goal, homes)]
        seen.update(row.goal.pk for row in mine)
        yield from _section(
            mine, asked, standings, key=f"program-{program.pk}", program=program,
            standing=totals.get(program.pk),
        )  # fmt: skip
    rest = [row for row in rows if row.goal.pk not in seen]
    yield from _section(rest, asked, standings, key="elsewhere")


def _by_family(
    rows: Sequence[GoalRow], asked: Asked, standings: Mapping[int, Standing]
) -> Iterator[Section]:
    """Yield a section for each family of indicators, then one for goals of no family."""
    for family in (*Family, None):
        mine = [row for row in rows if (row.indicator.family if row.indicator else None) is family]
        key = f"family-{family}" if family else "family-none"
        yield from _section(mine, asked, standings, key=key, family=family)


def _section(
    rows: Sequence[GoalRow], asked: Asked, standings: Mapping[int, Standing], **of: Any
) -> Iterator[Section]:
    """Yield the section that holds these goals, and none where the reader asks for none of them."""
    shown = [row for row in rows if not asked.status or row.progress.status == asked.status]
    if not shown:
        return
    counts = Counter(str(row.progress.status) for row in rows)
    lines = sorted(_lines(shown, standings), key=_order(asked.sort))
    yield Section(lines=lines, counts=counts, **of)


def _lines(rows: Sequence[GoalRow], standings: Mapping[int, Standing]) -> Iterator[Line]:
    """Yield one line for each account or program, its most urgent goal first."""
    of: dict[Account | Program, list[GoalRow]] = {}
    for row in sorted(rows, key=lambda row: row.urgency):
        of.setdefault(whose(row.goal), []).append(row)
    for whom, goals in of.items():
        standing = standings.get(whom.pk) if isinstance(whom, Account) else None
        yield Line(whom, goals, standing)


def _order(sort: str) -> Any:
    """Return the key that sorts lines: programs as a whole stand before their accounts."""
    keys: Mapping[str, Any] = {
        "name": lambda line: line.name,
        "due": lambda line: min(row.goal.due_on for row in line.goals),
        "worst": _badness,
    }
    return lambda line: (isinstance(line.of, Account), keys[sort](line), line.name, line.of.pk)


def _badness(line: Line) -> tuple[bool, float]:
    """Return what sorts the lowest score first, and those without a score last."""
    score = line.standing.score if line.standing else None
    return score is None, score if score is not None else 0.0
