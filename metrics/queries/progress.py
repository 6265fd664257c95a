"""How goals stand: measured together, in as few statements as their periods allow."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeAlias

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import end_after
from abmplanner.kit.memory import Memory
from accounts.models import Campaign, Enrolment, Program
from metrics.calc.status import GoalStatus
from metrics.catalogue.catalogue import Catalogue, UnknownIndicator
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Grain, Kind
from metrics.enums import GoalType, Profile, ScopeKind
from metrics.models import Goal
from metrics.queries.answer import Answer
from metrics.queries.compiling import Asked
from metrics.queries.engine import measured
from metrics.queries.indicators import known_indicators, past_key
from metrics.queries.scope import Scope, lineage
from metrics.queries.window import Window

Numbers: TypeAlias = tuple[Any, ...]

A_DAY = timedelta(days=1)
GRAINS = {
    ScopeKind.ACCOUNT: Grain.ACCOUNT,
    ScopeKind.PROGRAM: Grain.PROGRAM,
    ScopeKind.CAMPAIGN: Grain.CAMPAIGN,
}
ON_TRACK, AT_RISK, TOO_EARLY = 0.90, 0.70, 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a goal stands at a day.

    answer is None for a milestone, and where the indicator is known no more. attained is a share,
    below 0 when it went backwards and above 1 when it is more than was asked; expected is the share
    that should be attained by now. unsure tells that the expected value lies within the interval of
    the measured one: the value can't be told from the plan.
    """

    goal: Goal
    status: GoalStatus
    answer: Answer | None = None
    attained: float | None = None
    expected: float | None = None
    pace: float | None = None
    unsure: bool = False
    expected_value: float | None = None
    projected: float | None = None
    projected_low: float | None = None
    projected_high: float | None = None

    @property
    def heading(self) -> float | None:
        """The share of the way that would be attained when due at this pace, while it is on it."""
        ended = self.status in {GoalStatus.ACHIEVED, GoalStatus.MISSED}
        return None if ended or self.projected is None else self.pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an account, a campaign or a program stands in all its goals.

    score is None where less than 60 % of the weight is known; coverage is how much of it is.
    measured says how many of the goals that can be judged by now have data. counts says of a
    program how many of its accounts are in which band.
    """

    score: float | None
    coverage: float | None = None
    band: GoalStatus
    measured: int = 0
    goals: int = 0
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)


PACED: Memory[Numbers, dict[str, Any]] = Memory(20_000)  # a goal's numbers, and where it stands
STANDINGS: Memory[tuple[Numbers, ...], Standing] = Memory(20_000)  # the same of sets of goals


def goal_progress(
    actor: Actor, goals: Iterable[Goal], *, as_of: date, known_at: date | None = None
) -> dict[int, Progress]:
    """Return how each goal stands at the end of a day, by the goal's primary key.

    Goals with the same period, indicator filter, currency and time zone are measured together,
    whatever their number; stocks need no period and are all measured together.
    """
    chosen = list(goals)
    if not chosen:
        return {}
    known = known_indicators(actor)
    answers = answers_to(actor, chosen, as_of=as_of, known_at=known_at, known=known)
    return progress_of(actor, chosen, answers, as_of=as_of, known=known)


def progress_of(
    actor: Actor,
    goals: Sequence[Goal],
    answers: Mapping[int, Answer],
    *,
    as_of: date,
    known: Catalogue,
) -> dict[int, Progress]:
    """Return how each goal stands at the end of a day, given what was measured of it."""
    if not goals:
        return {}
    seasons = _seasons(actor, goals, as_of=as_of, known=known)
    rows = [pacing_row(goal, answers.get(goal.pk), as_of, seasons.get(goal.pk)) for goal in goals]
    return {
        goal.pk: Progress(goal=goal, answer=answers.get(goal.pk), **paced)
        for goal, paced in zip(goals, _paced(rows), strict=True)
    }


# ---- measuring ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Together:
    """What goals have in common that are measured by the same statements."""

    grain: Grain
    currency: str
    zone: str
    start: date
    end: date
    as_of: date
    where: tuple[tuple[str, str], ...]


def answers_to(
    actor: Actor,
    goals: Sequence[Goal],
    *,
    as_of: date,
    known_at: date | None = None,
    known: Catalogue,
    period: Callable[[Goal, Indicator, date], tuple[date, date, date]] | None = None,
) -> dict[int, Answer]:
    """Return the answer to each goal's indicator, by the goal's primary key.

    period gives start, end and as-of day of a goal; the goal's own period unless it is given.
    """
    accounts = lineage(actor, {goal.account_id for goal in goals if goal.account_id})
    ways = _ways_of_reporting(actor, goals, accounts)
    groups: dict[_Together, list[Goal]] = {}
    for goal in goals:
        indicator = indicator_of(goal, known)
        if indicator is None:
            continue
        start, end, seen = (period or own_period)(goal, indicator, as_of)
        scope = ways[goal.pk]
        together = _Together(
            GRAINS[goal.scope],
            scope.currency,
            scope.zone.key,
            start,
            end,
            seen,
            tuple(sorted((goal.where or {}).items())),
        )
        groups.setdefault(together, []).append(goal)
    found: dict[int, Answer] = {}
    for together, members in groups.items():
        found |= _measured_together(actor, together, members, ways, accounts, known_at, known)
    return found


def _measured_together(
    actor: Actor,
    together: _Together,
    goals: Sequence[Goal],
    ways: Mapping[int, Scope],
    accounts: Mapping[int, int],
    known_at: date | None,
    known: Catalogue,
) -> dict[int, Answer]:
    grain = together.grain
    targets = {goal.pk: target_of(goal, accounts) for goal in goals}
    chosen = tuple(sorted(set(targets.values())))
    scope = replace(
        ways[goals[0].pk],
        accounts=chosen if grain is Grain.ACCOUNT else None,
        programs=chosen if grain is Grain.PROGRAM else (),
        campaigns=chosen if grain is Grain.CAMPAIGN else (),
    )
    window = Window(
        start=together.start,
        end=together.end,
        as_of=together.as_of,
        known_at=known_at,
        zone=scope.zone,
    )
    asked = Asked(actor=actor, scope=scope, window=window, grain=together.grain)
    keys = {goal.pk: key_of(goal, known) for goal in goals}
    answers = measured(asked, set(keys.values()), where=dict(together.where), known=known)
    seen = set(answers.targets)
    return {
        goal.pk: answers.one(targets[goal.pk], keys[goal.pk])
        for goal in goals
        if targets[goal.pk] in seen
    }


def target_of(goal: Goal, accounts: Mapping[int, int]) -> int:
    """Return the account that a goal's account is now, or the goal's program or campaign."""
    return accounts[goal.account_id] if goal.account_id is not None else goal.scope_key


def own_period(goal: Goal, indicator: Indicator, as_of: date) -> tuple[date, date, date]:
    """Return start, end and as-of day of a goal's own period.

    A stock is the state of a day, the due date at the latest; its period is that day, so that all
    stocks are measured together.
    """
    if indicator.kind is Kind.STOCK and indicator.formula is None:
        day = min(as_of, goal.due_on)
        return day, day + A_DAY, day
    return goal.starts_on, goal.due_on + A_DAY, as_of


def indicator_of(goal: Goal, known: Catalogue) -> Indicator | None:
    """Return the indicator of a goal; None for a milestone, and where it is known no more."""
    if goal.type == GoalType.MILESTONE:
        return None
    try:
        return known.resolved(key_of(goal, known))
    except UnknownIndicator:
        return None


def key_of(goal: Goal, known: Catalogue) -> str:
    """Return the key of a goal's indicator, by the definition that it was approved with."""
    past = past_key(goal.indicator_key, goal.indicator_version)
    return past if goal.approved_at and past in known else goal.indicator_key


