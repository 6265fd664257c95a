"""How the numbers of the speed of deals came about."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

OF_ACCELERATION: Mapping[str, "Words"] = {
    "pipeline_acceleration_vs_history": ngettext_lazy(
        "%(numerator)s stage was left where %(n)s was to be expected: an index of %(value)s.",
        "%(numerator)s stages were left where %(n)s were to be expected: an index of %(value)s.",
        "numerator",
    ),
    "days_saved": ngettext_lazy(
        "%(n)s opportunity, faster through the stages it left by: %(value)s.",
        "%(n)s opportunities, each faster through the stages it left by: %(value)s.",
        "n",
    ),
    "median_cycle_days": ngettext_lazy(
        "%(n)s opportunity, won after %(value)s.",
        "Of %(n)s opportunities, those still open counted in, half are won after %(value)s.",
        "n",
    ),
    "pipeline_acceleration_vs_forecast": ngettext_lazy(
        "%(n)s opportunity foreseen; earlier than foreseen by: %(value)s.",
        "%(n)s opportunities foreseen; earlier than foreseen, weighted with their value, by:"
        " %(value)s.",
        "n",
    ),
    "value_vs_forecast": gettext_lazy("Won beyond what sellers had committed: %(value)s."),
    "pulled_forward_value": ngettext_lazy(
        "%(n)s opportunity foreseen for later was won, worth %(value)s.",
        "%(n)s opportunities foreseen for later were won, worth %(value)s together.",
        "n",
    ),
    "slipped_value": ngettext_lazy(
        "%(n)s opportunity foreseen was lost or is still open, worth %(value)s.",
        "%(n)s opportunities foreseen were lost or are still open, worth %(value)s together.",
        "n",
    ),
}
