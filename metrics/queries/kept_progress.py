"""How goals stand by what is kept: for lists, whose statements may not grow with their rows."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import LAST_INSTANT, end_after
from abmplanner.kit.memory import Memory
from abmplanner.kit.questions import Keys, Words, question
from metrics.calc.status import Flag
from metrics.catalogue.catalogue import Catalogue
from metrics.enums import ScopeKind
from metrics.models import Goal, Measurement
from metrics.queries.answer import Answer
from metrics.queries.indicators import known_indicators
from metrics.queries.keeping import window_of_goal
from metrics.queries.kept import unpacked
from metrics.queries.progress import Progress, answers_to, indicator_of, key_of, progress_of

MOST_PERIODS = 1  # a list measures no more live, where nothing is kept yet
MOST_LIVE = 500  # goals of a period that are measured while somebody waits
OF_A_PLAN = 4  # the same for the goals of one account, and for a page of them in the API

Place: TypeAlias = tuple[ScopeKind, int, str]  # what it is of, its key, and window
Entry: TypeAlias = tuple[int, str, int, str]  # kept row, key and version, currency asked for

OPENED: Memory[Entry, Answer | None] = Memory(20_000)  # kept rows never change


@dataclass(frozen=True, slots=True)
class KeptProgress:
    """How goals stand, and the day as of which each was measured; that day for what is live.

    restated leads from the goals whose value late data changed to when the value was kept. known
    are the indicators that they were read by.
    """

    of: Mapping[int, Progress]
    known: Catalogue
    days: Mapping[int, date] = field(default_factory=dict)
    restated: Mapping[int, datetime] = field(default_factory=dict)


def kept_progress(
    actor: Actor,
    goals: Iterable[Goal],
    *,
    as_of: date,
    known_at: date | None = None,
    periods: int = MOST_PERIODS,
) -> KeptProgress:
    """Return how goals stand by the newest measurements kept up to a day, or known on another.

    A goal of which nothing is kept yet, because it is new, is measured now, together with all that
    share its period, for so many periods; goals of further ones wait for the next measuring.
    """
    chosen, known = list(goals), known_indicators(actor)
    if not chosen:
        return KeptProgress({}, known)
    answers, rows = kept_of_goals(actor, chosen, as_of=as_of, known_at=known_at, known=known)
    days = {pk: row.as_of for pk, row in rows.items()}
    restated = {
        pk: row.recorded_at for pk, row in rows.items() if Flag.RESTATED in answers[pk].flags
    }
    live = measured_now([goal for goal in chosen if goal.pk not in answers], periods)
    if live:
        answers |= answers_to(actor, live, as_of=as_of, known_at=known_at, known=known)
    days |= {goal.pk: as_of for goal in live}
    progress = progress_of(actor, chosen, answers, as_of=as_of, known=known)
    return KeptProgress(progress, known, days, restated)


def kept_of_goals(
    actor: Actor,
    goals: Sequence[Goal],
    *,
    as_of: date,
    known_at: date | None = None,
    known: Catalogue,
) -> tuple[dict[int, Answer], dict[int, "KeptRow"]]:
    """Return the newest kept answer of each goal that has one, and the row it was kept in."""
    wanted: dict[Place, list[tuple[Goal, str]]] = {}
    for goal in goals:
        indicator = indicator_of(goal, known)
        if indicator is not None and not goal.where:
            window = window_of_goal(goal, indicator, min(as_of, goal.due_on)).name
            place = goal.scope, goal.scope_key, window
            wanted.setdefault(place, []).append((goal, key_of(goal, known)))
    found: dict[int, tuple[KeptRow, Entry]] = {}
    for place, row in newest_kept(actor, wanted, as_of, known_at):
        for goal, key in wanted.get(place, ()):
            found[goal.pk] = row, (row.pk, key, known.resolved(key).version, goal.currency)
    entries = [entry for _row, entry in found.values()]
    opened = OPENED.all(entries, partial(_opened, actor, known))
    answers = {pk: opened[entry] for pk, (_row, entry) in found.items()}
    return (
        {pk: answer for pk, answer in answers.items() if answer is not None},
        {pk: found[pk][0] for pk, answer in answers.items() if answer is not None},
    )


def _opened(actor: Actor, known: Catalogue, wanted: list[Entry]) -> dict[Entry, Answer | None]:
    """Open entries of kept rows, all together; None where a row has none in the goal's currency."""
    rows = Measurement.objects.visible_to(actor).filter(pk__in={pk for pk, *_ in wanted})
    packs = dict(rows.values_list("pk", "answers"))
    found: dict[Entry, Answer | None] = dict.fromkeys(wanted)
    packed = []
    for entry_of in wanted:
        pk, key, _version, currency = entry_of
        entry = packs[pk].get(key)
        if entry is not None and currency in {"", entry.get("currency", "")}:
            packed.append((entry_of, (known.resolved(key), entry)))
    answers = unpacked([each for _entry, each in packed])
    return found | dict(zip([entry for entry, _each in packed], answers, strict=True))


