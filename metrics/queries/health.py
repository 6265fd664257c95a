"""The health of accounts for pages: in lists as it was kept last, of one account part by part."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string

from abmplanner.kit.actor import Actor
from accounts.models import Account
from accounts.queries.history import in_order
from accounts.queries.judgement import has_expired
from metrics.catalogue.parameters import DEFAULTS, HEALTH_PARTS
from metrics.catalogue.words import Grain, Words
from metrics.enums import HealthBand
from metrics.models import AccountHealth, HealthOverride, ParameterSet
from metrics.queries.compiling import Asked, Column
from metrics.queries.datasets.all import DATASETS
from metrics.queries.datasets.health import CHANGE_PARTS
from metrics.queries.keeping import TRAILING, TRAILING_NAME
from metrics.queries.kept import kept_answers
from metrics.queries.measures import MEASURES
from metrics.queries.parameters import Settings, settings_asked, settings_for
from metrics.queries.scope import Scope, became
from metrics.queries.sheet import rows_of
from metrics.queries.window import Window

SCORE, CHANGE, BANDS = "account_health_score", "account_health_change", "health_band_change"
A_DAY = timedelta(days=1)

Rules: TypeAlias = Mapping[str, Any] | Settings

UNITS: Mapping[str, str] = {"nps": "points", "engagement": "percent", "coverage": "percent"}
"""In what each part is measured; the others are plain numbers."""

BY_PLACE: Mapping[int, HealthBand] = {
    1: HealthBand.RED, 2: HealthBand.AMBER, 3: HealthBand.GREEN,
}  # fmt: skip


class Kept(NamedTuple):
    """The health of an account as it was kept last, and what is held against it.

    rules are the settings of the installation that are not as delivered.
    """

    account: int
    score: float | None
    weight_known: float | None
    change: float | None
    as_of: date | None
    band: str | None
    expires_on: date | None
    rules: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class HealthLine:
    """The health of an account at a glance.

    score is None where too little is known. band follows from it; move tells whether the change is
    one, and None where none can be told. override is what a manager holds it for instead.
    """

    score: float | None
    weight_known: float | None
    change: float | None
    as_of: date | None
    band: HealthBand | None
    move: str | None
    override: HealthBand | None = None
    override_until: date | None = None


def health_columns() -> tuple[Any, ...]:
    """Return what a list of accounts selects to show their health: the columns of Kept but one.

    The accounts are within reach already, and what is held against them goes with them.
    """
    held = HealthOverride.objects.unscoped("of accounts that are within reach").filter(
        account=OuterRef("pk"),
        voided_at=None,
        occurred_at__lte=Now(),
        expires_on__gte=timezone.localdate(),
    )
    latest = held.order_by("-occurred_at", "-pk")
    rules = ParameterSet.objects.unscoped("settings hold for everybody").filter(
        program=None, voided_at=None, from_at__lt=Now()
    )
    return (
        "health__score",
        "health__weight_known",
        "health__change",
        "health__as_of",
        Subquery(latest.values("band")[:1]),
        Subquery(latest.values("expires_on")[:1]),
        Subquery(rules.order_by("-from_at", "-number").values("values")[:1]),
    )


def healths(
    actor: Actor,
    rows: Sequence[Kept],
    today: date,
    *,
    as_of: date | None = None,
    known_at: date | None = None,
) -> dict[int, HealthLine]:
    """Return the health of accounts from what their list selected, without a statement more.

    It is as of a day, today unless it is given, when it takes two; what a manager holds it for is
    always today's.
    """
    if (as_of is not None and as_of < today) or known_at is not None:
        rows = _kept_then(actor, rows, as_of, known_at)
    return {row.account: _line(row) for row in rows if row.as_of or row.band}


def health_now(
    actor: Actor, account: Account, today: date, **clocks: date | None
) -> HealthLine | None:
    """Return the health of one account at a glance, as lists show it."""
    rows = Account.objects.visible_to(actor).filter(pk=account.pk)
    kept = [Kept(*each) for each in rows.values_list("pk", *health_columns())]
    return healths(actor, kept, today, **clocks).get(account.pk)


def _kept_then(
    actor: Actor, rows: Sequence[Kept], as_of: date | None, known_at: date | None
) -> list[Kept]:
    """Return the health of accounts as it was kept for a day, or known on one."""
    kept = kept_answers(
        actor,
        [row.account for row in rows],
        [SCORE, CHANGE],
        window=TRAILING_NAME,
        as_of=as_of,
        known_at=known_at,
    )
    found = []
    for row in rows:
        score, change = kept.one(row.account, SCORE), kept.one(row.account, CHANGE)
        found.append(
            row._replace(
                score=_number(score.value) if score else None,
                weight_known=score.denominator if score else None,
                change=_number(change.value) if change else None,
                as_of=kept.measured_at(row.account) if score else None,
            )
        )
    return found


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _line(row: Kept) -> HealthLine:
    rules = {**DEFAULTS, **_rules(row.rules)}
    return HealthLine(
        score=row.score,
        weight_known=row.weight_known,
        change=row.change,
        as_of=row.as_of,
        band=band_of(row.score, rules),
        move=move_of(row.change, rules),
        override=HealthBand(row.band) if row.band else None,
        override_until=row.expires_on,
    )


def _rules(values: Any) -> Mapping[str, Any]:
    return json.loads(values) if isinstance(values, str) else values or {}


def band_of(score: float | None, settings: Rules) -> HealthBand | None:
    """Return the band of a score, None where there is none."""
    if score is None:
        return None
    if score >= settings["health_green_from"]:
        return HealthBand.GREEN
    return HealthBand.AMBER if score >= settings["health_amber_from"] else HealthBand.RED


def move_of(change: float | None, settings: Rules) -> str | None:
    """Return whether a change rose, fell, or is too small to be one."""
    if change is None:
        return None
    band = settings["health_dead_band"]
    return "rose" if change >= band else "fell" if change <= -band else "stable"


def in_band(rows: QuerySet[Account], actor: Actor, band: str) -> QuerySet[Account]:
    """Return the accounts whose health was kept last in a band; unknown is a band, too."""
    kept = AccountHealth.objects.visible_to(actor)
    if band == UNKNOWN:
        return rows.exclude(pk__in=kept.filter(score__isnull=False).values("account"))
    settings = settings_for(None, before=timezone.now())
    green, amber = settings["health_green_from"], settings["health_amber_from"]
    limits: dict[str, dict[str, Any]] = {
        HealthBand.GREEN: {"score__gte": green},
        HealthBand.AMBER: {"score__gte": amber, "score__lt": green},
        HealthBand.RED: {"score__lt": amber},
    }
    return rows.filter(pk__in=kept.filter(**limits[band]).values("account"))


UNKNOWN = "unknown"


# ---- of one account ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of an account's health: what is measured, its points, and what it adds to the change.

    All are None where nothing tells of it: its weight, a percent of the whole, drops out.
    """

    key: str
    name: Words
    weight: float
    value: float | None
    unit: str
    points: float | None
    before: float | None
    adds: float | None


