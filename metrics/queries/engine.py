"""Answers measured live: what is asked for goes to one statement per dataset, then to columns.

The path is the same for one account and for thirty thousand: indicators name measures, measures of
one dataset become one grouped statement, its rows become columns indexed by target, and each
indicator's calculation turns its columns into answers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.utils.module_loading import import_string

from abmplanner.kit.actor import Actor
from metrics.calc.money import quantized
from metrics.calc.status import Flag, Status
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.words import Grain
from metrics.queries.answer import MONEY, Answer
from metrics.queries.compiling import Asked
from metrics.queries.indicators import known_indicators
from metrics.queries.packing import packed
from metrics.queries.parameters import Settings, parameters_of
from metrics.queries.running import under_way
from metrics.queries.scope import Scope
from metrics.queries.sheet import OneDay, Sheet
from metrics.queries.window import Window
from metrics.queries.wishes import (
    Wish,
    can_be_measured,
    narrowed,
    past_of,
    reaches,
    referred,
    with_inputs,
)


@dataclass(slots=True)
class Answers:
    """Answers by target and key. A target is the pk of an account or a program, or 0 for all."""

    targets: list[int]
    by_key: dict[str, dict[int, Answer]] = field(default_factory=dict)

    def one(self, target: int, key: str) -> Answer:
        """Return the answer of one target to one key."""
        return self.by_key[key][target]

    def row(self, target: int) -> dict[str, Answer]:
        """Return the answers of one target, by key."""
        return {key: answers[target] for key, answers in self.by_key.items()}

    def column(self, key: str) -> dict[int, Answer]:
        """Return the answers to one key, by target."""
        return self.by_key[key]


def live_answers(
    actor: Actor,
    keys: Iterable[str],
    *,
    scope: Scope,
    window: Window,
    grain: Grain = Grain.ACCOUNT,
    where: Mapping[str, str] | None = None,
    known: Catalogue | None = None,
) -> Answers:
    """Return the answers of every target of the scope to every key, measured now.

    grain is what each answer is of. where narrows every indicator that has such a dimension. known
    is the catalogue to read the keys from, the one the actor knows unless it is given.

    Raises UnknownIndicator for a key that the actor doesn't know.
    """
    return measured(
        Asked(actor=actor, scope=scope, window=window, grain=grain),
        keys,
        where=where or {},
        known=known or known_indicators(actor),
    )


def live_series(
    actor: Actor,
    keys: Iterable[str],
    *,
    scope: Scope,
    windows: Sequence[Window],
    grain: Grain = Grain.ACCOUNT,
    known: Catalogue,
) -> list[Answers]:
    """Return the answers for several windows of a scope, in their order; see live_answers.

    Windows seen from one instant are asked together: one statement for each dataset, and two more
    for what covers each window.
    """
    keys, day = list(keys), OneDay(scope, dict.fromkeys(windows))
    found = []
    for window in windows:
        asked = Asked(actor=actor, scope=scope, window=window, grain=grain)
        engine, wishes = _measured(asked, keys, {}, known, day)
        answers = {key: engine.answers(wish) for key, wish in wishes.items()}
        found.append(Answers(engine.targets, answers))
    return found


def measured(
    asked: Asked, keys: Iterable[str], *, where: Mapping[str, str], known: Catalogue
) -> Answers:
    """Return the answers to what is asked; see live_answers."""
    engine, wishes = _measured(asked, keys, where, known, OneDay(asked.scope))
    found = Answers(engine.targets)
    for key, wish in wishes.items():
        found.by_key[key] = engine.answers(wish)
    return found


def entries(
    asked: Asked, keys: Iterable[str], *, known: Catalogue, day: OneDay
) -> dict[str, dict[int, str]]:
    """Return what is kept of the answers to what is asked, as JSON, by key and target.

    day is shared by windows that are measured as of one day.
    """
    engine, wishes = _measured(asked, keys, {}, known, day)
    return {
        key: dict(zip(engine.targets, engine.entries(wish), strict=True))
        for key, wish in wishes.items()
    }


def _measured(
    asked: Asked, keys: Iterable[str], where: Mapping[str, str], known: Catalogue, day: OneDay
) -> tuple["_Engine", dict[str, Wish]]:
    """Return what has measured what is asked, and the wish that each key stands for."""
    wanted = {key: known.resolved(key) for key in keys}
    wishes = {
        key: Wish(indicator, narrowed(indicator, where), asked.window)
        for key, indicator in wanted.items()
    }
    engine = _Engine(asked, known, day)
    engine.measure(list(with_inputs(wishes.values(), known)))
    return engine, wishes


class _Engine:
    """Measures wishes of one scope and grain; a window more costs one statement per dataset."""

    def __init__(self, asked: Asked, known: Catalogue, day: OneDay) -> None:
        self.asked = asked
        self.known = known
        self.day = day
        self.targets: list[int] = []
        self.frames: dict[Wish, Any] = {}
        self.exclusions: dict[Wish, Mapping[int, dict[str, int]]] = {}
        self.uncovered: dict[Wish, frozenset[int]] = {}
        self.without: dict[Status, Any] = {}

    def measure(self, wishes: Sequence[Wish]) -> None:
        """Measure all wishes, those of records first, then the formulas in order."""
        by_window: dict[Window, list[Wish]] = {self.asked.window: []}
        for wish in wishes:
            if wish.indicator.formula is None:
                by_window.setdefault(wish.window, []).append(wish)
        for window, of_records in by_window.items():
            self._measure_records(window, of_records)
        for wish in wishes:
            if wish.indicator.formula is not None and wish not in self.frames:
                self._evaluate(wish)

    def answers(self, wish: Wish) -> dict[int, Answer]:
        """Return the answers to a wish, by target."""
        rows = _calc("metrics.calc.columns.rows")(self.frames[wish])
        is_partial = wish.window.is_partial and wish.window.has_begun
        flags = (Flag.PARTIAL,) if is_partial else ()
        settings = self.settings(wish)
        versions = settings.versions if settings else None
        return {
            target: self._answer(wish, target, row, flags, versions)
            for target, row in zip(self.targets, rows, strict=True)
        }

    def entries(self, wish: Wish) -> list[str]:
        """Return what is kept of the answers to a wish as JSON, in the order of the targets."""
        is_partial = wish.window.is_partial and wish.window.has_begun
        return packed(
            self.frames[wish],
            indicator=wish.indicator,
            currency=self.asked.scope.currency,
            flags=(Flag.PARTIAL,) if is_partial else (),
            exclusions=self.exclusions.get(wish, {}),
            uncovered=self.uncovered.get(wish, frozenset()),
        )

    def _answer(
        self,
        wish: Wish,
        target: int,
        row: Mapping[str, Any],
        flags: tuple[Flag, ...],
        settings: tuple[int, int] | None,
    ) -> Answer:
        indicator = wish.indicator
        is_money = indicator.unit in MONEY
        currency = self.asked.scope.currency if is_money else ""

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
            spread=row.get("spread"),
            flags=flags,
            exclusions=self.exclusions.get(wish, {}).get(target, {}),
            currency=currency,
            is_covered=target not in self.uncovered.get(wish, ()),
            settings=settings,
        )

    def settings(self, wish: Wish) -> Settings | None:
        """Return the settings that a number rests on, None where it rests on none."""
        if not parameters_of(wish.indicator):
            return None
        return self.day.settings(replace(self.asked, window=wish.window))

    # ---- of records ----

    def _measure_records(self, window: Window, wishes: Sequence[Wish]) -> None:
        asked = Asked(
            actor=self.asked.actor,
            scope=self.asked.scope,
            window=window,
            grain=self.asked.grain,
        )
        chosen = [wish for wish in wishes if can_be_measured(wish, asked.grain)]
        sheet = Sheet(asked, chosen, self.day)
        sheet.prepare()
        if window is self.asked.window or not self.targets:
            self.targets = sheet.targets
        with under_way(asked):
            sheet.send()
            for wish in wishes:
                self.frames[wish] = self._calculated(wish, sheet)
                self.exclusions[wish] = sheet.exclusions(wish)
                self.uncovered[wish] = sheet.uncovered(wish)

    def _calculated(self, wish: Wish, sheet: Sheet) -> Any:
        indicator = wish.indicator
        if not can_be_measured(wish, self.asked.grain):
            grain = self.asked.grain
            is_waiting = grain in indicator.grains and not reaches(wish, grain)
            waits = is_waiting or not indicator.is_computed
            status = Status.NOT_MEASURED if waits else Status.NOT_APPLICABLE
            return self._without(status)
        if not wish.window.has_begun:
            return self._without(Status.NOT_MEASURED)
        columns = sheet.columns(wish, self.targets)
        settings = self.settings(wish)
        taken = {key: settings[key] for key in indicator.takes} if settings else {}
        frame = _calc(indicator.calculation)(*columns, **taken)
        if indicator.hidden_below:
            least = max(indicator.hidden_below, settings["few_opinions"] if settings else 0)
            frame = _calc("metrics.calc.answers.hidden_below")(frame, least)
        return frame

    def _without(self, status: Status) -> Any:
        """Return answers without a value, the same for all that have none for this reason."""
        if status not in self.without:
            nothing = _calc("metrics.calc.columns.answers_without")
            self.without[status] = nothing(status, self.targets)
        return self.without[status]

    # ---- of formulas ----

    def _evaluate(self, wish: Wish) -> None:
        inputs = dict(referred(wish, self.known))
        past = past_of(wish, self.known)
        index = self._without(Status.NO_DATA).index
        given = _calc("metrics.catalogue.formula.evaluation.Given")(
            index,
            {reference: self.frames[each]["value"] for reference, each in inputs.items()},
            {
                reference: [self.frames[each]["value"] for each in windows]
                for reference, windows in past.items()
            },
        )
        result = _calc("metrics.catalogue.formula.evaluation.evaluated")(
            wish.indicator.formula, given
        )
        frames = [self.frames[each] for each in inputs.values()]
        self.frames[wish] = _calc("metrics.calc.columns.formula_answers")(result, frames)


@cache
def _calc(path: str) -> Callable[..., Any]:
    """Return a part of the arithmetic; it loads pandas, and so is found on first use."""
    found: Callable[..., Any] = import_string(path)
    return found