def _ways_of_reporting(
    actor: Actor, goals: Sequence[Goal], accounts: Mapping[int, int]
) -> dict[int, Scope]:
    """Return in which currency, and by whose clocks, each goal reports: its program's.

    An account in programs that differ reports as the workspace does, and so does a campaign of no
    program. A goal that was approved keeps its currency.
    """
    workspace = Scope.everything(actor)
    programs = {goal.program_id for goal in goals if goal.program_id}
    of_program = {
        pk: (currency, zone)
        for pk, currency, zone in Program.objects.visible_to(actor)
        .filter(pk__in=programs)
        .values_list("pk", "currency", "time_zone")
    }
    of_campaign = {
        pk: (currency, zone)
        for pk, currency, zone in Campaign.objects.visible_to(actor)
        .filter(pk__in={goal.campaign_id for goal in goals if goal.campaign_id})
        .exclude(program=None)
        .values_list("pk", "program__currency", "program__time_zone")
    }
    of_account = _ways_of_accounts(actor, set(accounts.values()))
    found = {}
    for goal in goals:
        target = target_of(goal, accounts)
        if goal.scope is ScopeKind.ACCOUNT:
            ways = set(of_account.get(target, ()))
        else:
            whole = of_program if goal.scope is ScopeKind.PROGRAM else of_campaign
            ways = {whole[target]} if target in whole else set()
        scope = workspace.reported(ways)
        found[goal.pk] = replace(scope, currency=goal.currency or scope.currency)
    return found


