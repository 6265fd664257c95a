"""The board of goals: how each goal stands, account by account, program by program."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import end_after
from abmplanner.kit.words import fold
from accounts.models import Account, Campaign, Enrolment, Program
from metrics.calc.status import GoalStatus
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Family
from metrics.enums import ScopeKind
from metrics.models import Goal, TargetChange
from metrics.queries.freshness import feeds_of, fresh_on, record_types, spans
from metrics.queries.indicators import known_indicators
from metrics.queries.kept_progress import KeptProgress, kept_progress
from metrics.queries.progress import (
    Progress,
    Standing,
    account_standings,
    campaign_standings,
    key_of,
    program_standings,
)

Standings: TypeAlias = Mapping[ScopeKind, Mapping[int, Standing]]  # of lines, by what these are of

WORST_FIRST = ("off_track", "missed", "at_risk", "inconclusive", "no_data", "too_early",
               "not_started", "on_track", "achieved")  # fmt: skip


MOST_DAYS_OLD = 7  # automated programs are measured once a week
DOUBTFUL = (GoalStatus.AT_RISK, GoalStatus.INCONCLUSIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader asks of the board: goals that run in a period, due within days, all included.

    known_at leaves aside what was kept after that day.
    """

    as_of: date
    known_at: date | None = None
    words: str = ""
    program: Program | None = None
    campaign: Campaign | None = None
    owner: Any = None
    status: str = ""
    start: date | None = None
    end: date | None = None
    due_from: date | None = None
    due_until: date | None = None
    group: str = "account"
    sort: str = "worst"

    @property
    def is_narrowed(self) -> bool:
        """Tell whether some goals may be left aside."""
        narrowing = (self.words, self.program, self.campaign, self.owner, self.status, self.start,
                     self.end, self.due_from, self.due_until)  # fmt: skip
        return any(narrowing)


def name_of(goal: Goal, indicator: Indicator | None) -> str:
    """Return what a goal is called: its own name, else its indicator's in the reader's language."""
    if goal.name or indicator is None:
        return goal.name or goal.indicator_key
    return indicator.name.to(get_language() or "en")


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal as it stands; indicator is None for a milestone, or where its own is gone.

    fresh_on is the day until which its records are complete, measured_on the day of a kept value,
    restated_at when late data changed that value. as_of is the day that it is shown for,
    key names its numbers in what is kept.
    """

    goal: Goal
    progress: Progress
    indicator: Indicator | None
    as_of: date
    key: str = ""
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
        return f"{self.goal.scope}:{whose(self.goal).public_id}"

    @property
    def whose(self) -> str:
        """The name of what it is of."""
        return str(whose(self.goal))

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
    def days_old(self) -> int:
        """How many days before the one asked about it was measured; 0 where it was not."""
        return (self.as_of - self.measured_on).days if self.measured_on else 0

    @property
    def is_old(self) -> bool:
        """Tell whether it was measured longer before than anything is measured rarely."""
        return self.days_old > MOST_DAYS_OLD

    @property
    def is_unmeasured(self) -> bool:
        """Tell whether it has begun and has an indicator, and nothing of it by that day."""
        has_begun = self.progress.status is not GoalStatus.NOT_STARTED
        return self.indicator is not None and has_begun and self.measured_on is None

    @property
    def drawn_by(self) -> tuple[Any, ...]:
        """What its drawing follows from: the goal as it was saved, and its numbers."""
        goal, progress, answer = self.goal, self.progress, self.progress.answer
        under = goal.objective.title if goal.objective else ""
        numbers = answer and (
            answer.status, answer.value, answer.low, answer.high, answer.n, answer.currency,
            answer.written_as,
        )  # fmt: skip
        return (
            goal.pk, goal.version, goal.saved_at, goal.scope, goal.scope_key, self.name, under,
            numbers,
            progress.status, progress.attained, progress.expected, progress.pace, progress.unsure,
            self.as_of, self.fresh_on, self.measured_on, self.restated_at,
        )  # fmt: skip

    @property
    def urgency(self) -> tuple[int, float, date, int]:
        """What sorts the goals that are furthest behind to the top."""
        pace = self.progress.pace
        behind = WORST_FIRST.index(self.progress.status)
        return behind, 99.0 if pace is None else pace, self.goal.due_on, self.goal.pk


@dataclass(frozen=True, slots=True)
class Line:
    """An account, a program as a whole or a campaign, with those of its goals that are shown."""

    of: Account | Program | Campaign
    goals: Sequence[GoalRow]
    standing: Standing | None = None

    @property
    def name(self) -> str:
        """Its name, in the reader's language."""
        return str(self.of)

    @property
    def url(self) -> str:
        """Where the account's plan is, or the campaign; a program heads its own part already."""
        if isinstance(self.of, Campaign):
            return reverse("accounts:campaign_detail", args=[self.of.public_id])
        return self.of.get_absolute_url() if isinstance(self.of, Account) else ""

    @property
    def scope(self) -> str:
        """What it is: an account, a program or a campaign."""
        return SCOPES[type(self.of)].value


