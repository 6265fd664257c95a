"""Answers measured live: what is asked for goes to one statement per dataset, then to columns.

The path is the same for one account and for thirty thousand: indicators name measures, measures of
one dataset become one grouped statement, its rows become columns indexed by target, and each
indicator's calculation turns its columns into answers.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.module_loading import import_string

from abmplanner.kit.actor import Actor
from metrics.calc.money import quantized
from metrics.calc.status import Flag, Status
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.formula.references import dimensions_of
from metrics.catalogue.formula.tree import Call, Node, Reference, parts, references
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.measure import Aggregate, Measure
from metrics.catalogue.words import Grain
from metrics.queries.answer import MONEY, Answer
from metrics.queries.compiling import (
    Asked,
    Column,
    dataset_of,
    grouped,
    reasons_of,
    run,
    told,
    ways_of_dating,
)
from metrics.queries.coverage import Coverage, coverage, in_use, programs_began
from metrics.queries.datasets.all import DATASETS
from metrics.queries.indicators import known_indicators
from metrics.queries.measures import MEASURES
from metrics.queries.scope import Scope
from metrics.queries.window import Window

Where = tuple[tuple[str, str], ...]
HISTORY = 8  # earlier windows that a score against its own past looks at


@dataclass(frozen=True, slots=True)
class Wish:
    """One indicator, narrowed to values of dimensions, in a window."""

    indicator: Indicator
    where: Where
    window: Window


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


def measured(
    asked: Asked, keys: Iterable[str], *, where: Mapping[str, str], known: Catalogue
) -> Answers:
    """Return the answers to what is asked; see live_answers."""
    wanted = {key: known.resolved(key) for key in keys}
    wishes = {
        key: Wish(indicator, narrowed(indicator, where), asked.window)
        for key, indicator in wanted.items()
    }
    every = list(_with_inputs(wishes.values(), known))
    engine = _Engine(asked, known)
    engine.measure(every)
    found = Answers(engine.targets)
    for key, wish in wishes.items():
        found.by_key[key] = engine.answers(wish)
    return found


def narrowed(indicator: Indicator, where: Mapping[str, str]) -> Where:
    """Return the part of what is asked that the indicator has as dimensions, or its defaults."""
    asked = {name: where[name] for name in where if name in indicator.dimensions}
    return tuple(sorted({**indicator.defaults, **asked}.items()))


def _with_inputs(wishes: Iterable[Wish], known: Catalogue) -> Iterator[Wish]:
    """Yield the wishes and everything that their formulas refer to, needed ones first."""
    for wish in dict.fromkeys(wishes):
        if wish.indicator.formula is not None:
            inputs = [each for _of, each in referred(wish, known)]
            inputs += [each for past in _past(wish, known).values() for each in past]
            yield from _with_inputs(inputs, known)
        yield wish


def referred(wish: Wish, known: Catalogue) -> list[tuple[Reference, Wish]]:
    """Return what each reference of a formula asks for."""
    found = []
    for reference in dict.fromkeys(references(wish.indicator.formula)):
        indicator = known.resolved(reference.key)
        picked = dimensions_of(reference, indicator)
        window = wish.window.shifted(reference.shift) if reference.shift else wish.window
        found.append((reference, Wish(indicator, narrowed(indicator, picked), window)))
    return found


def _past(wish: Wish, known: Catalogue) -> dict[Reference, list[Wish]]:
    """Return the earlier windows of the references that are compared with their own past."""
    compared = set(_compared(wish.indicator.formula))
    found: dict[Reference, list[Wish]] = {}
    for reference, now in referred(wish, known):
        if reference in compared:
            window = now.window
            for _step in range(HISTORY):
                window = window.shifted("prev")
                found.setdefault(reference, []).append(Wish(now.indicator, now.where, window))
    return found


def _compared(node: Node) -> Iterator[Node]:
    if isinstance(node, Call) and node.name == "zscore_hist":
        yield node.arguments[0]
    for part in parts(node):
        yield from _compared(part)


class _Engine:
    """Measures wishes of one scope and grain; a window more costs one statement per dataset."""

    def __init__(self, asked: Asked, known: Catalogue) -> None:
        self.asked = asked
        self.known = known
        self.targets: list[int] = []
        self.frames: dict[Wish, Any] = {}
        self.exclusions: dict[Wish, dict[int, dict[str, int]]] = {}
        self.uncovered: dict[Wish, set[int]] = {}
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
        return {
            target: self._answer(wish, target, row, flags)
            for target, row in zip(self.targets, rows, strict=True)
        }

    def _answer(
        self, wish: Wish, target: int, row: Mapping[str, Any], flags: tuple[Flag, ...]
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
        )

    # ---- of records ----

    def _measure_records(self, window: Window, wishes: Sequence[Wish]) -> None:
        asked = Asked(
            actor=self.asked.actor,
            scope=self.asked.scope,
            window=window,
            grain=self.asked.grain,
        )
        sheet = _Sheet(asked, [wish for wish in wishes if can_be_measured(wish, asked.grain)])
        sheet.fill()
        if window is self.asked.window or not self.targets:
            self.targets = sheet.targets
        for wish in wishes:
            self.frames[wish] = self._calculated(wish, sheet)
            self.exclusions[wish] = sheet.exclusions(wish)
            self.uncovered[wish] = sheet.uncovered(wish)

    def _calculated(self, wish: Wish, sheet: "_Sheet") -> Any:
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
        frame = _calc(indicator.calculation)(*columns)
        if indicator.hidden_below:
            frame = _calc("metrics.calc.answers.hidden_below")(frame, indicator.hidden_below)
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
        past = _past(wish, self.known)
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


def can_be_measured(wish: Wish, grain: Grain) -> bool:
    """Tell whether an indicator has its records, the dimensions that it needs, and that grain."""
    named = {name for name, _value in wish.where}
    indicator = wish.indicator
    applies = grain in indicator.grains and named.issuperset(indicator.needs)
    return indicator.is_computed and applies and reaches(wish, grain)


def reaches(wish: Wish, grain: Grain) -> bool:
    """Tell whether the records of an indicator know what they are of at that grain."""
    if grain in EVERYWHERE or not wish.indicator.is_computed:
        return True
    columns = (*inputs_of(wish), opened_by(wish))
    return all(grain in dataset_of(column.measure).by for column in columns)


EVERYWHERE = (Grain.ACCOUNT, Grain.PROGRAM, Grain.ALL)
"""What every record counts for: its account, the programs that was in, and all together."""


class _Sheet:
    """The measures of one window: filled by one statement per dataset, read by column."""

    def __init__(self, asked: Asked, wishes: Sequence[Wish]) -> None:
        self.asked = asked
        self.wishes = wishes
        self.targets: list[int] = []
        self.covers: dict[int, dict[str, Coverage]] = {}
        self.began: dict[int, bool] = {}
        self.used: frozenset[str] = frozenset()
        self.cells: dict[Column, dict[int, Any]] = {}
        self.seen: dict[tuple[str, str], dict[int, int]] = {}
        self.left_out: dict[Column, dict[int, dict[str, int]]] = {}
        self.measured: dict[tuple[str, str], Mapping[int, bool]] = {}

    def fill(self) -> None:
        """Ask the database: who there is and what covers them, then each dataset once."""
        columns = list(dict.fromkeys(c for wish in self.wishes for c in inputs_of(wish)))
        opened = list(dict.fromkeys(opened_by(wish) for wish in self.wishes))
        by_dataset: dict[str, list[Column]] = {}
        for column in columns:
            by_dataset.setdefault(column.measure.dataset, []).append(column)
        for column in opened:
            by_dataset.setdefault(column.measure.dataset, [])
        datasets = [DATASETS[key] for key in by_dataset]
        types = {each for dataset in datasets for each in dataset.record_types}
        self.covers = coverage(self.asked, types or {"enrolment"})
        self.targets = sorted(self.covers)
        if "enrolment" in types:
            self.began = programs_began(self.asked)
        self.used = in_use(self.asked, datasets)
        for dataset, chosen in by_dataset.items():
            mine = [column for column in opened if column.measure.dataset == dataset]
            self._fill(dataset, chosen, mine)

    def _fill(self, key: str, columns: Sequence[Column], opened: Sequence[Column]) -> None:
        dated = ways_of_dating(columns)
        dataset = dataset_of((*columns, *opened)[0].measure)
        statement = grouped(self.asked, dataset, columns, opened)
        for row in run(self.asked, statement, told=told(dataset, (*columns, *opened))):
            target, *cells = row
            for column in columns:
                self.cells.setdefault(column, {})[target] = cells.pop(0)
            for measure in dated:
                self.seen.setdefault((key, measure.dated_by), {})[target] = cells.pop(0)
            for column in opened:
                counts = {why: cells.pop(0) for why in reasons_of(column)}
                left_out = {why: number for why, number in counts.items() if number}
                self.left_out.setdefault(column, {})[target] = left_out

    def columns(self, wish: Wish, targets: Sequence[int]) -> list[Any]:
        """Return the inputs of an indicator as columns, missing where they are not measured."""
        inputs = inputs_of(wish)
        cells = {str(place): self._cells(column, targets) for place, column in enumerate(inputs)}
        found = _calc("metrics.calc.columns.columns")(targets, cells)
        return [found[str(place)] for place in range(len(inputs))]

    def _cells(self, column: Column, targets: Sequence[int]) -> list[Any]:
        """Return one measure of each target; nothing is zero only where a feed was live."""
        cells = self.cells.get(column, {})
        nothing = _NOTHING.get(column.measure.aggregate)
        measured = self._measured(column.measure)
        return [
            None
            if not measured[target]
            else nothing
            if (cell := cells.get(target)) is None
            else cell
            for target in targets
        ]

    def _measured(self, measure: Measure) -> Mapping[int, bool]:
        """Return where records of a measure were seen, or would have been."""
        way = (measure.dataset, measure.dated_by)
        if way not in self.measured:
            seen = self.seen.get(way, {})
            self.measured[way] = defaultdict(
                bool,
                {
                    target: bool(seen.get(target)) or self._is_covered(measure, target)
                    for target in {*self.targets, *seen}
                },
            )
        return self.measured[way]

    def _is_covered(self, measure: Measure, target: int) -> bool:
        dataset = dataset_of(measure)
        if dataset.key in self.used:
            return True
        kinds = self.covers.get(target, {})
        covers = [kinds.get(each, Coverage()) for each in dataset.record_types]
        if any(each.whole if measure.dated_by else each.at_end for each in covers):
            return True
        if "enrolment" not in dataset.record_types:
            return False
        program = target if self.asked.grain is Grain.PROGRAM else 0
        return self.began.get(program, False)

    def exclusions(self, wish: Wish) -> dict[int, dict[str, int]]:
        """Return how many records were left out of the number that a wish opens, and why."""
        return (
            self.left_out.get(opened_by(wish), {})
            if can_be_measured(wish, self.asked.grain)
            else {}
        )

    def uncovered(self, wish: Wish) -> set[int]:
        """Return the targets whose feeds were not live for the whole window."""
        if not can_be_measured(wish, self.asked.grain):
            return set()
        measure = opened_by(wish).measure
        return {target for target in self.targets if not self._is_covered(measure, target)}


_NOTHING: Mapping[Aggregate, Any] = {
    Aggregate.COUNT: 0,
    Aggregate.DISTINCT: 0,
    Aggregate.SUM: 0,
    Aggregate.MEAN: 0,
    Aggregate.LIST: [],
}
"""What an aggregate is where there is no record, and a feed would have brought it."""


def inputs_of(wish: Wish) -> list[Column]:
    """Return the measures that an indicator's calculation takes, narrowed as it is asked for."""
    own = {measure.key: measure for measure in wish.indicator.own}
    return [_column(own.get(key) or MEASURES[key], wish) for key in wish.indicator.inputs]


def opened_by(wish: Wish) -> Column:
    """Return the measure whose records an indicator opens onto."""
    own = {measure.key: measure for measure in wish.indicator.own}
    key = wish.indicator.opens
    return _column(own.get(key) or MEASURES[key], wish)


def _column(measure: Measure, wish: Wish) -> Column:
    """Return a measure narrowed by those dimensions that its records have.

    The others are of records that only tell whether anything is measured at all.
    """
    names = {each.name for each in dataset_of(measure).fields}
    return Column(measure, tuple(pair for pair in wish.where if pair[0] in names))


@cache
def _calc(path: str) -> Callable[..., Any]:
    """Return a part of the arithmetic; it loads pandas, and so is found on first use."""
    found: Callable[..., Any] = import_string(path)
    return found
