"""Closed lists for the tables of measures; words of the arithmetic stand in the catalogue."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HealthBand(TextChoices):
    """How well an account is."""

    GREEN = "green", pgettext_lazy("health", "Healthy")
    AMBER = "amber", pgettext_lazy("health", "To watch")
    RED = "red", pgettext_lazy("health", "In danger")


class GoalType(TextChoices):
    """How attainment follows from the value."""

    REACH = "reach", _("Reach a value")
    CUMULATE = "cumulate", _("Add up to a total")
    MAINTAIN_MIN = "maintain_min", _("Stay at or above")
    MAINTAIN_MAX = "maintain_max", _("Stay at or below")
    RANGE = "range", _("Stay within a range")
    MILESTONE = "milestone", _("Milestone, done or not")


class Profile(TextChoices):
    """How progress is expected to go over time."""

    LINEAR = "linear", _("Evenly")
    MILESTONES = "milestones", _("Through dated points")
    BACK_LOADED = "back_loaded", _("Mostly late")
    LAGGED = "lagged", _("After a delay")
    SEASONAL = "seasonal", _("As last year")


class IndicatorState(TextChoices):
    """Where a custom indicator stands."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    RETIRED = "retired", _("Retired")


NEXT_STATES: Mapping[str, tuple[IndicatorState, ...]] = {
    IndicatorState.DRAFT: (IndicatorState.ACTIVE,),
    IndicatorState.ACTIVE: (IndicatorState.RETIRED,),
    IndicatorState.RETIRED: (IndicatorState.ACTIVE,),
}
"""Where a custom indicator may go from where it stands."""


class CustomKind(TextChoices):
    """How a custom indicator is made."""

    AGGREGATE = "aggregate", _("From records")
    RATIO = "ratio", _("From records, one number over another")
    SURVEY = "survey", _("From answers to a question")
    CONVERSION = "conversion", _("From one event to another")
    FORMULA = "formula", _("From other indicators")
    MANUAL = "manual", _("Written down by hand")
    SERIES = "series", _("Told by a file")


TOLD = frozenset({CustomKind.MANUAL, CustomKind.SERIES})
"""Kinds of indicators whose values are told, and not computed."""


class ReadingRollUp(TextChoices):
    """How the value of several accounts follows from what was read of each."""

    LAST = "last", _("The newest of them")
    SUM = "sum", _("Added up")
    WEIGHTED_MEAN = "weighted_mean", _("Mean, each by its weight")


class ScopeKind(TextChoices):
    """What a number is of."""

    ACCOUNT = "account", _("Account")
    PROGRAM = "program", _("Program")
    CAMPAIGN = "campaign", _("Campaign")
    ALL = "all", _("All accounts")


class QualifiedBy(TextChoices):
    """What made an account qualify."""

    DEPTH = "depth", _("Minutes of attention of several people")
    MEETING = "meeting", _("A director or above asked for a meeting")
    DEMO = "demo", _("Several people opened the demo")


class JourneyStage(TextChoices):
    """How far an account is on its way, one at a time; the later ones go first."""

    NONE = "none", _("No sign yet")
    AWARE = "aware", _("Aware")
    ENGAGED = "engaged", _("Engaged")
    QUALIFIED = "qualified", _("Qualified by marketing")
    OPPORTUNITY = "opportunity", _("Open opportunity")
    CUSTOMER = "customer", _("Customer")


class GoalRule(TextChoices):
    """How the target of each of many accounts follows from where it starts."""

    PERCENT = "percent", _("The starting value and so many percent more")
    ADD = "add", _("The starting value and so much more")
    FACTOR = "factor", _("The starting value, so many times")
    FIXED = "fixed", _("The same target for all")
    MEDIAN = "median", _("The median of these accounts")


class BatchState(TextChoices):
    """How far goals that are set for many accounts have come."""

    PROPOSING = "proposing", _("Being worked out")
    PROPOSED = "proposed", pgettext_lazy("of goals", "Proposed")
    SETTING = "setting", _("Being set")
    DONE = "done", pgettext_lazy("of goals", "Set")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class ProposalVerdict(TextChoices):
    """What becomes of a goal that is proposed for one of many accounts."""

    PENDING = "pending", _("Being worked out")
    PROPOSED = "proposed", pgettext_lazy("of a goal", "Proposed")
    LEFT_OUT = "left_out", _("Left out")
    SET = "set", pgettext_lazy("of a goal", "Set")
    UNDONE = "undone", _("Undone")
    KEPT = "kept", _("Kept")


class ProposalReason(TextChoices):
    """Why an account gets no goal, or keeps it."""

    NO_DATA = "no_data", _("Nothing is known that it could start from.")
    GOAL_EXISTS = "goal_exists", _("It has a goal on this indicator in that time.")
    ALREADY_THERE = "already_there", _("It is there already.")
    NO_WAY = "no_way", _("The target would be the starting value.")
    NOT_ABOVE_ZERO = "not_above_zero", _("A total to add up to is above zero.")
    GONE = "gone", _("The account was merged, or is out of your reach.")
    CHANGED = "changed", _("Somebody changed or approved the goal since.")