@dataclass(frozen=True, slots=True)
class Section:
    """A program or a family of indicators, or all accounts, with its lines."""

    key: str
    program: Program | None = None
    family: Family | None = None
    lines: Sequence[Line] = ()
    standing: Standing | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def tally(self) -> list[tuple[str, int]]:
        """How many goals have which status, the worst first."""
        return tally(self.counts)


def tally(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return how many goals have which status, the worst first."""
    return [(word, counts[word]) for word in WORST_FIRST if word in counts]


@dataclass(frozen=True, slots=True)
class Summary:
    """How all goals stand that the reader asks about, whatever their status.

    unmeasured are those of which nothing was measured by the day asked about.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    unmeasured: int = 0

    @property
    def goals(self) -> int:
        """How many goals there are."""
        return sum(self.counts.values())

    @property
    def tally(self) -> list[tuple[str, int]]:
        """How many of them have which status, the worst first."""
        return tally(self.counts)


@dataclass(frozen=True, slots=True)
class Board:
    """The sections that the reader asks for, and how the goals stand all together."""

    sections: Sequence[Section]
    summary: Summary


SCOPES: Mapping[type[Any], ScopeKind] = {
    Account: ScopeKind.ACCOUNT,
    Program: ScopeKind.PROGRAM,
    Campaign: ScopeKind.CAMPAIGN,
}


def whose(goal: Goal) -> Account | Program | Campaign:
    """Return the account that a goal is of, or the program or campaign."""
    found = goal.account or goal.program or goal.campaign
    assert found is not None, "a goal is of one of the three"  # noqa: S101 -- a constraint
    return found


JOINED = ("account", "program", "campaign", "objective", "owner")
"""What is shown of a goal beside its own columns."""


def _given(keys: Iterable[int | None]) -> set[int]:
    return {key for key in keys if key is not None}


def goals_due(actor: Actor, asked: Asked) -> Any:
    """Return the goals within the actor's reach that the reader asks about."""
    rows = Goal.objects.visible_to(actor).select_related(*JOINED)
    if asked.start:
        rows = rows.filter(due_on__gte=asked.start)
    if asked.end:
        rows = rows.filter(starts_on__lte=asked.end)
    if asked.due_from:
        rows = rows.filter(due_on__gte=asked.due_from)
    if asked.due_until:
        rows = rows.filter(due_on__lte=asked.due_until)
    if asked.words:
        rows = rows.filter(named(actor, asked.words))
    if asked.campaign:
        rows = rows.filter(campaign=asked.campaign)
    if asked.owner:
        rows = rows.filter(owner=asked.owner)
    return rows.order_by("due_on", "pk")


def named(actor: Actor, words: str) -> Q:
    """Return the condition on goals whose account, campaign, name or indicator holds the words."""
    sought = fold(words)
    keys = [
        each.key
        for each in known_indicators(actor)
        if sought in fold(f"{each.name.en} {each.name.fr}")
    ]
    return (
        Q(account__search_key__contains=sought)
        | Q(campaign__search_key__contains=sought)
        | Q(name__icontains=words)
        | Q(name="", indicator_key__in=keys)
    )


def board(actor: Actor, asked: Asked, *, with_freshness: bool = True) -> Board:
    """Return the board that the reader asks for, in a fixed number of statements.

    Values are those kept, with their day; only what is too new to be kept is measured now. What is
    rolled up is every goal in reach, also those that a status hides from the list. with_freshness
    says of each goal until when its records are complete, which its place on the board needs not.
    """
    goals = list(goals_due(actor, asked))
    homes = homes_of(actor, asked.as_of, _given(goal.account_id for goal in goals))
    kept = kept_progress(actor, goals, as_of=asked.as_of, known_at=asked.known_at)
    rows = goal_rows(actor, goals, kept, homes, asked.as_of, with_freshness=with_freshness)
    if asked.program:
        rows = [row for row in rows if asked.program.pk in programs_of(row.goal, homes)]
    shown = [row.goal for row in rows]
    standings = account_standings(shown, kept.of)
    of_lines = {
        ScopeKind.ACCOUNT: standings,
        ScopeKind.CAMPAIGN: campaign_standings(shown, kept.of),
    }
    summary = Summary(
        Counter(str(row.progress.status) for row in rows),
        sum(row.is_unmeasured for row in rows),
    )
    if asked.group == "family":
        return Board(list(_by_family(rows, asked, of_lines)), summary)
    if asked.group == "account":
        return Board(list(_section(rows, asked, of_lines, key="accounts")), summary)
    programs = list(Program.objects.visible_to(actor).order_by("pk"))
    totals = program_standings(actor, standings, asked.as_of)
    return Board(list(_by_program(rows, asked, programs, homes, of_lines, totals)), summary)


def goal_row(actor: Actor, goal: Goal, as_of: date, known_at: date | None = None) -> GoalRow:
    """Return one goal as it stood on a day, by the same kept value as on the board."""
    kept = kept_progress(actor, [goal], as_of=as_of, known_at=known_at)
    homes = homes_of(actor, as_of, _given([goal.account_id]))
    return goal_rows(actor, [goal], kept, homes, as_of)[0]


def target_changes(actor: Actor, goal: Goal) -> list[TargetChange]:
    """Return what an approved goal was to reach since it was agreed on, the newest first."""
    if goal.approved_at is None:
        return []
    rows = TargetChange.objects.visible_to(actor).filter(goal=goal, voided_at=None)
    return list(rows.select_related("changed_by").order_by("-recorded_at", "-pk"))


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
            programs=set().union(*homes.values(), *(programs_of(goal, homes) for goal in types)),
        )
        if types
        else ()
    )
    return [
        GoalRow(
            goal,
            kept.of[goal.pk],
            found.get(goal),
            as_of,
            key_of(goal, known),
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
    """Return the programs that a goal counts for: its own, its campaign's, or its account's."""
    if goal.account_id is not None:
        return homes.get(goal.account_id, set())
    return _given([goal.program_id or (goal.campaign.program_id if goal.campaign else None)])


def _by_program(
    rows: Sequence[GoalRow],
    asked: Asked,
    programs: Iterable[Program],
    homes: Mapping[int, set[int]],
    standings: Standings,
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


def _by_family(rows: Sequence[GoalRow], asked: Asked, standings: Standings) -> Iterator[Section]:
    """Yield a section for each family of indicators, then one for goals of no family."""
    for family in (*Family, None):
        mine = [row for row in rows if (row.indicator.family if row.indicator else None) is family]
        key = f"family-{family}" if family else "family-none"
        yield from _section(mine, asked, standings, key=key, family=family)


def _section(
    rows: Sequence[GoalRow], asked: Asked, standings: Standings, **of: Any
) -> Iterator[Section]:
    """Yield the section that holds these goals, and none where the reader asks for none of them."""
    shown = [row for row in rows if not asked.status or row.progress.status == asked.status]
    if not shown:
        return
    counts = Counter(str(row.progress.status) for row in rows)
    lines = sorted(_lines(shown, standings), key=_order(asked.sort))
    yield Section(lines=lines, counts=counts, **of)


def _lines(rows: Sequence[GoalRow], standings: Standings) -> Iterator[Line]:
    """Yield one line for each account, program or campaign, its most urgent goal first."""
    of: dict[Account | Program | Campaign, list[GoalRow]] = {}
    for row in sorted(rows, key=lambda row: row.urgency):
        of.setdefault(whose(row.goal), []).append(row)
    for whom, goals in of.items():
        yield Line(whom, goals, standings.get(SCOPES[type(whom)], {}).get(whom.pk))


def _order(sort: str) -> Any:
    """Return the key that sorts lines: programs as a whole come first, then campaigns."""
    keys: Mapping[str, Any] = {
        "name": lambda line: line.name,
        "due": lambda line: min(row.goal.due_on for row in line.goals),
        "oldest": lambda line: min(row.measured_on or date.min for row in line.goals),
        "worst": _badness,
    }
    return lambda line: (IN_ORDER.index(type(line.of)), keys[sort](line), line.name, line.of.pk)


IN_ORDER = (Program, Campaign, Account)


def _badness(line: Line) -> tuple[bool, float]:
    """Return what sorts the lowest score first, and those without a score last."""
    score = line.standing.score if line.standing else None
    return score is None, score if score is not None else 0.0
