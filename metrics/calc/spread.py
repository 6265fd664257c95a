"""How the single scores behind a mean lie; plain numbers, so that naming it loads no pandas."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

CUTS = (25, 50, 75)
"""Where a scale from 0 to 100 is cut into four bands: a score at a cut lies above it."""


CHANGE_BANDS = ("fell", "stable", "rose")
"""What changes are: down, within the dead-band, up."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles of scores from 0 to 100, and how many of them lie in each band of CUTS.

    Of changes there are three bands: how many fell, stayed the same, and rose.
    """

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
        return {
            "cases": self.cases,
            "lower_quartile": self.lower,
            "median": self.median,
            "upper_quartile": self.upper,
            "shares": self._shares(),
        }

    def _shares(self) -> list[dict[str, Any]]:
        """Return each band with its percent of the cases."""
        percents = [100 * number / self.cases for number in self.bands]
        if len(self.bands) == len(CHANGE_BANDS):
            return [
                {"change": name, "percent": percent}
                for name, percent in zip(CHANGE_BANDS, percents, strict=True)
            ]
        ends = zip((0, *CUTS), (*CUTS, 100), percents, strict=True)
        return [{"from": start, "to": end, "percent": percent} for start, end, percent in ends]
