"""Kept measurements, read: packed numbers opened again by the arithmetic that closed them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import end_after
from metrics.calc.money import quantized
from metrics.calc.spread import Spread
from metrics.calc.status import Flag, Method, Status
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.indicator import Indicator
from metrics.enums import ScopeKind
from metrics.models import DirtyMark, Measurement
from metrics.queries.answer import MONEY, Answer
from metrics.queries.indicators import known_indicators, past_key
from metrics.queries.parameters import DELIVERED, SETTINGS, parameters_of


def unpacked(entries: Sequence[tuple[Indicator, Mapping[str, Any]]]) -> list[Answer]:
    """Return the answers that kept entries open to, in the order given.

    Entries of one form and method are opened together, by the rules that closed them.
    """
    found: dict[int, Answer] = {}
    groups: dict[tuple[Any, Any], list[int]] = {}
    for place, (indicator, _entry) in enumerate(entries):
        method = Method.NONE if indicator.formula is not None else indicator.interval
        groups.setdefault((indicator.form, method), []).append(place)
    for (form, method), places in groups.items():
        kept = [entries[place][1] for place in places]
        rows = _calc("metrics.calc.columns.rows")(
            _calc("metrics.calc.columns.reopened")(form, method, kept)
        )
        for place, row in zip(places, rows, strict=True):
            found[place] = _answer(*entries[place], row)
    return [found[place] for place in range(len(entries))]


def _answer(indicator: Indicator, entry: Mapping[str, Any], row: Mapping[str, Any]) -> Answer:
    is_money = indicator.unit in MONEY
    currency = str(entry.get("currency", ""))

    def out(number: Any) -> Any:
        return quantized(number, currency) if is_money else number

    return Answer(
        indicator=indicator,
        status=Status(row["status"]),
        value=out(row["value"]),
        numerator=row["numerator"],
        denominator=row["denominator"],
        n=row["n"],
        low=out(row["ci_low"]),
        high=out(row["ci_high"]),
        method=row["ci_method"],
        squares=row["squares"],
        spread=Spread.of(entry.get("spread")),
        flags=tuple(Flag(flag) for flag in entry.get("flags", ())),
        exclusions=entry.get("exclusions", {}),
        currency=currency,
        is_covered=not entry.get("uncovered", False),
        settings=entry.get(SETTINGS),
    )


@dataclass(slots=True)
class Kept:
    """Kept answers of several targets: by target and key, with the day each was measured for."""

    answers: dict[int, dict[str, Answer]] = field(default_factory=dict)
    days: dict[int, date] = field(default_factory=dict)
    dirty: set[int] = field(default_factory=set)

    def one(self, target: int, key: str) -> Answer | None:
        """Return the answer of one target to one key; None where nothing is kept."""
        return self.answers.get(target, {}).get(key)

    def measured_at(self, target: int) -> date | None:
        """Return the day as of which the target was measured; None where nothing is kept."""
        return self.days.get(target)

    def is_dirty(self, target: int) -> bool:
        """Tell whether records changed since: the numbers are being restated."""
        return target in self.dirty


def kept_answers(
    actor: Actor,
    targets: Collection[int],
    keys: Iterable[str],
    *,
    window: str,
    of: ScopeKind = ScopeKind.ACCOUNT,
    as_of: date | None = None,
    known_at: date | None = None,
) -> Kept:
    """Return the newest kept answers of accounts or programs, as of a day at the latest.

    as_of takes the newest recorded row of the last day measured up to it; known_at the one that was
    recorded by the end of that day.
    """
    rows = _newest(_rows(actor, of, targets, window, known_at), of, as_of)
    known = known_indicators(actor)
    kept = Kept()
    for target, answers in _opened(rows, list(keys), known, of):
        day, by_key = answers
        kept.answers[target] = by_key
        kept.days[target] = day
    kept.dirty = _dirty(actor, kept.days, of)
    return kept


def kept_series(
    actor: Actor,
    target: int,
    key: str,
    *,
    window: str,
    of: ScopeKind = ScopeKind.ACCOUNT,
    since: date,
    until: date | None = None,
    known_at: date | None = None,
) -> list[tuple[date, Answer]]:
    """Return the kept answers of one account or program to one key, day by day."""
    rows = _rows(actor, of, [target], window, known_at).filter(as_of__gte=since)
    if until is not None:
        rows = rows.filter(as_of__lte=until)
    newest = rows.order_by("as_of", "-recorded_at", "-pk").distinct("as_of")
    known = known_indicators(actor)
    opened = _opened(newest, [key], known, of)
    return [(day, by_key[key]) for _target, (day, by_key) in opened if key in by_key]


def _rows(
    actor: Actor, of: ScopeKind, targets: Collection[int], window: str, known_at: date | None
) -> QuerySet[Measurement]:
    rows: QuerySet[Measurement] = Measurement.objects.visible_to(actor).filter(
        scope=of, window=window
    )
    if of is not ScopeKind.ALL:
        rows = rows.filter(**{f"{of.value}__in": targets})
    if known_at is not None:
        rows = rows.filter(recorded_at__lt=end_after(known_at))
    return rows


def _newest(
    rows: QuerySet[Measurement], of: ScopeKind, as_of: date | None
) -> QuerySet[Measurement]:
    """Return for each target the newest recorded row of its last day."""
    if as_of is not None:
        rows = rows.filter(as_of__lte=as_of)
    target = "scope" if of is ScopeKind.ALL else of.value
    return rows.order_by(target, "-as_of", "-recorded_at", "-pk").distinct(target)


def _opened(
    rows: Iterable[Measurement], keys: Sequence[str], known: Catalogue, of: ScopeKind
) -> list[tuple[int, tuple[date, dict[str, Answer]]]]:
    """Return the answers of kept rows, opened all together."""
    entries, places = [], []
    found: list[tuple[int, tuple[date, dict[str, Answer]]]] = []
    for row in rows:
        by_key: dict[str, Answer] = {}
        found.append((_target(row, of), (row.as_of, by_key)))
        for key in keys:
            indicator = _definition(known, key, row)
            if key in row.answers and indicator is not None:
                entries.append((indicator, entry_of(row, key, indicator)))
                places.append((by_key, key))
    for (by_key, key), answer in zip(places, unpacked(entries), strict=True):
        by_key[key] = answer
    return found


def _definition(known: Catalogue, key: str, row: Measurement) -> Indicator | None:
    """Return the indicator that a kept number was measured by, in the version of then."""
    past = past_key(key, row.versions.get(key, 1))
    if past in known:
        return known[past]
    return known.resolved(key) if key in known else None


def entry_of(row: Measurement, key: str, indicator: Indicator) -> Mapping[str, Any]:
    """Return what a row keeps of a key, with the versions of the settings that it rests on."""
    entry: Mapping[str, Any] = row.answers[key]
    if not parameters_of(indicator):
        return entry
    return {**entry, SETTINGS: tuple(row.versions.get(SETTINGS, DELIVERED.versions))}


def _target(row: Measurement, of: ScopeKind) -> int:
    return int(getattr(row, f"{of.value}_id")) if of is not ScopeKind.ALL else 0


def _dirty(actor: Actor, days: Mapping[int, date], of: ScopeKind) -> set[int]:
    """Return the targets with a mark that reaches back to the day they were measured for."""
    if not days:
        return set()
    latest = end_after(max(days.values()))
    marks = DirtyMark.objects.visible_to(actor).filter(earliest_at__lt=latest)
    if of is ScopeKind.ACCOUNT:
        marks = marks.filter(Q(account__in=days) | Q(account=None, program=None))
    rows = list(marks.values_list("account", "program", "earliest_at"))
    found = set()
    for target, day in days.items():
        for account, program, earliest in rows:
            concerns = {
                ScopeKind.ACCOUNT: account in {target, None},
                ScopeKind.PROGRAM: program in {target, None},
                ScopeKind.CAMPAIGN: True,  # any account may have answered it
                ScopeKind.ALL: True,
            }[of]
            if concerns and earliest < end_after(day):
                found.add(target)
    return found


@cache
def _calc(path: str) -> Callable[..., Any]:
    found: Callable[..., Any] = import_string(path)
    return found
