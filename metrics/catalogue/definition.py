"""What a definition is: the part of an indicator that the list of keys doesn't hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from metrics.calc.status import Form
from metrics.catalogue.words import SpreadOf, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """The part of an indicator that the list of keys doesn't hold."""

    key: str
    meaning: Words
    form: Form
    inputs: tuple[str, ...]
    opens: str
    calculation: str
    version: int = 1
    least_cases: int = 1
    hidden_below: int = 0
    needs: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    spread_of: SpreadOf | None = None