def _ways_of_accounts(actor: Actor, accounts: Collection[int]) -> dict[int, set[tuple[str, str]]]:
    rows = Enrolment.objects.visible_to(actor).filter(account__in=accounts, voided_at=None)
    current = rows.filter(Q(to_at=None) | Q(to_at__gt=Now()))
    ways: dict[int, set[tuple[str, str]]] = {}
    for account, *way in current.values_list("account", "program__currency", "program__time_zone"):
        ways.setdefault(account, set()).add((way[0], way[1]))
    return ways


def _seasons(
    actor: Actor, goals: Sequence[Goal], *, as_of: date, known: Catalogue
) -> dict[int, float]:
    """Return the share of last year's total that was reached by the same day of last year."""
    seasonal = [goal for goal in goals if goal.profile == Profile.SEASONAL]
    if not seasonal:
        return {}

    def last_year(goal: Goal, _indicator: Indicator, day: date) -> tuple[date, date, date]:
        own = Window(
            start=goal.starts_on,
            end=goal.due_on + A_DAY,
            as_of=min(day, goal.due_on),
            zone=Scope.everything(actor).zone,
        ).shifted("1y")
        return own.start, own.end, own.as_of

    def whole_year(goal: Goal, indicator: Indicator, _day: date) -> tuple[date, date, date]:
        return last_year(goal, indicator, goal.due_on)

    by_now = answers_to(actor, seasonal, as_of=as_of, known=known, period=last_year)
    in_all = answers_to(actor, seasonal, as_of=as_of, known=known, period=whole_year)
    shares = {}
    for goal in seasonal:
        part, whole = (_value(each.get(goal.pk)) for each in (by_now, in_all))
        if part is not None and whole:
            shares[goal.pk] = part / whole
    return shares


# ---- pacing ------------------------------------------------------------------------------------


def pacing_row(
    goal: Goal, answer: Answer | None, as_of: date, season: float | None
) -> dict[str, Any]:
    """Return what the arithmetic of pace takes of one goal."""
    is_milestone = goal.type == GoalType.MILESTONE
    over = (min(as_of, goal.due_on) - goal.starts_on).days + 1
    duration = (goal.due_on - goal.starts_on).days + 1
    profile, points = goal.profile, goal.profile_points
    return {
        "type": goal.type,
        "profile": profile,
        "elapsed": max(0.0, over / duration),
        "duration": float(duration),
        "lag": float(points) if profile == Profile.LAGGED and isinstance(points, int) else 0.0,
        "points": _dated(goal) if profile == Profile.MILESTONES else None,
        "season": season,
        "value": float(goal.is_done) if is_milestone else _value(answer),
        "baseline": _float(goal.baseline),
        "target": _float(goal.target),
        "low": _float(goal.target),
        "high": _float(goal.target_high),
        "tolerance": _float(goal.tolerance),
        "started": as_of >= goal.starts_on,
        "due": as_of >= goal.due_on,
        "ci_low": _float(answer.low) if answer else None,
        "ci_high": _float(answer.high) if answer else None,
        "on_track": ON_TRACK,
        "at_risk": AT_RISK,
        "too_early": TOO_EARLY,
    }


def _dated(goal: Goal) -> tuple[tuple[float, float], ...]:
    """Return the points of a goal as pairs of elapsed share and expected share."""
    duration = (goal.due_on - goal.starts_on).days + 1
    return tuple(
        (((date.fromisoformat(day) - goal.starts_on).days + 1) / duration, float(share))
        for day, share in goal.profile_points or []
    )


