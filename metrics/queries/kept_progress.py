"""How goals stand by what is kept: for lists, whose statements may not grow with their rows."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from abmplanner.kit.actor import Actor
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
OF_A_PLAN = 4  # the same for the goals of one account, and for a page of them in the API

Place = tuple[int | None, int | None, str]  # account or program, and window


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
    actor: Actor, goals: Iterable[Goal], *, as_of: date, periods: int = MOST_PERIODS
) -> KeptProgress:
    """Return how goals stand by the newest measurements kept up to a day.

    A goal of which nothing is kept yet, because it is new, is measured now, together with all that
    share its period, for so many periods; goals of further ones wait for the next measuring.
    """
    chosen, known = list(goals), known_indicators(actor)
    if not chosen:
        return KeptProgress({}, known)
    answers, rows = kept_of_goals(actor, chosen, as_of=as_of, known=known)
    days = {pk: row.as_of for pk, row in rows.items()}
    restated = {
        pk: row.recorded_at for pk, row in rows.items() if Flag.RESTATED in answers[pk].flags
    }
    live = measured_now([goal for goal in chosen if goal.pk not in answers], periods)
    answers |= answers_to(actor, live, as_of=as_of, known=known) if live else {}
    days |= {goal.pk: as_of for goal in live}
    progress = progress_of(actor, chosen, answers, as_of=as_of, known=known)
    return KeptProgress(progress, known, days, restated)


def kept_of_goals(
    actor: Actor, goals: Sequence[Goal], *, as_of: date, known: Catalogue
) -> tuple[dict[int, Answer], dict[int, Measurement]]:
    """Return the newest kept answer of each goal that has one, and the row it was kept in."""
    wanted: dict[Place, list[tuple[Goal, str]]] = {}
    for goal in goals:
        indicator = indicator_of(goal, known)
        if indicator is not None and not goal.where:
            window = window_of_goal(goal, indicator, min(as_of, goal.due_on)).name
            place = goal.account_id, goal.program_id, window
            wanted.setdefault(place, []).append((goal, key_of(goal, known)))
    entries, found = [], []
    for row in newest_kept(actor, wanted, as_of):
        for goal, key in wanted.get((row.account_id, row.program_id, row.window), ()):
            indicator = indicator_of(goal, known)
            entry = row.answers.get(key)
            same_money = not entry or goal.currency in {"", entry.get("currency", "")}
            if indicator is not None and entry is not None and same_money:
                entries.append((indicator, entry))
                found.append((goal.pk, row))
    opened = unpacked(entries)
    answers = {pk: answer for (pk, _row), answer in zip(found, opened, strict=True)}
    return answers, dict(found)


def newest_kept(actor: Actor, wanted: Collection[Place], as_of: date) -> Iterator[Measurement]:
    """Yield the newest kept row of each window: a statement for accounts, one for programs."""
    rows = Measurement.objects.visible_to(actor).filter(
        window__in={window for _account, _program, window in wanted}, as_of__lte=as_of
    )
    accounts = {account for account, _program, _window in wanted if account}
    programs = {program for _account, program, _window in wanted if program}
    if accounts:
        yield from newest(rows.filter(scope=ScopeKind.ACCOUNT, account__in=accounts), "account")
    if programs:
        yield from newest(rows.filter(scope=ScopeKind.PROGRAM, program__in=programs), "program")


def newest(rows: Any, target: str) -> Any:
    """Return the row of each target and window that was recorded last of its last day."""
    ordered = rows.order_by(target, "window", "-as_of", "-recorded_at", "-pk")
    return ordered.distinct(target, "window")


def measured_now(goals: Sequence[Goal], most: int) -> list[Goal]:
    """Return the goals of the most frequent periods among these."""
    periods = Counter((goal.starts_on, goal.due_on) for goal in goals)
    chosen = {period for period, _count in periods.most_common(most)}
    return [goal for goal in goals if (goal.starts_on, goal.due_on) in chosen]
