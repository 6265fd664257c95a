"""What is measured: goals, kept measurements, indicators that teams choose and make."""

from metrics.models.goal import Goal, TargetChange
from metrics.models.goal_batch import GoalBatch, GoalProposal
from metrics.models.health import AccountHealth, HealthOverride
from metrics.models.indicator import CustomIndicator, IndicatorSet
from metrics.models.measurement import DirtyMark, Measurement
from metrics.models.parameter import ParameterSet
from metrics.models.qualification import Qualification
from metrics.models.reading import IndicatorReading

__all__ = [
    "AccountHealth",
    "CustomIndicator",
    "DirtyMark",
    "Goal",
    "GoalBatch",
    "GoalProposal",
    "HealthOverride",
    "IndicatorReading",
    "IndicatorSet",
    "Measurement",
    "ParameterSet",
    "Qualification",
    "TargetChange",
]
