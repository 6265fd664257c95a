"""Words of answers and of goals, kept apart from the columns: naming one loads no pandas."""

from enum import StrEnum

LEVEL = 0.95


class Status(StrEnum):
    """What may be said about a value. Where several hold, the first one listed is given."""

    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    NOT_MEASURED = "not_measured"
    INCOMPLETE = "incomplete"
    IMMATURE = "immature"
    NO_DATA = "no_data"
    OK = "ok"


VALUED = (Status.OK, Status.INCOMPLETE, Status.IMMATURE)
"""Where these hold there is a value: of what could be used, or of what happened so far."""


class Flag(StrEnum):
    """What stands beside a status; any number of them may hold."""

    PARTIAL = "partial"
    RESTATED = "restated"


class Method(StrEnum):
    """How the interval of a value was found."""

    WILSON = "wilson"
    NPS = "nps"
    POISSON = "poisson"
    BOOTSTRAP = "bootstrap"
    NEWCOMBE = "newcombe"
    NONE = "none"


class Form(StrEnum):
    """How value and interval follow from numerator, denominator and n."""

    COUNT = "count"  # the numerator, a whole number
    SHARE = "share"  # numerator / denominator in percent
    BALANCE = "balance"  # the same of a difference, as the Net Promoter Score
    TOTAL = "total"  # the numerator, a sum
    INDEX = "index"  # the numerator, a number of events, over how many were expected
    MEAN = "mean"  # numerator / denominator
    LEVEL = "level"  # the numerator, found by a rule of its own: a median, a formula


class GoalType(StrEnum):
    """What a goal asks of its indicator."""

    REACH = "reach"
    CUMULATE = "cumulate"
    MAINTAIN_MIN = "maintain_min"
    MAINTAIN_MAX = "maintain_max"
    RANGE = "range"
    MILESTONE = "milestone"


HELD = (GoalType.MAINTAIN_MIN, GoalType.MAINTAIN_MAX, GoalType.RANGE)
"""Types that ask for a level to be kept: all of it is expected at any time."""


class Profile(StrEnum):
    """How attainment is expected to grow from start to due date."""

    LINEAR = "linear"
    MILESTONES = "milestones"
    BACK_LOADED = "back_loaded"
    LAGGED = "lagged"
    SEASONAL = "seasonal"


class GoalStatus(StrEnum):
    """Where a goal stands. Where several hold, the first one listed is given."""

    NOT_STARTED = "not_started"
    NO_DATA = "no_data"
    ACHIEVED = "achieved"
    MISSED = "missed"
    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    INCONCLUSIVE = "inconclusive"
    OFF_TRACK = "off_track"


JUDGED = (
    GoalStatus.ACHIEVED, GoalStatus.MISSED, GoalStatus.ON_TRACK, GoalStatus.AT_RISK,
    GoalStatus.INCONCLUSIVE, GoalStatus.OFF_TRACK,
)  # fmt: skip
"""Statuses that say something of attainment, and so count in a roll-up."""
