"""How the single scores behind a mean lie; plain numbers, so that naming it loads no pandas."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

CUTS = (25, 50, 75)
"""Where a scale from 0 to 100 is cut into four bands: a score at a cut lies above it."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles of scores from 0 to 100, and how many of them lie in each band of CUTS."""

    lower: float
    median: float
    upper: float
    bands: tuple[int, ...]

    @classmethod
    def of(cls, numbers: Sequence[float] | None) -> Self | None:
        """Return the spread that was kept as numbers; None where none was.

        >>> Spread.of([42.0, 83.6, 88.9, 0, 1, 0, 2]).cases
        3
        """
        if not numbers:
            return None
        lower, median, upper, *bands = numbers
        return cls(lower, median, upper, tuple(int(band) for band in bands))

    @property
    def cases(self) -> int:
        """How many scores there are."""
        return sum(self.bands)

    @property
    def numbers(self) -> list[float]:
        """The numbers that are kept of it."""
        return [self.lower, self.median, self.upper, *self.bands]

    def as_json(self) -> dict[str, Any]:
        """Return the stable form in which a spread is given; shares are percents of the cases."""
        ends = zip((0, *CUTS), (*CUTS, 100), self.bands, strict=True)
        return {
            "cases": self.cases,
            "lower_quartile": self.lower,
            "median": self.median,
            "upper_quartile": self.upper,
            "shares": [
                {"from": start, "to": end, "percent": 100 * number / self.cases}
                for start, end, number in ends
            ],
        }