@dataclass(frozen=True, slots=True)
class Override:
    """What one of us holds an account's health for; place is its place in the history, from 1."""

    row: HealthOverride
    place: int
    is_expired: bool
    holds: bool

    @property
    def band(self) -> HealthBand:
        """For what the health is held."""
        return HealthBand(self.row.band)


@dataclass(frozen=True, slots=True)
class AccountHealthPage:
    """The health of an account with its parts.

    naive is the score less that of the window's start, of whatever was known then; composition is
    what of it comes from other parts being known.
    """

    line: HealthLine
    window: Window
    compared: float | None
    naive: float | None
    composition: float | None
    bands: tuple[HealthBand, HealthBand] | None
    parts: Sequence[PartLine]
    overrides: Sequence[Override]


def health_of(
    actor: Actor,
    account: Account,
    today: date,
    *,
    as_of: date | None = None,
    known_at: date | None = None,
) -> AccountHealthPage:
    """Return the health of an account, measured now over the 90 days that end with a day."""
    scope, end = Scope.of_accounts(actor, [account]), (as_of or today) + A_DAY
    window = Window(
        start=end - timedelta(days=TRAILING),
        end=end,
        as_of=as_of or today,
        known_at=known_at,
        zone=scope.zone,
    )
    asked = Asked(actor=actor, scope=scope, window=window, grain=Grain.ACCOUNT)
    settings = settings_asked(asked)
    told = _told(asked, became(actor, [account.pk])[0], settings)
    overrides = overrides_of(actor, account, today)
    held = next((each for each in overrides if each.holds), None)
    line = HealthLine(
        score=told.score,
        weight_known=told.weight_known,
        change=told.change,
        as_of=window.as_of,
        band=band_of(told.score, settings),
        move=move_of(told.change, settings),
        override=held.band if held else None,
        override_until=held.row.expires_on if held else None,
    )
    ends = band_of(told.was, settings), band_of(told.now, settings)
    return AccountHealthPage(
        line=line,
        window=window,
        compared=told.compared,
        naive=told.naive,
        composition=told.composition,
        bands=(ends[0], ends[1]) if ends[0] and ends[1] else None,
        parts=_parts(told),
        overrides=overrides,
    )


def _told(asked: Asked, account: int, settings: Settings) -> Any:
    """Return what the parts of an account come to: one statement, and the same arithmetic."""
    columns = {name: Column(MEASURES[f"health_change_{name}"]) for name in CHANGE_PARTS}
    [rows] = rows_of(asked, DATASETS["health_changes"], list(columns.values()), [])
    cells = {name: rows.cells[column].get(account) or [None] for name, column in columns.items()}
    values = {name: cell[0] for name, cell in cells.items()}
    return _calc("metrics.calc.health.told")(values, settings.values)


def _parts(told: Any) -> list[PartLine]:
    whole = sum(told.weights.values()) or 1
    return [
        PartLine(
            key=key,
            name=HEALTH_PARTS[key],
            weight=100 * told.weights[key] / whole,
            value=told.values[key],
            unit=UNITS.get(key, ""),
            points=told.points[key],
            before=told.before[key],
            adds=told.adds[key],
        )
        for key in told.weights
    ]


def overrides_of(actor: Actor, account: Account, today: date) -> list[Override]:
    """Return what was held against the numbers of an account, the newest first."""
    rows = HealthOverride.objects.visible_to(actor).filter(account=account)
    ordered: Iterable[Any] = in_order(rows).select_related("recorded_by")
    now, found = timezone.now(), []
    for place, row in enumerate(ordered, start=1):
        found.append((row, place, has_expired(row, today), row.occurred_at <= now))
    latest = max((place for _row, place, over, began in found if began and not over), default=0)
    return [Override(row, place, over, place == latest) for row, place, over, _began in found][::-1]


@cache
def _calc(path: str) -> Any:
    """Return a part of the arithmetic; it loads pandas, and so is found on first use."""
    return import_string(path)
