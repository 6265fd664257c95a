"""The catalogue as a list: families, their rows with the parts of each, and who uses what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count

from abmplanner.kit.actor import Actor
from abmplanner.kit.words import fold
from accounts.enums import RecordType
from accounts.models import Account, DataFeed
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Family
from metrics.models import Goal, IndicatorSet
from metrics.queries.freshness import record_types

ACCOUNTS_NAMED = 12  # of those in whose sets an indicator is


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a reader asks of the catalogue; what is empty asks for all."""

    words: str = ""
    family: str = ""
    mark: str = ""

    def suits(self, indicator: Indicator) -> bool:
        """Tell whether an indicator is what is asked for."""
        named = fold(f"{indicator.key} {indicator.name.en} {indicator.name.fr}")
        return fold(self.words) in named and self.mark in {"", *indicator.marks}


@dataclass(frozen=True, slots=True)
class Listed:
    """An indicator of the catalogue with its parts; through is the one that it is read by.

    It is open where the reader's question picks among its parts, so that none hides what was found.
    lacks names the records that it needs and no feed brings here; sets says in how many accounts'
    sets it is, or that of its parts which is in most.
    """

    indicator: Indicator
    through: Indicator
    parts: Sequence["Listed"] = ()
    is_open: bool = False
    lacks: Sequence[str] = ()
    sets: int = 0

    @property
    def is_measured_here(self) -> bool:
        """Tell whether it is computed, and feeds bring all records that it needs."""
        return self.through.is_computed and not self.lacks


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


def as_here(actor: Actor, shelves: Iterable[Shelf], known: Catalogue) -> list[Shelf]:
    """Return the families with what this installation has for each row: feeds, and accounts' sets.

    Two statements, whatever the rows.
    """
    feeds = DataFeed.objects.visible_to(actor).values_list("record_type", flat=True)
    fed = set(feeds.distinct())
    sets = IndicatorSet.objects.visible_to(actor).order_by()
    counted = sets.values_list("indicator_key").annotate(accounts=Count("account", distinct=True))
    homes: dict[str, int] = dict(counted)
    return [
        Shelf(shelf.family, [_here(row, known, fed, homes) for row in shelf.rows])
        for shelf in shelves
    ]


def _here(row: Listed, known: Catalogue, fed: set[str], homes: Mapping[str, int]) -> Listed:
    needed = record_types(row.through, known) if row.through.is_computed else set()
    lacks = [str(RecordType(each).label) for each in sorted(needed - fed)]
    keys = {row.indicator.key, *(part.indicator.key for part in row.parts)}
    return replace(row, lacks=lacks, sets=max(homes.get(key, 0) for key in keys))


def _rows(catalogue: Catalogue) -> Iterable[list[Listed]]:
    """Return the rows of the matrix, each with its indicators."""
    rows: dict[int | str, list[Listed]] = {}
    for each in catalogue:
        rows.setdefault(each.row, []).append(Listed(each, catalogue.resolved(each.key)))
    return rows.values()


def _shown(sought: Sought, headline: Listed, parts: Sequence[Listed]) -> Listed | None:
    """Return what is shown of a row, None where nothing of it is asked for."""
    found = [each for each in parts if sought.suits(each.indicator)]
    is_itself = sought.suits(headline.indicator)
    if not found and not is_itself:
        return None
    picks = bool(sought.words) or not is_itself or len(found) < len(parts)
    return replace(headline, parts=found, is_open=bool(found) and picks)


@dataclass(frozen=True, slots=True)
class Uses:
    """How many goals and sets of accounts an indicator serves, as far as a reader sees them."""

    goals: int
    sets: int
    accounts: Sequence[Account] = ()


def uses_of(actor: Actor, key: str) -> Uses:
    """Return where an indicator is used, as far as the actor sees it."""
    goals = Goal.objects.visible_to(actor).filter(indicator_key=key)
    sets = IndicatorSet.objects.visible_to(actor).filter(indicator_key=key)
    accounts = Account.objects.visible_to(actor).filter(pk__in=sets.values("account"))
    named = list(accounts.order_by("search_key", "pk")[:ACCOUNTS_NAMED])
    return Uses(goals.count(), sets.count(), named)


def parts_of(catalogue: Catalogue, key: str) -> Sequence[Listed]:
    """Return the other indicators of the matrix's row that an indicator stands in."""
    for row in _rows(catalogue):
        if any(each.indicator.key == key for each in row):
            return [each for each in row if each.indicator.key != key]
    return []
