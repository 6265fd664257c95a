"""Goals over time: what was measured day by day, and what the plan of one expects."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import F, Func, IntegerField, Value
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import JSONObject
from django.utils.module_loading import import_string

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import end_after
from metrics.enums import GoalType, Profile, ScopeKind
from metrics.models import Goal, Measurement
from metrics.queries.answer import Answer
from metrics.queries.board import GoalRow
from metrics.queries.keeping import window_of_goal
from metrics.queries.kept import kept_series, unpacked
from metrics.queries.kept_progress import Place
from metrics.queries.opening import address_of
from metrics.queries.progress import own_period, pacing_row

if TYPE_CHECKING:
    from metrics.catalogue.indicator import Indicator

Series: TypeAlias = Sequence[tuple[date, Answer]]

STEPS = 24
COLUMNS = ("window", "as_of", "chosen", "part")
TREND, EVERY = timedelta(days=182), timedelta(days=14)
MOVING = (GoalType.REACH, GoalType.CUMULATE)


def series_of(
    actor: Actor, row: GoalRow, as_of: date, *, since: date | None = None,
    known_at: date | None = None,
) -> list[tuple[date, Answer]]:  # fmt: skip
    """Return the kept values of a goal's own period up to a day, and the one measured for it."""
    goal = row.goal
    if row.indicator is None:
        return []
    kept = kept_series(
        actor,
        goal.scope_key,
        goal.indicator_key,
        window=window_of_goal(goal, row.indicator, as_of).name,
        of=goal.scope,
        since=max(goal.starts_on, since or goal.starts_on),
        until=as_of,
        known_at=known_at,
    )
    series = dict(kept)
    if row.progress.answer is not None and goal.starts_on <= as_of:
        series[min(row.measured_on or as_of, goal.due_on)] = row.progress.answer
    return sorted(series.items())


@dataclass(frozen=True, slots=True)
class Trend:
    """What was measured of a goal over some months, at a distance that a small picture shows."""

    points: tuple[tuple[date, Answer], ...]

    @property
    def drawn_by(self) -> tuple[tuple[Any, ...], ...]:
        """What its drawing follows from."""
        return tuple((day, answer.value, answer.currency) for day, answer in self.points)

    @property
    def ends(self) -> tuple[Answer, Answer] | None:
        """The first and the last value, None where there are no two."""
        known = [answer for _day, answer in self.points if answer.value is not None]
        return (known[0], known[-1]) if len(known) > 1 else None


def trends_of(
    actor: Actor,
    rows: Iterable[GoalRow],
    *,
    as_of: date,
    since: date | None = None,
    known_at: date | None = None,
) -> dict[int, Trend]:
    """Return the trend of each goal up to a day, in one statement for each kind of scope.

    Of so many equal parts of the time, each gives the last value kept in it. since is where it
    begins at the latest, some months back unless it is given.
    """
    first = max(since or date.min, as_of - TREND)
    wanted: dict[Place, list[GoalRow]] = {}
    for row in rows:
        if row.indicator is not None and not row.goal.where:
            window = window_of_goal(row.goal, row.indicator, min(as_of, row.goal.due_on)).name
            place = row.goal.scope, row.goal.scope_key, window
            wanted.setdefault(place, []).append(row)
    entries: list[tuple[Indicator, Mapping[str, Any]]] = []
    places: list[tuple[int, date]] = []
    for place, day, answers in sampled(actor, wanted, first, as_of, known_at):
        for row in wanted.get(place, ()):
            entry = answers.get(row.key)
            if entry and row.indicator is not None and day >= row.goal.starts_on:
                entries.append((row.indicator, entry))
                places.append((row.goal.pk, day))
    found: dict[int, list[tuple[date, Answer]]] = {}
    for (pk, day), answer in zip(places, unpacked(entries), strict=True):
        found.setdefault(pk, []).append((day, answer))
    return {pk: Trend(tuple(sorted(points, key=first_of))) for pk, points in found.items()}


def first_of(point: tuple[date, Answer]) -> date:
    """Return the day of a point."""
    return point[0]


def sampled(
    actor: Actor,
    wanted: Mapping[Place, Iterable[GoalRow]],
    first: date,
    last: date,
    known_at: date | None,
) -> Iterator[tuple[Place, date, Mapping[str, Any]]]:
    """Yield place, day and answers of the last row kept in each part of a time.

    Only the answers that are asked for leave the database: a row holds those of all indicators.
    """
    keys = {row.key for several in wanted.values() for row in several}
    part = Func(
        F("as_of"), Value(first), template=f"(%(expressions)s) / {EVERY.days}", arg_joiner=" - ",
        output_field=IntegerField(),
    )  # fmt: skip
    kept = Measurement.objects.visible_to(actor).filter(
        window__in={window for _scope, _key, window in wanted},
        as_of__gt=first,
        as_of__lte=last,
    )
    if known_at:
        kept = kept.filter(recorded_at__lt=end_after(known_at))
    answers = JSONObject(**{key: KeyTransform(key, "answers") for key in keys})
    for of in (ScopeKind.ACCOUNT, ScopeKind.PROGRAM, ScopeKind.CAMPAIGN):
        targets = {key for scope, key, _window in wanted if scope is of}
        if not targets:
            continue
        rows = kept.filter(scope=of, **{f"{of.value}__in": targets}).annotate(part=part)
        rows = rows.order_by(of.value, "window", "part", "-as_of", "-recorded_at", "-pk")
        rows = rows.distinct(of.value, "window", "part").annotate(chosen=answers)
        for target, window, day, chosen, _part in rows.values_list(of.value, *COLUMNS):
            yield (of, target, window), day, chosen


