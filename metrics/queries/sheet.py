"""The measures of one window, by target: filled by one statement per dataset, read by column."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import repeat
from typing import Any

from django.utils.module_loading import import_string
from psycopg.sql import Composable

from metrics.catalogue.measure import Aggregate, Measure
from metrics.catalogue.words import Grain
from metrics.queries.chances import given
from metrics.queries.compiling import (
    Asked,
    Column,
    dataset_of,
    grouped,
    names_days,
    reasons_of,
    ways_of_dating,
)
from metrics.queries.coverage import Coverage, coverage, in_use, programs_began
from metrics.queries.datasets.all import DATASETS
from metrics.queries.datasets.dataset import Dataset
from metrics.queries.parameters import Settings, settings_asked
from metrics.queries.running import send
from metrics.queries.scope import Scope
from metrics.queries.window import Window
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


@dataclass(frozen=True, slots=True)
class Asking:
    """A statement for columns of a dataset, ready to be sent."""

    asked: Asked
    statement: Composable
    more: Mapping[str, Any]
    columns: Sequence[Column]
    opened: Sequence[Column]

    def send(self) -> Callable[[], list[Rows]]:
        """Send it, and return what reads its answer, window by window."""
        read = send(self.asked, self.statement, **self.more)
        return lambda: self._by_window(read())

    def _by_window(self, answered: Iterable[Sequence[Any]]) -> list[Rows]:
        tables: list[list[Sequence[Any]]] = [[] for _window in self.asked.windows]
        for number, *row in answered:
            tables[number - 1].append(row)
        return [_rows(table, self.columns, self.opened) for table in tables]


def asking(
    asked: Asked,
    dataset: Dataset,
    columns: Sequence[Column],
    opened: Sequence[Column],
    settings: Callable[[Asked], Settings] = settings_asked,
) -> Asking:
    """Return the one statement for columns of a dataset, with what it is given."""
    statement = grouped(asked, dataset, columns, opened)
    more = given(asked, dataset, (*columns, *opened), settings)
    return Asking(asked, statement, more, columns, opened)


def rows_of(
    asked: Asked, dataset: Dataset, columns: Sequence[Column], opened: Sequence[Column]
) -> list[Rows]:
    """Ask the database for the columns of a dataset, by one statement; return them by window."""
    return asking(asked, dataset, columns, opened).send()()


def _rows(
    table: Sequence[Sequence[Any]], columns: Sequence[Column], opened: Sequence[Column]
) -> Rows:
    """Return what the rows of a statement say, the target in front."""
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


class Reading:
    """Rows that may still be under way: sent for once, and read when they are first needed."""

    def __init__(
        self, mine: Rows, asking: Asking | None = None, held: Sequence[Rows] | None = None
    ) -> None:
        self.mine = mine
        self.asking = asking
        self.held = [mine] if held is None else held
        self.answered: Callable[[], list[Rows]] | None = None

    def send(self) -> None:
        """Send the statement, where there is one."""
        if self.asking is not None:
            self.answered, self.asking = self.asking.send(), None

    @property
    def rows(self) -> Rows:
        """The rows of the window that was asked for."""
        if self.answered is not None:
            answered, self.answered = self.answered(), None
            for rows, more in zip(self.held, answered, strict=True):
                rows.add(more)
        return self.mine


class OneDay:
    """What is seen from one as-of instant, asked once for all windows that end there.

    scope has the accounts of every window, or more; windows are those that ask for all of them.
    What the instant alone decides is the same for every window, also for those with fewer accounts.
    """

    def __init__(self, scope: Scope, windows: Iterable[Window] = ()) -> None:
        self.scope = scope
        self.windows = tuple(windows)
        self.held: dict[tuple[Any, ...], Rows] = {}
        self.holding: dict[tuple[Any, ...], Settings] = {}

    def reading(
        self, asked: Asked, dataset: Dataset, columns: Sequence[Column], opened: Sequence[Column]
    ) -> Reading:
        """Return what sends for the columns of a dataset that aren't held, and then reads them."""
        windows: tuple[Window | None, ...] = (None,)
        if not is_stock(dataset, (*columns, *opened)):
            is_single = dataset.alone or asked.window not in self.windows
            if is_single or names_days((*columns, *opened)):
                return Reading(Rows(), asking(asked, dataset, columns, opened, self.settings))
            windows = self.windows
        held = [self._held(asked, dataset, window) for window in windows]
        mine = held[windows.index(asked.window) if asked.window in windows else 0]
        columns = [column for column in columns if column not in mine.cells]
        opened = [column for column in opened if column not in mine.left_out]
        if not (columns or opened):
            return Reading(mine)
        together = self.windows if len(windows) > 1 else ()
        asked = replace(asked, scope=self.scope, together=together)
        return Reading(mine, asking(asked, dataset, columns, opened, self.settings), held)

    def settings(self, asked: Asked) -> Settings:
        """Return the settings of measures that hold for what is asked, read once for an instant."""
        window = asked.window
        at = (asked.scope.rules, window.as_of_at, window.known_until)
        if at not in self.holding:
            self.holding[at] = settings_asked(asked)
        return self.holding[at]

    def _held(self, asked: Asked, dataset: Dataset, window: Window | None) -> Rows:
        """Return what is held of a window; None is any that is seen from the same instant."""
        at = (asked.window.as_of_at, asked.window.known_until)
        return self.held.setdefault((dataset.key, window or at), Rows())


