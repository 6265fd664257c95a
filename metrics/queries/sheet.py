"""The measures of one window, by target: filled by one statement per dataset, read by column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import repeat
from typing import Any

from django.utils.module_loading import import_string

from metrics.catalogue.measure import Aggregate, Measure
from metrics.catalogue.words import Grain
from metrics.queries.chances import given
from metrics.queries.compiling import (
    Asked,
    Column,
    dataset_of,
    grouped,
    is_relative,
    reasons_of,
    ways_of_dating,
)
from metrics.queries.coverage import Coverage, coverage, in_use, programs_began
from metrics.queries.datasets.all import DATASETS
from metrics.queries.datasets.dataset import Dataset
from metrics.queries.running import run
from metrics.queries.scope import Scope
from metrics.queries.wishes import Wish, can_be_measured, inputs_of, opened_by


@dataclass(slots=True)
class Rows:
    """What one dataset says: cells by column and target, and how many records lie in time.

    seen is by what the records are dated by, left_out by the column whose records are opened.
    """

    cells: dict[Column, Mapping[int, Any]] = field(default_factory=dict)
    seen: dict[str, Mapping[int, int]] = field(default_factory=dict)
    left_out: dict[Column, dict[int, dict[str, int]]] = field(default_factory=dict)

    def add(self, other: "Rows") -> None:
        """Take what others of the same dataset say beside these."""
        self.cells |= other.cells
        self.seen = {**other.seen, **self.seen}
        self.left_out |= other.left_out


def rows_of(
    asked: Asked, dataset: Dataset, columns: Sequence[Column], opened: Sequence[Column]
) -> Rows:
    """Ask the database for the columns of a dataset, by one statement."""
    statement = grouped(asked, dataset, columns, opened)
    table = run(asked, statement, **given(asked, dataset, (*columns, *opened)))
    cells: Iterator[Sequence[Any]] = iter(zip(*table, strict=True)) if table else repeat(())
    targets = next(cells)
    found = Rows()
    for column in columns:
        found.cells[column] = dict(zip(targets, next(cells), strict=True))
    for measure in ways_of_dating(columns):
        found.seen[measure.dated_by] = dict(zip(targets, next(cells), strict=True))
    for column in opened:
        left_out: dict[int, dict[str, int]] = {}
        for reason in reasons_of(column):
            for target, number in zip(targets, next(cells), strict=True):
                if number:
                    left_out.setdefault(target, {})[reason] = number
        found.left_out[column] = left_out
    return found


class Stocks:
    """What the as-of instant alone decides, asked once for all windows that are seen from there.

    scope has the accounts of every window, or more.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.held: dict[tuple[Any, ...], Rows] = {}

    def rows(
        self, asked: Asked, dataset: Dataset, columns: Sequence[Column], opened: Sequence[Column]
    ) -> Rows:
        """Return what a dataset says, from what is held where the window makes no difference."""
        if not is_stock(dataset, (*columns, *opened)):
            return rows_of(asked, dataset, columns, opened)
        window = asked.window
        held = self.held.setdefault((dataset.key, window.as_of_at, window.known_until), Rows())
        columns = [column for column in columns if column not in held.cells]
        opened = [column for column in opened if column not in held.left_out]
        if columns or opened:
            held.add(rows_of(replace(asked, scope=self.scope), dataset, columns, opened))
        return held


def is_stock(dataset: Dataset, columns: Sequence[Column]) -> bool:
    """Tell whether columns of a dataset are the same in all windows seen from one instant."""
    return not _knows_windows(dataset) and not any(
        column.measure.dated_by
        or is_relative(column.about)
        or any(is_relative(each.where) for each in column.ladder)
        for column in columns
    )


@cache
def _dataset_texts(key: str) -> str:
    dataset = DATASETS[key]
    return " ".join((dataset.tables, dataset.rows, *dataset.by.values()))


def _knows_windows(dataset: Dataset) -> bool:
    """Tell whether the rows of a dataset depend on the start or end of what is asked."""
    texts = _dataset_texts(dataset.key)
    return bool(dataset.person) or "%(start)s" in texts or "%(until)s" in texts


