"""What a page of help is made of.

Definitions, records and settings of indicators are not repeated here: the page shows those that
hold. Figures of worked examples are what the calculation says of what is given, never typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from metrics.catalogue.indicator import NOTHING, Indicator
from metrics.catalogue.parameters import ParameterGroup
from metrics.catalogue.words import Family, Words


class Shown(StrEnum):
    """How what is given is shown: as it is, by how many there are, by their sum, or not at all."""

    PLAIN = "plain"
    NUMBER = "number"
    SUM = "sum"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One thing that a calculation takes, with its value: a number, or a list in one cell."""

    value: Any
    words: Words = NOTHING
    unit: str = "count"
    shown: Shown = Shown.PLAIN


def given(
    en: str, fr: str, value: Any, *, unit: str = "count", shown: Shown = Shown.PLAIN
) -> Given:
    """Return what is given of an example, in words of both languages."""
    return Given(words=Words(en, fr), value=value, unit=unit, shown=shown)


def silent(value: Any) -> Given:
    """Return what a calculation takes and the example need not say: here, nothing is left out."""
    return Given(value=value, shown=Shown.NOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A number worked out by the calculation of an indicator, from what is given in its order.

    of is the key of an indicator of the catalogue, or one of a team's own.
    """

    of: str | Indicator
    told: Words
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaExample:
    """A number worked out by a formula of a team's own, from values by the key of an indicator."""

    name: Words
    told: Words
    formula: str
    unit: str
    given: Mapping[str, Given]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalExample:
    """Where a goal stands, worked out from the columns that metrics.calc.pace takes."""

    name: Words
    told: Words
    goal: Mapping[str, Any]
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A touch of a worked journey: how many days after the first, and whether it is marketing's."""

    words: Words
    day: int
    is_marketing: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyExample:
    """A deal shared out over its touches, model by model; days are counted from the first touch."""

    name: Words
    told: Words
    steps: tuple[Step, ...]
    created: int
    won: int
    lead: int
    amount: int
    models: tuple[str, ...]


AnyExample = Example | FormulaExample | GoalExample | JourneyExample


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of help.

    A text may name a setting in braces, such as {engaged_days}: the value that holds is written
    there, without its unit for {#engaged_days}. keys are the indicators that the page tells of
    where it is not a family; groups are settings shown whole, beside those that the indicators
    rest on.
    """

    key: str
    title: Words
    lead: Words
    inputs: tuple[Words, ...]
    steps: tuple[Words, ...]
    guarantees: tuple[Words, ...]
    examples: tuple[AnyExample, ...]
    sources: tuple[Words, ...]
    family: Family | None = None
    keys: tuple[str, ...] = ()
    groups: tuple[ParameterGroup, ...] = ()
    more: tuple[str, ...] = ()
