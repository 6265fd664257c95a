"""What a question wishes to know: indicators, narrowed, in windows, and what these are made of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.formula.references import dimensions_of
from metrics.catalogue.formula.tree import Call, Node, Reference, parts, references
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.measure import Measure
from metrics.catalogue.words import Grain
from metrics.queries.compiling import Column, dataset_of
from metrics.queries.measures import MEASURES
from metrics.queries.window import Window

Where = tuple[tuple[str, str], ...]
MOST_WISHES = 400  # of one formula, with all that it refers to
HISTORY = 8  # earlier windows that a score against its own past looks at


@dataclass(frozen=True, slots=True)
class Wish:
    """One indicator, narrowed to values of dimensions, in a window."""

    indicator: Indicator
    where: Where
    window: Window


def narrowed(indicator: Indicator, where: Mapping[str, str]) -> Where:
    """Return the part of what is asked that the indicator has as dimensions, or its defaults."""
    asked = {name: where[name] for name in where if name in indicator.dimensions}
    return tuple(sorted({**indicator.defaults, **asked}.items()))


def with_inputs(wishes: Iterable[Wish], known: Catalogue) -> Iterator[Wish]:
    """Yield the wishes and all that their formulas refer to, needed ones first and each once."""
    done: set[Wish] = set()
    todo = [(wish, False) for wish in reversed(list(dict.fromkeys(wishes)))]
    while todo:
        wish, has_inputs = todo.pop()
        if wish in done:
            continue
        if has_inputs or wish.indicator.formula is None:
            done.add(wish)
            yield wish
        else:
            todo.append((wish, True))
            todo += [(each, False) for each in reversed(_inputs_of_formula(wish, known))]


def _inputs_of_formula(wish: Wish, known: Catalogue) -> list[Wish]:
    """Return what a formula asks for, its own past included."""
    inputs = [each for _of, each in referred(wish, known)]
    return inputs + [each for past in past_of(wish, known).values() for each in past]


def windows_of(wish: Wish, known: Catalogue, *, most: int) -> int:
    """Return in how many windows records are asked for, or most + 1 where there are more.

    What refers to another indicator of another window multiplies the windows of that one.
    """
    windows: set[Window] = set()
    seen, todo = {wish}, [wish]
    while todo and len(windows) <= most and len(seen) <= MOST_WISHES:
        now = todo.pop()
        windows.add(now.window)
        if now.indicator.formula is not None:
            more = [each for each in _inputs_of_formula(now, known) if each not in seen]
            seen.update(more)
            todo += more
    return most + 1 if todo else len(windows)


def referred(wish: Wish, known: Catalogue) -> list[tuple[Reference, Wish]]:
    """Return what each reference of a formula asks for."""
    found = []
    for reference in dict.fromkeys(references(wish.indicator.formula)):
        indicator = known.resolved(reference.key)
        picked = dimensions_of(reference, indicator)
        window = wish.window.shifted(reference.shift) if reference.shift else wish.window
        found.append((reference, Wish(indicator, narrowed(indicator, picked), window)))
    return found


def past_of(wish: Wish, known: Catalogue) -> dict[Reference, list[Wish]]:
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
