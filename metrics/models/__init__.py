"""What is measured: goals, kept measurements, indicators that teams choose and make."""

from metrics.models.goal import Goal
from metrics.models.indicator import CustomIndicator, IndicatorSet
from metrics.models.measurement import DirtyMark, Measurement

__all__ = ["CustomIndicator", "DirtyMark", "Goal", "IndicatorSet", "Measurement"]
