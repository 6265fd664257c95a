"""Measures: what is counted or added up of a dataset, as data."""

from dataclasses import dataclass
from enum import StrEnum

from metrics.catalogue.filters import EVERYTHING, Filter
from metrics.catalogue.words import Kind


class Aggregate(StrEnum):
    """What is made of the records that count."""

    COUNT = "count"
    DISTINCT = "count_distinct"
    SUM = "sum"
    MEAN = "avg"
    MIN = "min"
    MAX = "max"
    LAST = "last"  # the value of the record that is the newest by the dataset's first date
    MEDIAN = "median"
    LIST = "list"  # the values themselves, for what no database aggregate can say
    BY_ACCOUNT = "by_account"  # account and number of records in turn; of one account, nothing


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a record that the measure is about does not count.

    The first reason that holds is given. yields_to names a field: asked for by that field, such
    records count after all. asked_by names one, too: only asked for by it are they left out.
    """

    reason: str
    where: Filter
    yields_to: str = ""
    asked_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An aggregate over those records of a dataset that a filter picks in a window.

    dated_by names the instant that must lie in the window, and at which an account must be enrolled
    to count for a program; a stock has none: there it is the as-of instant. where says what the
    measure is about, left_out which of these records do not count and why; undated is the reason
    given for a record whose instant is not known, empty where it says nothing. What is_ahead is
    dated beforehand, as a contract that comes due: it counts to the window's end, past the as-of
    instant.
    """

    key: str
    dataset: str
    kind: Kind
    aggregate: Aggregate = Aggregate.COUNT
    field: str = ""
    dated_by: str = ""
    where: Filter = EVERYTHING
    left_out: tuple[LeftOut, ...] = ()
    undated: str = ""
    is_ahead: bool = False

    def __hash__(self) -> int:
        """Return a hash of what tells measures apart; that of every part would cost too much."""
        return hash((self.key, self.dataset))