def opened_on(
    row: GoalRow, days: Iterable[date], *, known_at: date | None = None, back: str = ""
) -> dict[date, str]:
    """Return the addresses at which the values of a goal open, each as it was on its day."""
    if row.indicator is None:
        return {}
    found = {}
    for day in days:
        start, end, seen = own_period(row.goal, row.indicator, day)
        found[day] = address_of(
            row.goal.indicator_key,
            row.scope,
            start=start,
            end=end,
            as_of=seen,
            known_at=known_at,
            back=back,
        )
    return found


def plan_of(goal: Goal, measured: Collection[date] = ()) -> list[tuple[date, float]]:
    """Return what a goal's plan expects on its first day, on days measured, and from there on.

    It has no line where a level is to be kept, where nobody knows the starting value, and for a
    season, which follows from last year's records.
    """
    unknown = goal.type == GoalType.REACH and goal.baseline is None
    if goal.type not in MOVING or goal.profile == Profile.SEASONAL or unknown:
        return []
    last = max(measured, default=goal.starts_on)
    days = sorted({goal.starts_on, *measured, *(day for day in _days(goal) if day > last)})
    rows = [pacing_row(goal, None, day, None) for day in days]
    paced = import_string("metrics.calc.pace.standing_rows")(rows)
    return [
        (day, row["expected_value"])
        for day, row in zip(days, paced, strict=True)
        if row["expected_value"] is not None
    ]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Where a goal would be on a day to come at the pace it has, within its interval."""

    day: date
    value: float
    low: float | None
    high: float | None


def projection_of(row: GoalRow, series: Series, plan: Sequence[tuple[date, float]]) -> list[Ahead]:
    """Return where a goal goes from its last value to its due day, at the pace it has.

    It follows the shape of the plan. It is empty where no projection can be told: too early, no
    value, a level to be kept, a goal that is due.
    """
    goal, progress, answer = row.goal, row.progress, row.progress.answer
    last = max((day for day, _answer in series), default=goal.due_on)
    if progress.projected is None or answer is None or last >= goal.due_on:
        return []
    now = (answer.value, answer.low, answer.high)
    then = (progress.projected, progress.projected_low, progress.projected_high)
    shares = _shares_of_the_way(goal, progress.expected_value, plan, last)
    return [
        Ahead(day, *(_along(start, end, share, row) for start, end in zip(now, then, strict=True)))
        for day, share in shares
    ]


def _shares_of_the_way(
    goal: Goal, expected: float | None, plan: Sequence[tuple[date, float]], last: date
) -> list[tuple[date, float]]:
    """Return which share of what is left the plan expects by each day; straight on without one."""
    target = float(goal.target or 0)
    ahead = [(day, value) for day, value in plan if day > last]
    if expected is None or target == expected or not ahead:
        return [(last, 0.0), (goal.due_on, 1.0)]
    shares = [(day, (value - expected) / (target - expected)) for day, value in ahead]
    return [(last, 0.0), *shares]


def _along(start: Any, end: float | None, share: float, row: GoalRow) -> Any:
    """Return the value a share of the way from one to another, within the ends of its unit."""
    if start is None or end is None:
        return None
    return reachable(float(start) + share * (end - float(start)), row)


def reachable(value: float | None, row: GoalRow) -> float | None:
    """Return a value, or the end of its unit that lies nearest: no share is above 100."""
    ends = row.indicator.ends if row.indicator else None
    if value is None or ends is None:
        return value
    low, high = ends
    return min(max(value, low), high)


def paces_of(goal: Goal, series: Series) -> dict[date, Mapping[str, Any]]:
    """Return by day how fast a goal went as it was measured then, and where it was heading."""
    if goal.profile == Profile.SEASONAL:  # which follows from last year's records
        return {}
    rows = [pacing_row(goal, answer, day, None) for day, answer in series]
    paced = import_string("metrics.calc.pace.standing_rows")(rows)
    return {day: row for (day, _answer), row in zip(series, paced, strict=True)}


def _days(goal: Goal) -> Iterator[date]:
    """Yield days at equal distance, the first and the last among them."""
    length = (goal.due_on - goal.starts_on).days
    steps = min(STEPS, length)
    for step in range(steps + 1):
        yield goal.starts_on + timedelta(days=length * step // steps)
