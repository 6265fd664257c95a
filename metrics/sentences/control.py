"""How the numbers came about that are compared with accounts held out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

OF_CONTROL: Mapping[str, "Words"] = {
    "campaign_engagement_lift": ngettext_lazy(
        "%(value)s compared with %(denominator)s account held out.",
        "%(value)s compared with %(denominator)s accounts held out.",
        "denominator",
    ),
    "abm_roi_incremental": ngettext_lazy(
        "%(value)s compared with %(denominator)s account held out.",
        "%(value)s compared with %(denominator)s accounts held out.",
        "denominator",
    ),
}

NO_CONTROL = gettext_lazy("Not measured: no control group.")
TOO_FEW = gettext_lazy(
    "Too few accounts to compare: %(numerator)s on one side, where ten are the least."
)
LEFT_OUT_OF_COMPARISONS: Mapping[str, "Words"] = {
    "reached_anyway": gettext_lazy("held out, and reached all the same"),
    "was_in_it": gettext_lazy("held out, and in the program all the same"),
}
