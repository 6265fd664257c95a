"""The catalogue as a list: families, their rows with the parts of each, and who uses what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from abmplanner.kit.actor import Actor
from abmplanner.kit.words import fold
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Family
from metrics.models import Goal, IndicatorSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a reader asks of the catalogue; what is empty asks for all."""

    words: str = ""
    family: str = ""
    mark: str = ""
    state: str = ""

    def suits(self, indicator: Indicator, through: Indicator) -> bool:
        """Tell whether an indicator, read by another, is what is asked for."""
        named = fold(f"{indicator.key} {indicator.name.en} {indicator.name.fr}")
        state = "computed" if through.is_computed else "waiting"
        return (
            fold(self.words) in named
            and self.mark in {"", *indicator.marks}
            and self.state in {"", state}
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """An indicator of the catalogue with its parts; through is the one that it is read by.

    It is open where the reader's question picks among its parts, so that none hides what was found.
    """

    indicator: Indicator
    through: Indicator
    parts: Sequence["Listed"] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """A family with those of its rows of the matrix that are shown, in reading order."""

    family: Family
    rows: Sequence[Listed]


def families_of(catalogue: Catalogue, sought: Sought) -> list[Shelf]:
    """Return the families with the rows of the matrix that hold what is asked for.

    The list of keys names a row's headline first, which heads whatever of the row is shown; what
    follows are its parts.
    """
    shown = [_shown(sought, headline, parts) for headline, *parts in _rows(catalogue)]
    shelves = [
        Shelf(family, [row for row in shown if row and row.indicator.family is family])
        for family in Family
        if sought.family in {"", family.value}
    ]
    return [shelf for shelf in shelves if shelf.rows]


def _rows(catalogue: Catalogue) -> Iterable[list[Listed]]:
    """Return the rows of the matrix, each with its indicators."""
    rows: dict[int | str, list[Listed]] = {}
    for each in catalogue:
        rows.setdefault(each.row, []).append(Listed(each, catalogue.resolved(each.key)))
    return rows.values()


def _shown(sought: Sought, headline: Listed, parts: Sequence[Listed]) -> Listed | None:
    """Return what is shown of a row, None where nothing of it is asked for."""
    found = [each for each in parts if sought.suits(each.indicator, each.through)]
    is_itself = sought.suits(headline.indicator, headline.through)
    if not found and not is_itself:
        return None
    picks = bool(sought.words) or not is_itself or len(found) < len(parts)
    return replace(headline, parts=found, is_open=bool(found) and picks)


@dataclass(frozen=True, slots=True)
class Uses:
    """How many goals and sets, within a reader's reach, an indicator serves."""

    goals: int
    sets: int


def uses_of(actor: Actor, key: str) -> Uses:
    """Return where an indicator is used, as far as the actor sees it."""
    goals = Goal.objects.visible_to(actor).filter(indicator_key=key)
    sets = IndicatorSet.objects.visible_to(actor).filter(indicator_key=key)
    return Uses(goals.count(), sets.count())
