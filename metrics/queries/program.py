"""Programs with their numbers: how each stands, what it is measured by, several side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from django.db.models import Count, Min
from django.utils.translation import get_language

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import lasting
from abmplanner.kit.period import Period, Span, span_of
from accounts.enums import ProgramKind
from accounts.models import Enrolment, Program, Spend
from accounts.queries.moment import Moment
from accounts.queries.program import programs_of
from accounts.queries.spend import Ledger, ledgers
from metrics.calc.status import Status
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Family, Grain
from metrics.enums import ScopeKind
from metrics.models import Goal, IndicatorSet
from metrics.queries.answer import Answer
from metrics.queries.board import Asked, Section, board
from metrics.queries.engine import live_answers
from metrics.queries.indicators import known_indicators
from metrics.queries.keeping import TRAILING_NAME
from metrics.queries.kept import kept_answers
from metrics.queries.scope import Scope
from metrics.queries.suiting import MARKS, can_be_aimed_at
from metrics.queries.window import Window

MOST_LIVE = 1_000  # accounts of a program that is measured while somebody waits
KEPT_AS: Mapping[str, str] = {
    Span.LAST_90_DAYS: TRAILING_NAME,
    Span.QUARTER: "quarter_to_date",
    Span.YEAR: "year_to_date",
}
MOST_SHOWN = 12  # indicators on the page of a program
MOST_COMPARED = 6  # programs side by side
ACHIEVED = "achieved"


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """A program at a glance: its goals by status, and what it cost since its year began."""

    program: Program
    section: Section | None
    spend: Ledger

    @property
    def goals(self) -> int:
        """How many goals it has, its accounts' own among them."""
        return sum(self.section.counts.values()) if self.section else 0

    @property
    def attained(self) -> int:
        """How many of them are attained."""
        return self.section.counts.get(ACHIEVED, 0) if self.section else 0


def program_lines(actor: Actor, period: Period) -> list[ProgramLine]:
    """Return the programs in reach, each with its goals and its spend of the year so far."""
    moment = Moment.of(period)
    found = list(programs_of(actor, moment))
    return lines_of(actor, found, moment, sections_of(actor, period))


def program_line(actor: Actor, program: Program, period: Period) -> ProgramLine:
    """Return one program at a glance, by the same numbers as in the list."""
    moment = Moment.of(period)
    counted = list(programs_of(actor, moment).filter(pk=program.pk))
    return lines_of(actor, counted, moment, sections_of(actor, period, program))[0]


def lines_of(
    actor: Actor, programs: Sequence[Program], moment: Moment, sections: Mapping[int, Section]
) -> list[ProgramLine]:
    """Return programs with their sections of the board and what they cost."""
    rows = Spend.objects.visible_to(actor).filter(moment.known())
    spent = ledgers(rows, programs, partial(year_start, as_of=moment.day), moment.day)
    return [ProgramLine(each, sections.get(each.pk), spent[each.pk]) for each in programs]


def year_start(program: Program, as_of: date) -> date:
    """Return the day on which the fiscal year of a program began that a day lies in."""
    start, _end = span_of(Span.YEAR, as_of, program.fiscal_year_month) or (as_of, as_of)
    return start


def sections_of(
    actor: Actor, period: Period, program: Program | None = None
) -> Mapping[int, Section]:
    """Return how the goals of programs stand, by the program, as on the board of goals."""
    asked = Asked(as_of=period.as_of, known_at=period.known_at, program=program, group="program")
    found = board(actor, asked, with_freshness=False).sections
    return {section.program.pk: section for section in found if section.program}


@dataclass(frozen=True, slots=True)
class Cell:
    """What an indicator says of a program."""

    program: Program
    answer: Answer

    @property
    def scope(self) -> str:
        """Whose number it is, as the address of an opened number says it."""
        return f"program:{self.program.public_id}"


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """An indicator with what it says of some programs, by the key of each."""

    indicator: Indicator
    answers: Mapping[int, Answer] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called, in the reader's language."""
        return self.indicator.name.to(get_language() or "en")

    def cells(self, programs: Iterable[Program]) -> list[Cell]:
        """Return what it says of each program, in their order."""
        return [Cell(program, self.answers[program.pk]) for program in programs]


@dataclass(frozen=True, slots=True)
class Measured:
    """What programs are measured by. days says of which day the kept numbers of a large one are."""

    rows: Sequence[MeasureRow]
    days: Mapping[int, date | None] = field(default_factory=dict)

    @property
    def is_kept(self) -> bool:
        """Tell whether numbers are those that were kept, and not measured now."""
        return bool(self.days)

    @property
    def kept_on(self) -> date | None:
        """The day up to which the kept numbers count, None where there are none."""
        return max(filter(None, self.days.values()), default=None)


def measured_of(actor: Actor, program: Program, period: Period) -> Measured:
    """Return what a program is measured by, measured as a whole for a period."""
    known = known_indicators(actor)
    keys = keys_of(actor, program, known)
    return measured_by(actor, [program], keys, period, known)