def _paced(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return where goals stand, given what the arithmetic of pace takes of each."""

    def found(missing: list[Numbers]) -> dict[Numbers, dict[str, Any]]:
        paced = _calc("metrics.calc.pace.standing_rows")(
            [dict(zip(rows[0], each, strict=True)) for each in missing]
        )
        for row in paced:
            row |= {"status": GoalStatus(row["status"]), "unsure": bool(row["unsure"])}
        return dict(zip(missing, paced, strict=True))

    keys = [tuple(row.values()) for row in rows]
    known = PACED.all(keys, found)
    return [known[key] for key in keys]


def _value(answer: Answer | None) -> float | None:
    return _float(answer.value) if answer else None


def _float(number: Any) -> float | None:
    return None if number is None else float(number)


# ---- rolling up --------------------------------------------------------------------------------


def account_standings(
    goals: Iterable[Goal], progress: Mapping[int, Progress]
) -> dict[int, Standing]:
    """Return how each account stands in all its goals, by the account's primary key."""
    return _standings(ScopeKind.ACCOUNT, goals, progress)


def campaign_standings(
    goals: Iterable[Goal], progress: Mapping[int, Progress]
) -> dict[int, Standing]:
    """Return how each campaign stands in all its goals, by the campaign's primary key."""
    return _standings(ScopeKind.CAMPAIGN, goals, progress)


def _standings(
    scope: ScopeKind, goals: Iterable[Goal], progress: Mapping[int, Progress]
) -> dict[int, Standing]:
    of: dict[int, list[Numbers]] = {}
    for goal in goals:
        if goal.scope is scope and goal.pk in progress:
            of.setdefault(goal.scope_key, []).append(_judged(goal, progress[goal.pk]))
    sets = {key: tuple(rows) for key, rows in of.items()}
    known = STANDINGS.all(sets.values(), _rolled_up)
    return {key: known[rows] for key, rows in sets.items()}


JUDGED = ("pace", "attained", "status", "weight", "critical")


def _judged(goal: Goal, progress: Progress) -> Numbers:
    """Return what rolling up takes of one goal."""
    status = progress.status.value
    return progress.pace, progress.attained, status, float(goal.weight), goal.is_critical


def _rolled_up(sets: list[tuple[Numbers, ...]]) -> dict[tuple[Numbers, ...], Standing]:
    """Return how each of some sets of goals stands."""
    rows = [dict(zip(JUDGED, row, strict=True)) for each in sets for row in each]
    within = [place for place, each in enumerate(sets) for _row in each]
    standings = _calc("metrics.calc.pace.rolled_up_rows")(rows, within)
    return {
        sets[place]: Standing(
            score=row["score"],
            coverage=row["coverage"],
            band=GoalStatus(row["band"]),
            measured=row["measured"],
            goals=row["goals"],
        )
        for place, row in standings.items()
    }


def program_standings(
    actor: Actor, accounts: Mapping[int, Standing], as_of: date
) -> dict[int, Standing]:
    """Return how each program stands: the mean of its accounts, and how many are in which band.

    An account counts in every program that it is enrolled in at the end of the day.
    """
    at = end_after(as_of)
    rows = Enrolment.objects.visible_to(actor).filter(
        Q(to_at=None) | Q(to_at__gte=at), from_at__lt=at, voided_at=None
    )
    pairs = sorted(
        {
            (program, account)
            for program, account in rows.values_list("program", "account")
            if account in accounts
        }
    )
    if not pairs:
        return {}
    frame = [
        {"score": accounts[account].score, "band": accounts[account].band.value}
        for _program, account in pairs
    ]
    found = _calc("metrics.calc.pace.portfolio_rows")(frame, [program for program, _ in pairs])
    measured, goals = Counter[int](), Counter[int]()
    for program, account in pairs:
        measured[program] += accounts[account].measured
        goals[program] += accounts[account].goals
    return {
        program: Standing(
            score=row.pop("score"),
            band=GoalStatus(row.pop("band")),
            counts=row,
            measured=measured[program],
            goals=goals[program],
        )
        for program, row in found.items()
    }


@cache
def _calc(path: str) -> Callable[..., Any]:
    found: Callable[..., Any] = import_string(path)
    return found