def is_stock(dataset: Dataset, columns: Sequence[Column]) -> bool:
    """Tell whether columns of a dataset are the same in all windows seen from one instant."""
    return (
        not (dataset.by_window or dataset.person or names_start(dataset.key))
        and not any(column.measure.dated_by for column in columns)
        and not names_days(columns)
    )


@cache
def names_start(key: str) -> bool:
    """Tell whether the rows of a dataset begin with the windows that are asked for."""
    dataset = DATASETS[key]
    texts = " ".join((dataset.tables, dataset.rows, *dataset.by.values()))
    return "%(start)s" in texts or "%(since)s" in texts


class Sheet:
    """The measures of one window, missing where nothing would have brought their records."""

    def __init__(self, asked: Asked, wishes: Sequence[Wish], day: OneDay) -> None:
        self.asked = asked
        self.wishes = wishes
        self.day = day
        self.targets: list[int] = []
        self.covers: dict[str, Coverage] = {}
        self.began: dict[int, bool] = {}
        self.used: frozenset[str] = frozenset()
        self.wanted: dict[str, list[Column]] = {}
        self.readings: dict[str, Reading] = {}
        self.unknown: dict[tuple[str, str], frozenset[int]] = {}
        self.series: dict[Column, Any] = {}

    def prepare(self) -> None:
        """Ask who there is and what covers them; write a statement for each dataset."""
        columns = list(dict.fromkeys(c for wish in self.wishes for c in inputs_of(wish)))
        opened = list(dict.fromkeys(opened_by(wish) for wish in self.wishes))
        keys = list(dict.fromkeys(each.measure.dataset for each in (*columns, *opened)))
        datasets = [DATASETS[key] for key in keys]
        types = {each for dataset in datasets for each in dataset.record_types}
        targets, self.covers = coverage(self.asked, types or {"enrolment"})
        self.targets = sorted(targets)
        if "enrolment" in types:
            self.began = programs_began(self.asked)
        self.used = in_use(self.asked, datasets)
        for dataset in datasets:
            key = dataset.key
            self.wanted[key] = [each for each in columns if each.measure.dataset == key]
            told = [each for each in opened if each.measure.dataset == key]
            self.readings[key] = self.day.reading(self.asked, dataset, self.wanted[key], told)

    def send(self) -> None:
        """Ask the database for each dataset, once."""
        for reading in self.readings.values():
            reading.send()

    def columns(self, wish: Wish, targets: Sequence[int]) -> list[Any]:
        """Return the inputs of an indicator as columns, missing where they are not measured."""
        return [self._series(column, targets) for column in inputs_of(wish)]

    def _series(self, column: Column, targets: Sequence[int]) -> Any:
        """Return a measure as a column; those of its dataset are made together."""
        if column not in self.series:
            wanted = self.wanted[column.measure.dataset]
            cells = {str(at): self._cells(each, targets) for at, each in enumerate(wanted)}
            found = _calc("metrics.calc.columns.columns")(targets, cells)
            self.series |= {each: found[str(at)] for at, each in enumerate(wanted)}
        return self.series[column]

    def _cells(self, column: Column, targets: Sequence[int]) -> list[Any]:
        """Return one measure of each target; nothing is zero only where a feed was live."""
        measure = column.measure
        rows = self.readings[measure.dataset].rows
        cells, seen = rows.cells[column], rows.seen[measure.dated_by]
        nothing = _NOTHING.get(measure.aggregate)
        unknown = self._uncovered(measure)
        return [
            None
            if target in unknown and not seen.get(target)
            else nothing
            if (cell := cells.get(target)) is None
            else cell
            for target in targets
        ]

    def _uncovered(self, measure: Measure) -> frozenset[int]:
        """Return the targets of which records of a measure may not have been brought."""
        way = (measure.dataset, measure.dated_by)
        if way not in self.unknown:
            covered = self._covered(dataset_of(measure), is_dated=bool(measure.dated_by))
            self.unknown[way] = frozenset(self.targets) - covered
        return self.unknown[way]

    def _covered(self, dataset: Dataset, *, is_dated: bool) -> frozenset[int]:
        """Return the targets of which records of a dataset would have been brought."""
        everybody = frozenset(self.targets)
        if dataset.key in self.used:
            return everybody
        covers = [self.covers[each] for each in dataset.record_types]
        covered = frozenset[int]().union(
            *(each.whole if is_dated else each.at_end for each in covers)
        )
        if "enrolment" not in dataset.record_types:
            return covered
        if self.asked.grain is Grain.PROGRAM:
            return covered.union(target for target, began in self.began.items() if began)
        return everybody if self.began.get(0) else covered

    def exclusions(self, wish: Wish) -> Mapping[int, dict[str, int]]:
        """Return how many records were left out of the number that a wish opens, and why."""
        if not can_be_measured(wish, self.asked.grain):
            return {}
        column = opened_by(wish)
        return self.readings[column.measure.dataset].rows.left_out[column]

    def uncovered(self, wish: Wish) -> frozenset[int]:
        """Return the targets whose feeds were not live for the whole window."""
        if not can_be_measured(wish, self.asked.grain):
            return frozenset()
        return self._uncovered(opened_by(wish).measure)


_NOTHING: Mapping[Aggregate, Any] = {
    Aggregate.COUNT: 0,
    Aggregate.DISTINCT: 0,
    Aggregate.SUM: 0,
    Aggregate.MEAN: 0,
    Aggregate.LIST: [],
    Aggregate.BY_ACCOUNT: [],
}
"""What an aggregate is where there is no record, and a feed would have brought it."""


@cache
def _calc(path: str) -> Any:
    """Return a part of the arithmetic; it loads pandas, and so is found on first use."""
    return import_string(path)
