"""What an indicator is: a frozen description, the same for ours and for those that teams make."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from metrics.calc.status import Form, Method
from metrics.catalogue.measure import Measure
from metrics.catalogue.words import Better, Family, Grain, Kind, RollUp, SpreadOf, Unit, Words

NOTHING = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A defined measure.

    inputs names what its calculation takes, in order: measures, or for a formula other indicators.
    opens names the measure whose records the number opens onto. hidden_below is how many people's
    opinions a number needs before it is shown. needs names dimensions without which there is no
    number, defaults the values that dimensions have where none is asked for. An indicator without a
    calculation waits for the records in waits_for. An alias has no calculation of its own: it is
    read through the key that alias_of names. spread_of says whose single scores are spread behind a
    mean, where its roll-up is a distribution.
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
    interval: Method = Method.NONE
    dimensions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    spread_of: SpreadOf | None = None
    alias_of: str = ""
    form: Form = Form.LEVEL
    inputs: tuple[str, ...] = ()
    opens: str = ""
    calculation: str = ""
    version: int = 1
    least_cases: int = 1
    hidden_below: int = 0
    waits_for: tuple[str, ...] = ()
    own: tuple[Measure, ...] = ()
    formula: Any = None

    def __hash__(self) -> int:
        """Return a hash of what tells indicators apart; that of every part would cost too much."""
        return hash((self.key, self.version))

    @property
    def is_computed(self) -> bool:
        """Tell whether the records it needs exist, so that it can be measured."""
        return bool(self.calculation)

    @property
    def written_as(self) -> str:
        """The unit as it is written: points without a sign are a score, from 0 to 100."""
        is_score = self.unit is Unit.POINTS and self.key not in BOTH_WAYS
        return "score" if is_score else self.unit.value

    @property
    def ends(self) -> tuple[int, int] | None:
        """The least and the greatest value that it can have, None where it has no ends."""
        return ENDS.get(self.written_as)

    @property
    def is_custom(self) -> bool:
        """Tell whether a team made it."""
        return self.row == "custom"


BOTH_WAYS = frozenset(
    {"nps", "nps_account_weighted", "campaign_engagement_lift", "account_health_change"}
)
"""Indicators in points that go below zero, and are written with their sign."""

ENDS: Mapping[str, tuple[int, int]] = {
    "percent": (0, 100),
    "score": (0, 100),
    "points": (-100, 100),
}
