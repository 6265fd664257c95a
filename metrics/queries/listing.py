"""The catalogue as a list: families, their rows with the parts of each, and who uses what."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from abmplanner.kit.actor import Actor
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Family
from metrics.models import Goal, IndicatorSet


@dataclass(frozen=True, slots=True)
class Listed:
    """An indicator of the catalogue with its parts; through is the one that it is read by."""

    indicator: Indicator
    through: Indicator
    parts: list["Listed"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A family with those of its indicators that are shown, in reading order."""

    family: Family
    rows: list[Listed] = field(default_factory=list)


def families_of(catalogue: Catalogue, family: str, mark: str, state: str) -> list[Shelf]:
    """Return the families with the indicators that suit what is asked; empty asks for all.

    The list of keys names a row's headline first; what follows in the row are its parts.
    """
    shelves = {each: Shelf(each) for each in Family if family in {"", each.value}}
    by_row: dict[int | str, Listed] = {}
    for each in _suiting(catalogue, mark, state):
        if each.indicator.family not in shelves:
            continue
        whole = by_row.setdefault(each.indicator.row, each)
        if whole is each:
            shelves[each.indicator.family].rows.append(each)
        else:
            whole.parts.append(each)
    return [shelf for shelf in shelves.values() if shelf.rows]


def _suiting(catalogue: Catalogue, mark: str, state: str) -> Iterator[Listed]:
    for indicator in catalogue:
        through = catalogue.resolved(indicator.key)
        word = "computed" if through.is_computed else "waiting"
        if mark in {"", *indicator.marks} and state in {"", word}:
            yield Listed(indicator, through)


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
