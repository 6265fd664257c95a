"""An answer: one number of one scope, with all that is needed to believe it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from metrics.calc.spread import Spread
from metrics.calc.status import LEVEL, Flag, Status
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Unit

MONEY = frozenset({Unit.MONEY, Unit.MONEY_PER_DAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was asked, what came out, and how far to trust it.

    value is None unless the status lets one be said. numerator, denominator and n are what it rests
    on; low and high its 95 % interval, found by method. squares is kept for balances alone: the
    number of answers at either end. spread says how the scores behind a mean lie, where there are
    several. is_covered tells whether the feeds were live for the whole window; where they were not,
    and there are records all the same, the value is of what we have. settings are the versions of
    the settings of measures that held, the installation's and the program's, where it rests on any.
    """

    indicator: Indicator
    status: Status
    value: Decimal | float | None = None
    numerator: float | None = None
    denominator: float | None = None
    n: float | None = None
    low: Decimal | float | None = None
    high: Decimal | float | None = None
    method: str = "none"
    squares: float | None = None
    spread: Spread | None = None
    flags: tuple[Flag, ...] = ()
    exclusions: Mapping[str, int] = field(default_factory=dict)
    currency: str = ""
    is_covered: bool = True
    settings: tuple[int, int] | None = None

    @property
    def key(self) -> str:
        """The key of the indicator."""
        return self.indicator.key

    @property
    def unit(self) -> str:
        """What the value is counted in."""
        return self.indicator.unit.value

    @property
    def written_as(self) -> str:
        """The unit as the value is written for people."""
        return self.indicator.written_as

    @property
    def version(self) -> int:
        """The version of the definition that was used."""
        return self.indicator.version

    @property
    def is_thin(self) -> bool:
        """Tell whether it rests on too few cases to conclude from; it is shown gray then."""
        return self.n is not None and 0 < self.n < self.indicator.least_cases

    def as_json(self) -> dict[str, Any]:
        """Return the stable form in which the API and the command give an answer."""
        return {
            "indicator": self.key,
            "value": plain(self.value),
            "numerator": plain(self.numerator),
            "denominator": plain(self.denominator),
            "n": plain(self.n),
            "interval": {
                "low": plain(self.low),
                "high": plain(self.high),
                "method": self.method,
                "level": LEVEL,
            },
            "spread": self.spread.as_json() | {"of": self.indicator.spread_of}
            if self.spread
            else None,
            "status": self.status.value,
            "flags": [flag.value for flag in self.flags],
            "exclusions": dict(self.exclusions),
            "unit": self.unit,
            "currency": self.currency or None,
            "definition_version": self.version,
            "settings": {"installation": self.settings[0], "program": self.settings[1]}
            if self.settings
            else None,
        }


def plain(number: Decimal | float | None) -> float | int | None:
    """Return a number as JSON writes it: whole ones without a point, no value as null.

    >>> plain(3.0), plain(Decimal("166000.00")), plain(float("nan"))
    (3, 166000, None)
    """
    if number is None or math.isnan(number):
        return None
    return int(number) if number == int(number) else float(number)