class Sheet:
    """The measures of one window, missing where nothing would have brought their records."""

    def __init__(self, asked: Asked, wishes: Sequence[Wish], stocks: Stocks) -> None:
        self.asked = asked
        self.wishes = wishes
        self.stocks = stocks
        self.targets: list[int] = []
        self.covers: dict[int, dict[str, Coverage]] = {}
        self.began: dict[int, bool] = {}
        self.used: frozenset[str] = frozenset()
        self.rows: dict[str, Rows] = {}
        self.covered: dict[tuple[str, str], frozenset[int]] = {}
        self.series: dict[Column, Any] = {}

    def fill(self) -> None:
        """Ask the database: who there is and what covers them, then each dataset once."""
        columns = list(dict.fromkeys(c for wish in self.wishes for c in inputs_of(wish)))
        opened = list(dict.fromkeys(opened_by(wish) for wish in self.wishes))
        keys = list(dict.fromkeys(each.measure.dataset for each in (*columns, *opened)))
        datasets = [DATASETS[key] for key in keys]
        types = {each for dataset in datasets for each in dataset.record_types}
        self.covers = coverage(self.asked, types or {"enrolment"})
        self.targets = sorted(self.covers)
        if "enrolment" in types:
            self.began = programs_began(self.asked)
        self.used = in_use(self.asked, datasets)
        for dataset in datasets:
            self.rows[dataset.key] = self.stocks.rows(
                self.asked,
                dataset,
                [column for column in columns if column.measure.dataset == dataset.key],
                [column for column in opened if column.measure.dataset == dataset.key],
            )

    def columns(self, wish: Wish, targets: Sequence[int]) -> list[Any]:
        """Return the inputs of an indicator as columns, missing where they are not measured."""
        if not self.series:
            self.series = self._series(targets)
        return [self.series[column] for column in inputs_of(wish)]

    def _series(self, targets: Sequence[int]) -> dict[Column, Any]:
        columns = list(dict.fromkeys(c for wish in self.wishes for c in inputs_of(wish)))
        cells = {str(at): self._cells(column, targets) for at, column in enumerate(columns)}
        found = _calc("metrics.calc.columns.columns")(targets, cells)
        return {column: found[str(at)] for at, column in enumerate(columns)}

    def _cells(self, column: Column, targets: Sequence[int]) -> list[Any]:
        """Return one measure of each target; nothing is zero only where a feed was live."""
        measure = column.measure
        cells = self.rows[measure.dataset].cells[column]
        nothing = _NOTHING.get(measure.aggregate)
        seen = self.rows[measure.dataset].seen[measure.dated_by]
        covered = self._covered(measure)
        return [
            None
            if target not in covered and not seen.get(target)
            else nothing
            if (cell := cells.get(target)) is None
            else cell
            for target in targets
        ]

    def _covered(self, measure: Measure) -> frozenset[int]:
        """Return the targets of which records of a measure would have been brought."""
        way = (measure.dataset, measure.dated_by)
        if way not in self.covered:
            dataset = dataset_of(measure)
            self.covered[way] = frozenset(
                target
                for target in self.targets
                if self._is_covered(dataset, target, is_dated=bool(measure.dated_by))
            )
        return self.covered[way]

    def _is_covered(self, dataset: Dataset, target: int, *, is_dated: bool) -> bool:
        if dataset.key in self.used:
            return True
        kinds = self.covers[target]
        covers = [kinds[each] for each in dataset.record_types if each in kinds]
        if any(each.whole if is_dated else each.at_end for each in covers):
            return True
        if "enrolment" not in dataset.record_types:
            return False
        program = target if self.asked.grain is Grain.PROGRAM else 0
        return self.began.get(program, False)

    def exclusions(self, wish: Wish) -> Mapping[int, dict[str, int]]:
        """Return how many records were left out of the number that a wish opens, and why."""
        if not can_be_measured(wish, self.asked.grain):
            return {}
        column = opened_by(wish)
        return self.rows[column.measure.dataset].left_out[column]

    def uncovered(self, wish: Wish) -> frozenset[int]:
        """Return the targets whose feeds were not live for the whole window."""
        if not can_be_measured(wish, self.asked.grain):
            return frozenset()
        return frozenset(self.targets) - self._covered(opened_by(wish).measure)


_NOTHING: Mapping[Aggregate, Any] = {
    Aggregate.COUNT: 0,
    Aggregate.DISTINCT: 0,
    Aggregate.SUM: 0,
    Aggregate.MEAN: 0,
    Aggregate.LIST: [],
}
"""What an aggregate is where there is no record, and a feed would have brought it."""


@cache
def _calc(path: str) -> Any:
    """Return a part of the arithmetic; it loads pandas, and so is found on first use."""
    return import_string(path)