class KeptRow(NamedTuple):
    """A kept row without its numbers: whose it is, of which window, and of when."""

    pk: int
    target: int
    window: str
    as_of: date
    recorded_at: datetime


@question(KeptRow)
def newest_of_accounts(
    actor: Actor, accounts: Keys, windows: Words, as_of: date, known_before: datetime
) -> Any:
    """Return the newest kept row of each window of accounts."""
    rows = Measurement.objects.visible_to(actor).filter(
        scope=ScopeKind.ACCOUNT, account__among=accounts, window__among=windows
    )
    return newest(rows.filter(as_of__lte=as_of, recorded_at__lt=known_before), "account")


@question(KeptRow)
def newest_of_programs(
    actor: Actor, programs: Keys, windows: Words, as_of: date, known_before: datetime
) -> Any:
    """Return the newest kept row of each window of programs."""
    rows = Measurement.objects.visible_to(actor).filter(
        scope=ScopeKind.PROGRAM, program__among=programs, window__among=windows
    )
    return newest(rows.filter(as_of__lte=as_of, recorded_at__lt=known_before), "program")


@question(KeptRow)
def newest_of_campaigns(
    actor: Actor, campaigns: Keys, windows: Words, as_of: date, known_before: datetime
) -> Any:
    """Return the newest kept row of each window of campaigns."""
    rows = Measurement.objects.visible_to(actor).filter(
        scope=ScopeKind.CAMPAIGN, campaign__among=campaigns, window__among=windows
    )
    return newest(rows.filter(as_of__lte=as_of, recorded_at__lt=known_before), "campaign")


def newest(rows: Any, target: str) -> Any:
    """Return the row of each target and window that was recorded last of its last day."""
    ordered = rows.order_by(target, "window", "-as_of", "-recorded_at", "-pk")
    return ordered.distinct(target, "window").values_list(
        "pk", target, "window", "as_of", "recorded_at"
    )


def newest_kept(
    actor: Actor, wanted: Collection[Place], as_of: date, known_at: date | None = None
) -> Iterator[tuple[Place, KeptRow]]:
    """Yield the newest kept row of each window: a statement for each kind of thing measured."""
    asked = {
        "windows": sorted({window for _scope, _key, window in wanted}),
        "as_of": as_of,
        "known_before": end_after(known_at) if known_at else LAST_INSTANT,
    }
    for scope, (name, newest_of) in NEWEST.items():
        if keys := sorted({key for kind, key, _window in wanted if kind is scope}):
            for row in newest_of(actor, **{name: keys}, **asked):
                yield (scope, row.target, row.window), row


NEWEST: Mapping[ScopeKind, tuple[str, Any]] = {
    ScopeKind.ACCOUNT: ("accounts", newest_of_accounts),
    ScopeKind.PROGRAM: ("programs", newest_of_programs),
    ScopeKind.CAMPAIGN: ("campaigns", newest_of_campaigns),
}


def measured_now(goals: Sequence[Goal], most: int) -> list[Goal]:
    """Return the goals of the most frequent periods among these, of which there are not too many.

    So many goals as a rule sets for a whole program at once wait for the next measuring.
    """
    periods = Counter((goal.starts_on, goal.due_on) for goal in goals)
    few = Counter({period: count for period, count in periods.items() if count <= MOST_LIVE})
    chosen = {period for period, _count in few.most_common(most)}
    return [goal for goal in goals if (goal.starts_on, goal.due_on) in chosen]