def keys_of(actor: Actor, program: Program, known: Catalogue) -> list[str]:
    """Return the indicators that a program and its accounts look at, those of most accounts first.

    Where nobody chose any, it is what is usual in this kind of program.
    """
    inside = Enrolment.objects.visible_to(actor).filter(lasting(), program=program)
    own = Goal.objects.visible_to(actor).filter(program=program)
    sets = IndicatorSet.objects.visible_to(actor).filter(account__in=inside.values("account"))
    counted = sets.order_by().values("indicator_key").annotate(count=Count("pk"), first=Min("pk"))
    shared = counted.order_by("-count", "first").values_list("indicator_key", flat=True)
    chosen = [*own.values_list("indicator_key", flat=True), *shared]
    mark = MARKS[ProgramKind(program.kind)]
    usual = [each.key for each in known if each.headline and mark in each.marks]
    fit = [key for key in dict.fromkeys(chosen) if is_of_programs(known, key)]
    return (fit or [key for key in usual if is_of_programs(known, key)])[:MOST_SHOWN]


def is_of_programs(known: Catalogue, key: str) -> bool:
    """Tell whether an indicator is known and can be measured of a whole program."""
    return key in known and can_be_aimed_at(known.resolved(key), Grain.PROGRAM)


def measured_by(
    actor: Actor,
    programs: Sequence[Program],
    keys: Sequence[str],
    period: Period,
    known: Catalogue,
) -> Measured:
    """Return what indicators say of programs, all measured together: ratios as sums over sums.

    Amounts are in the currency of the programs where they share one, else in the workspace's. Of a
    large program it is what was kept for such a period up to the day asked about, in its own
    currency: measuring it takes longer than anybody waits.
    """
    if not keys or not programs:
        return Measured(())
    large = large_ones(actor, programs)
    small = [program for program in programs if program.pk not in large]
    columns = live_columns(actor, programs, small, keys, period, known)
    kept = kept_answers(
        actor,
        large,
        keys,
        window=KEPT_AS.get(period.name, period.name),
        of=ScopeKind.PROGRAM,
        as_of=period.as_of,
        known_at=period.known_at,
    )
    rows = []
    for key in keys:
        indicator = known.resolved(key)
        of_large = {
            pk: kept.one(pk, indicator.key)
            or Answer(indicator=indicator, status=Status.NOT_MEASURED)
            for pk in large
        }
        rows.append(MeasureRow(indicator, {**columns.get(key, {}), **of_large}))
    return Measured(rows, {pk: kept.measured_at(pk) for pk in large})


def large_ones(actor: Actor, programs: Sequence[Program]) -> list[int]:
    """Return the keys of the programs that have more accounts than are measured while one waits."""
    rows = Enrolment.objects.visible_to(actor).filter(lasting(), program__in=programs)
    counted = rows.order_by().values("program").annotate(accounts=Count("pk"))
    return list(counted.filter(accounts__gt=MOST_LIVE).values_list("program", flat=True))


def live_columns(
    actor: Actor,
    programs: Sequence[Program],
    small: Sequence[Program],
    keys: Sequence[str],
    period: Period,
    known: Catalogue,
) -> Mapping[str, Mapping[int, Answer]]:
    """Return what is measured now of some of the programs shown, by key."""
    if not small:
        return {}
    shown = Scope.of_programs(actor, programs)
    scope = replace(Scope.of_programs(actor, small), currency=shown.currency)
    window = window_of(period, scope)
    answers = live_answers(
        actor, keys, scope=scope, window=window, grain=Grain.PROGRAM, known=known
    )
    return {key: answers.column(key) for key in keys}


def window_of(period: Period, scope: Scope) -> Window:
    """Return the window that a page's period names, by the clocks of its scope."""
    start, end = period.start or period.as_of, period.end or period.as_of
    return Window(
        start=start, end=end, as_of=period.as_of, known_at=period.known_at, zone=scope.zone
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Programs side by side, measured by the indicators of a family or the usual ones."""

    programs: Sequence[Program]
    rows: Sequence[MeasureRow]
    currency: str

    @property
    def is_converted(self) -> bool:
        """Tell whether a program reports in another currency than the comparison."""
        return any(program.currency != self.currency for program in self.programs)

    @property
    def lines(self) -> list[tuple[MeasureRow, list[Cell]]]:
        """The rows with their cells, in the order of the programs."""
        return [(row, row.cells(self.programs)) for row in self.rows]


def comparison(
    actor: Actor, programs: Sequence[Program], family: Family | None, period: Period
) -> Comparison:
    """Return programs side by side; without a family by the headlines usual in any of them."""
    known = known_indicators(actor)
    marks = {MARKS[ProgramKind(program.kind)] for program in programs}
    fit = [each for each in known if each.headline and is_of_programs(known, each.key)]
    if family is not None:
        fit = [each for each in known if each.family is family and is_of_programs(known, each.key)]
    keys = list(dict.fromkeys(each.key for each in fit if family or marks & set(each.marks)))
    rows = measured_by(actor, programs, keys, period, known).rows
    return Comparison(programs, rows, Scope.of_programs(actor, programs).currency)
