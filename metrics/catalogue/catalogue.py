"""Every built-in indicator, in reading order: the list of keys joined with what they mean."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from metrics.calc.status import Method
from metrics.catalogue.definition import Definition
from metrics.catalogue.definitions import DEFINITIONS
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.parameters import DEFAULTS, told_by
from metrics.catalogue.words import Better, Family, Grain, Kind, RollUp, Unit, Words

REGISTRY = Path(__file__).with_name("registry.json")


class UnknownIndicator(KeyError):  # noqa: N818 -- it is what was asked for, not a fault
    """There is no indicator of that key."""


class Catalogue:
    """Indicators by key, in reading order; some are known by their key without being listed."""

    def __init__(
        self, listed: Iterable[Indicator], unlisted: Mapping[str, Indicator] | None = None
    ) -> None:
        self._listed = tuple(listed)
        self._unlisted = dict(unlisted or {})
        self._by_key = self._unlisted | {each.key: each for each in self._listed}

    def extended(self, listed: Iterable[Indicator], unlisted: Iterable[Indicator]) -> "Catalogue":
        """Return a catalogue with these indicators too; a key that is known stays what it is."""
        new = {each.key: each for each in unlisted if each.key not in self}
        more = [each for each in listed if each.key not in self]
        return Catalogue((*self._listed, *more), self._unlisted | new)

    def replaced(self, indicator: Indicator) -> "Catalogue":
        """Return a catalogue in which an indicator stands in the place of the one of its key."""
        listed = [each for each in self._listed if each.key != indicator.key]
        return Catalogue((*listed, indicator), self._unlisted)

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> Indicator:
        try:
            return self._by_key[key]
        except KeyError:
            raise UnknownIndicator(key) from None

    def get(self, key: str) -> Indicator | None:
        """Return the indicator of a key, None where there is none."""
        return self._by_key.get(key)

    def resolved(self, key: str) -> Indicator:
        """Return the indicator that a key is read through: itself, or the one it names.

        >>> CATALOGUE.resolved("web_traffic").key
        'web_unique_visitors'
        """
        found = self[key]
        return self[found.alias_of] if found.alias_of else found

    @property
    def formulas(self) -> dict[str, Any]:
        """The formulas of all indicators that are made of others, listed or not, by key."""
        return {key: each.formula for key, each in self._by_key.items() if each.formula is not None}

    def computed(self) -> Iterator[Indicator]:
        """Yield the indicators whose records exist, without aliases."""
        return (each for each in self if each.is_computed)


def _indicator(entry: Mapping[str, Any], definition: Definition | None) -> Indicator:
    """Return the indicator that an entry of the list and its definition make together."""
    described = {
        "key": entry["key"],
        "row": entry["row"],
        "headline": entry["headline"],
        "marks": entry["marks"],
        "name": Words(entry["name_en"], entry["name_fr"]),
        "unit": Unit(entry["unit"]),
        "better": Better(entry["better"]),
        "kind": Kind(entry["kind"]),
        "roll_up": RollUp(entry["rollup"]),
        "interval": Method(entry["interval"]),
        "grains": tuple(Grain(grain) for grain in entry["grains"]),
        "dimensions": tuple(entry["dimensions"]),
        "family": Family(entry["family"]),
        "alias_of": entry.get("alias_of", ""),
    }
    if definition is None:
        return Indicator(**described)
    return Indicator(
        **described,
        meaning=told_by(definition.meaning, DEFAULTS),
        pattern=definition.meaning,
        form=definition.form,
        inputs=definition.inputs,
        opens=definition.opens,
        calculation=definition.calculation,
        version=definition.version,
        least_cases=definition.least_cases,
        hidden_below=definition.hidden_below,
        needs=definition.needs,
        defaults=definition.defaults,
        spread_of=definition.spread_of,
        takes=definition.takes,
        rests_on=definition.rests_on,
        components=definition.components,
    )


def _read() -> Catalogue:
    defined = {each.key: each for each in DEFINITIONS}
    entries = json.loads(REGISTRY.read_text(encoding="utf-8"))
    return Catalogue(tuple(_indicator(entry, defined.get(entry["key"])) for entry in entries))


CATALOGUE = _read()


def listed(indicator: Indicator) -> dict[str, Any]:
    """Return an indicator as the list of keys writes it, with what it means.

    >>> entry = listed(CATALOGUE["close_rate"])
    >>> entry["rollup"], entry["version"]
    ('RATIO', 1)
    """
    through = CATALOGUE[indicator.alias_of] if indicator.alias_of else indicator
    entry: dict[str, Any] = {
        "key": indicator.key,
        "row": indicator.row,
        "headline": indicator.headline,
        "marks": indicator.marks,
        "name_fr": indicator.name.fr,
        "name_en": indicator.name.en,
        "unit": indicator.unit.value,
        "better": indicator.better.value,
        "kind": indicator.kind.value,
        "rollup": indicator.roll_up.value,
        "interval": indicator.interval.value,
        "grains": [grain.value for grain in indicator.grains],
        "dimensions": list(indicator.dimensions),
        "family": indicator.family.value if indicator.family else "",
    }
    if indicator.alias_of:
        entry["alias_of"] = indicator.alias_of
    return entry | {
        "definition_fr": through.meaning.fr,
        "definition_en": through.meaning.en,
        "version": through.version,
        "least_cases": through.least_cases,
    }
