"""What a definition is: the part of an indicator that the list of keys doesn't hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from metrics.calc.status import Form
from metrics.catalogue.words import SpreadOf, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """The part of an indicator that the list of keys doesn't hold.

    takes names the parameters that the calculation is given, each by its key; rests_on those by
    which its records were found before, whatever names them. meaning may name any of these as
    {key}: what is set stands there. components are the numbers that it is told with when it is
    opened.
    """

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
    takes: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
