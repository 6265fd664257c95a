"""Which indicators suit a kind of program, and which of them a goal can be set on."""

from collections.abc import Iterable

from accounts.enums import ProgramKind
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Grain, Unit

MARKS = {ProgramKind.HIGH_TOUCH: "H", ProgramKind.AUTOMATED: "A", ProgramKind.HYBRID: "Y"}


def marks_of(kinds: Iterable[str]) -> set[str]:
    """Return the letters by which the matrix marks what suits these kinds of program."""
    return {MARKS[ProgramKind(kind)] for kind in kinds}


def can_be_aimed_at(indicator: Indicator, grain: Grain) -> bool:
    """Tell whether a goal can be set on an indicator: a number that is measured at this grain."""
    measured = indicator.is_computed or bool(indicator.formula)
    plain = not indicator.needs and indicator.unit is not Unit.BAND
    return measured and plain and grain in indicator.grains
