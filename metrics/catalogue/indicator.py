"""What an indicator is: a frozen description, the same for ours and for those that teams make."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from metrics.calc.status import Form, Method
from metrics.catalogue.measure import Measure
from metrics.catalogue.parameters import told_by
from metrics.catalogue.words import Better, Family, Grain, Kind, RollUp, SpreadOf, Unit, Words

NOTHING = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A value from which on a number means something; one of them is what is aimed at."""

    value: float
    name: Words = NOTHING
    is_target: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A defined measure.

    inputs names what its calculation takes, in order: measures, or for a formula other indicators.
    opens names the measure whose records the number opens onto. hidden_below is how many people's
    opinions a number needs before it is shown. needs names dimensions without which there is no
    number, defaults the values that dimensions have where none is asked for. An alias has no
    calculation of its own: it is read through the key that alias_of names. spread_of says whose
    single scores are spread behind a mean, where its roll-up is a distribution. takes names the
    parameters that the calculation is given, each by its key, rests_on those by which its records
    were found before. components are the numbers that it is told with when it is opened. meaning
    says the numbers that are delivered; pattern names them instead. thresholds stand in their
    order, the lowest first.
    """

    key: str
    name: Words
    unit: Unit
    better: Better
    kind: Kind
    roll_up: RollUp
    grains: tuple[Grain, ...]
    row: int | str = ""
    headline: bool = False
    marks: str = ""
    family: Family | None = None
    meaning: Words = NOTHING
    pattern: Words = NOTHING
    interval: Method = Method.NONE
    dimensions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    spread_of: SpreadOf | None = None
    takes: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    alias_of: str = ""
    form: Form = Form.LEVEL
    inputs: tuple[str, ...] = ()
    opens: str = ""
    calculation: str = ""
    version: int = 1
    least_cases: int = 1
    hidden_below: int = 0
    own: tuple[Measure, ...] = ()
    formula: Any = None
    thresholds: tuple[Threshold, ...] = ()

    @property
    def target(self) -> float | None:
        """The value that is aimed at, None where none is said."""
        return next((each.value for each in self.thresholds if each.is_target), None)

    def reaches(self, value: float, threshold: Threshold) -> bool:
        """Tell whether a value has come to a threshold, from the side that is better."""
        is_low = self.better is Better.DOWN
        return value <= threshold.value if is_low else value >= threshold.value

    def reached(self, value: float) -> Threshold | None:
        """Return the best threshold that a value has come to, None where it has come to none."""
        found = [each for each in self.thresholds if self.reaches(value, each)]
        if not found:
            return None
        return found[0] if self.better is Better.DOWN else found[-1]

    def __hash__(self) -> int:
        """Return a hash of what tells indicators apart; that of every part would cost too much."""
        return hash((self.key, self.version))

    @property
    def is_computed(self) -> bool:
        """Tell whether it is calculated from records, and not read through another or a formula."""
        return bool(self.calculation)

    def meaning_by(self, values: Mapping[str, Any]) -> Words:
        """Return what it means, with the numbers that are set."""
        return told_by(self.pattern, values) if self.pattern.en else self.meaning

    @property
    def written_as(self) -> str:
        """The unit as it is written: points without a sign are a score, from 0 to 100."""
        is_score = self.unit is Unit.POINTS and not self.goes_both_ways
        return "score" if is_score else self.unit.value

    @property
    def goes_both_ways(self) -> bool:
        """Tell whether it goes below zero, and is written with its sign."""
        return self.key in BOTH_WAYS or self.form is Form.BALANCE

    @property
    def ends(self) -> tuple[int, int] | None:
        """The least and the greatest value that it can have, None where it has no ends."""
        return None if self.key in WITHOUT_ENDS else ENDS.get(self.written_as)

    @property
    def is_custom(self) -> bool:
        """Tell whether a team made it."""
        return self.row == "custom"


BOTH_WAYS = frozenset(
    {"nps", "nps_account_weighted", "campaign_engagement_lift", "account_health_change"}
)
"""Indicators in points that go below zero, and are written with their sign."""

WITHOUT_ENDS = frozenset({"net_revenue_retention", "abm_roi_attributed", "abm_roi_incremental"})
"""Indicators in percent that may be above a hundred; returns below zero, too."""

ENDS: Mapping[str, tuple[int, int]] = {
    "percent": (0, 100),
    "score": (0, 100),
    "points": (-100, 100),
}
