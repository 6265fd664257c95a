"""Which numbers are kept: windows, and the indicators of accounts and programs."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.db.models import Q

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import months_before
from accounts.enums import ProgramKind
from accounts.models import Enrolment, Program
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Kind
from metrics.models import Goal, IndicatorSet
from metrics.queries.parameters import programs_with_rules
from metrics.queries.progress import key_of
from metrics.queries.window import Window

A_DAY = timedelta(days=1)
TRAILING = 90
TRAILING_NAME = "trailing_90d"
SUNDAY = 6
OF_ALL = ("account_health_score", "account_health_change")  # plans and lists show them of all
MARKS = {ProgramKind.HIGH_TOUCH: "H", ProgramKind.AUTOMATED: "A", ProgramKind.HYBRID: "Y"}


@dataclass(frozen=True, slots=True, order=True)
class KeptWindow:
    """A window with the name that it is kept under."""

    name: str
    start: date
    end: date

    def seen(self, as_of: date, zone: ZoneInfo) -> Window:
        """Return the window as it is measured on a day."""
        return Window(start=self.start, end=self.end, as_of=as_of, zone=zone)


def standing_windows(as_of: date, fiscal_month: int = 1) -> list[KeptWindow]:
    """Return the windows kept as of a day: trailing, fiscal quarter, fiscal year, closed month.

    >>> [each.name for each in standing_windows(date(2026, 3, 30))]
    ['trailing_90d', 'quarter_to_date', 'year_to_date', 'month:2026-02']
    >>> standing_windows(date(2026, 3, 31), 4)[2].start
    datetime.date(2025, 4, 1)
    """
    tomorrow = as_of + A_DAY
    this_month, closed_end = as_of.replace(day=1), tomorrow.replace(day=1)
    closed = months_before(closed_end, 1)
    months = (as_of.month - fiscal_month) % 12
    return [
        KeptWindow(TRAILING_NAME, tomorrow - timedelta(days=TRAILING), tomorrow),
        KeptWindow("quarter_to_date", months_before(this_month, months % 3), tomorrow),
        KeptWindow("year_to_date", months_before(this_month, months), tomorrow),
        KeptWindow(f"month:{closed:%Y-%m}", closed, closed_end),
    ]


def period_window(start: date, end: date) -> KeptWindow:
    """Return the window of a goal's own period."""
    return KeptWindow(f"period:{start}:{end}", start, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An account as it is measured: how it reports, and what is kept of it."""

    account: int
    currency: str
    zone: str
    fiscal_month: int
    keys: tuple[str, ...]
    is_weekly: bool
    rules: int = 0

    @property
    def way(self) -> tuple[str, str, int, int]:
        """How it reports, when its years begin, and the program whose settings of measures hold.

        Who agree in these are measured together.
        """
        return self.currency, self.zone, self.fiscal_month, self.rules


def members(
    actor: Actor,
    accounts: Collection[int],
    *,
    at: date,
    known: Catalogue,
    workspace: tuple[str, str],
) -> list[Member]:
    """Return how each account is measured on a day.

    It reports as its programs do where these agree, else as the workspace does. What is kept is its
    own set of indicators and its health, or where it has none the headlines of its programs. An
    account of automated programs alone is measured weekly.
    """
    programs = _programs_of(actor, accounts, at)
    ruled = programs_with_rules()
    sets = _sets_of(actor, accounts)
    found = []

    @cache
    def of_kinds(kinds: frozenset[str]) -> tuple[str, ...]:
        return headlines(known, kinds)

    for account in sorted(accounts):
        mine = programs.get(account, [])
        ways = {(each.currency, each.time_zone) for each in mine}
        currency, zone = ways.pop() if len(ways) == 1 else workspace
        months = {each.fiscal_year_month for each in mine}
        own = sets.get(account)
        found.append(
            Member(
                account=account,
                currency=currency,
                zone=zone,
                fiscal_month=months.pop() if len(months) == 1 else 1,
                keys=tuple(key for key in dict.fromkeys((*own, *OF_ALL)) if key in known)
                if own
                else of_kinds(frozenset(each.kind for each in mine)),
                rules=mine[0].pk if len(mine) == 1 and mine[0].pk in ruled else 0,
                is_weekly=bool(mine) and {e.kind for e in mine} == {ProgramKind.AUTOMATED},
            )
        )
    return found


def is_due(member: Member, as_of: date) -> bool:
    """Tell whether an account is measured on that day: weekly ones are on Sundays."""
    return not member.is_weekly or as_of.weekday() == SUNDAY


def headlines(known: Catalogue, kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the computed keys of the rows that programs of these kinds show by default."""
    marks = {MARKS[ProgramKind(kind)] for kind in kinds} or set(MARKS.values())
    return tuple(
        each.key
        for each in known
        if each.is_computed and not each.needs and marks.intersection(each.marks)
    )


def _programs_of(actor: Actor, accounts: Collection[int], at: date) -> dict[int, list[Program]]:
    rows = Enrolment.objects.visible_to(actor).filter(
        Q(to_at=None) | Q(to_at__date__gte=at),
        account__in=accounts,
        from_at__date__lte=at,
        voided_at=None,
    )
    found: dict[int, list[Program]] = {}
    for row in rows.select_related("program"):
        found.setdefault(row.account_id, []).append(row.program)
    return found


def _sets_of(actor: Actor, accounts: Collection[int]) -> dict[int, list[str]]:
    rows = IndicatorSet.objects.visible_to(actor).filter(account__in=accounts)
    found: dict[int, list[str]] = {}
    for account, key in rows.order_by("account", "position", "pk").values_list(
        "account", "indicator_key"
    ):
        found.setdefault(account, []).append(key)
    return found


def window_of_goal(goal: Goal, indicator: Indicator, as_of: date) -> KeptWindow:
    """Return the window that a goal's numbers are kept under: its own period.

    A stock has none: it is the state of the day, and stands in the trailing window.
    """
    if indicator.kind is Kind.STOCK:
        return standing_windows(as_of)[0]
    return period_window(goal.starts_on, goal.due_on + A_DAY)


def goal_windows(
    actor: Actor, targets: Collection[int], *, of: str, as_of: date, known: Catalogue
) -> dict[int, dict[KeptWindow, set[str]]]:
    """Return the windows of goals that run on a day, with their keys, for each of some targets.

    of says what these are: accounts, programs or campaigns.

    Goals narrowed to a part are measured live: a kept row has one number for each key.
    """
    rows = Goal.objects.visible_to(actor).filter(
        starts_on__lte=as_of, due_on__gte=as_of, where={}, **{f"{of}__in": targets}
    )
    found: dict[int, dict[KeptWindow, set[str]]] = {}
    for goal in rows.exclude(indicator_key=""):
        key = key_of(goal, known)
        if key in known:
            window = window_of_goal(goal, known.resolved(key), as_of)
            windows = found.setdefault(getattr(goal, f"{of}_id"), {})
            windows.setdefault(window, set()).add(key)
    return found


def joined(
    standing: Iterable[KeptWindow],
    keys: Iterable[str],
    goals: Mapping[KeptWindow, Iterable[str]],
) -> dict[KeptWindow, list[str]]:
    """Return the windows of one target with the keys kept in each: its own and its goals'."""
    found = {window: list(keys) for window in standing}
    for window, more in goals.items():
        mine = found.setdefault(window, [])
        mine += [key for key in sorted(more) if key not in mine]
    return found


def by_window(
    wanted: Mapping[int, Mapping[KeptWindow, Iterable[str]]],
) -> Iterator[tuple[KeptWindow, dict[int, tuple[str, ...]]]]:
    """Yield each window with its targets and the keys that are kept of each."""
    found: dict[KeptWindow, dict[int, tuple[str, ...]]] = {}
    for target, windows in wanted.items():
        for window, keys in windows.items():
            if keys:
                found.setdefault(window, {})[target] = tuple(keys)
    yield from sorted(found.items())
