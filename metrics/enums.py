"""Closed lists for the tables of measures; words of the arithmetic stand in the catalogue."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
    FORMULA = "formula", _("From other indicators")


class ScopeKind(TextChoices):
    """What a number is of."""

    ACCOUNT = "account", _("Account")
    PROGRAM = "program", _("Program")
    ALL = "all", _("All accounts")
