"""How the numbers of marketing's part in deals, and of their speed, came about."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

LEFT_OUT_OF_DEALS: Mapping[str, "Words"] = {
    "unheard": gettext_lazy("of a time from which nobody told us the touches"),
    "unknown_creation": gettext_lazy("begun nobody knows when"),
    "closed_early": gettext_lazy("closed in their first days"),
    "too_young": gettext_lazy("too young to tell"),
    "stale": gettext_lazy("without anything happening for long"),
    "no_margin": gettext_lazy("without a margin in the plan"),
}

_SPEED = gettext_lazy("The opportunities of this side bring %(value)s; %(n)s of them won.")
_SPEED_OF_ONE = gettext_lazy("Each opportunity of this side brings %(value)s; %(n)s of them won.")
_WORTH_SHARE = gettext_lazy("Of the value of %(n)s opportunities, %(value)s.")
_WON_AMONG = ngettext_lazy(
    "Of the opportunities decided, %(numerator)s of %(denominator)s was won.",
    "Of the opportunities decided, %(numerator)s of %(denominator)s were won.",
    "numerator",
)
_RUNNING = ngettext_lazy(
    "%(numerator)s qualified opportunity was open.",
    "%(numerator)s qualified opportunities were open.",
    "numerator",
)
_AVERAGE = ngettext_lazy(
    "%(n)s opportunity won, of %(value)s.",
    "%(n)s opportunities won, %(value)s each on average.",
    "n",
)
_LENGTH = ngettext_lazy(
    "%(n)s opportunity won, in %(value)s.",
    "%(n)s opportunities won, in %(value)s on average.",
    "n",
)

OF_DEALS: Mapping[str, "Words"] = {
    "marketing_sourced_pipeline": ngettext_lazy(
        "%(n)s opportunity created and sourced by marketing is worth %(value)s.",
        "%(n)s opportunities created and sourced by marketing are worth %(value)s together.",
        "n",
    ),
    "marketing_influenced_pipeline": ngettext_lazy(
        "%(n)s opportunity created and influenced by marketing is worth %(value)s.",
        "%(n)s opportunities created and influenced by marketing are worth %(value)s together.",
        "n",
    ),
    "marketing_sourced_won": ngettext_lazy(
        "%(n)s opportunity won and sourced by marketing is worth %(value)s.",
        "%(n)s opportunities won and sourced by marketing are worth %(value)s together.",
        "n",
    ),
    "marketing_influenced_won": ngettext_lazy(
        "%(n)s opportunity won and influenced by marketing is worth %(value)s.",
        "%(n)s opportunities won and influenced by marketing are worth %(value)s together.",
        "n",
    ),
    "marketing_attributed_pipeline": ngettext_lazy(
        "%(value)s of %(n)s opportunity created is credited to marketing.",
        "%(value)s of %(n)s opportunities created is credited to marketing.",
        "n",
    ),
    "marketing_attributed_won": ngettext_lazy(
        "%(value)s of %(n)s opportunity won is credited to marketing.",
        "%(value)s of %(n)s opportunities won is credited to marketing.",
        "n",
    ),
    "marketing_attributed_count_share": ngettext_lazy(
        "Of %(n)s opportunity created, %(value)s is credited to marketing.",
        "Of %(n)s opportunities created, %(value)s are credited to marketing.",
        "n",
    ),
    **dict.fromkeys(
        (
            "marketing_sourced_share", "marketing_influenced_share", "marketing_sourced_won_share",
            "marketing_influenced_won_share", "marketing_attributed_share",
            "marketing_attributed_won_share",
        ),
        _WORTH_SHARE,
    ),
    "marketing_sourced_count_share": ngettext_lazy(
        "Of the opportunities created, %(numerator)s of %(denominator)s was sourced by marketing.",
        "Of the opportunities created, %(numerator)s of %(denominator)s were sourced by marketing.",
        "numerator",
    ),
    "marketing_influenced_count_share": ngettext_lazy(
        "Of the opportunities created, %(numerator)s of %(denominator)s was influenced by"
        " marketing.",
        "Of the opportunities created, %(numerator)s of %(denominator)s were influenced by"
        " marketing.",
        "numerator",
    ),
    "new_opportunities_influenced": ngettext_lazy(
        "%(numerator)s opportunity created was influenced by marketing.",
        "%(numerator)s opportunities created were influenced by marketing.",
        "numerator",
    ),
    "abm_pipeline_velocity": _SPEED,
    "non_abm_pipeline_velocity": _SPEED,
    "velocity_per_opportunity": _SPEED_OF_ONE,
    "velocity_per_opportunity_other": _SPEED_OF_ONE,
    "abm_roi_attributed": gettext_lazy(
        "For each 100 spent, the margin credited to marketing leaves %(value)s after the cost;"
        " %(n)s opportunities won. Credited to marketing, not proven to be its effect."
    ),
    "abm_revenue_to_cost": gettext_lazy(
        "Each unit of cost stands beside %(value)s of revenue credited to marketing;"
        " %(n)s opportunities won. A multiple, not a return."
    ),
    "pipeline_to_cost": gettext_lazy(
        "Each unit of cost stands beside %(value)s of pipeline credited to marketing;"
        " %(n)s opportunities created."
    ),
    "payback_days": gettext_lazy("All costs were paid back %(value)s after the first one."),
    "cost_total": ngettext_lazy(
        "%(n)s line of spend comes to %(value)s.",
        "%(n)s lines of spend come to %(value)s.",
        "n",
    ),
    "velocity_ratio": gettext_lazy(
        "An influenced opportunity brings %(value)s times as much a day as another; %(n)s were won"
        " on both sides."
    ),
    "velocity_influenced_share": ngettext_lazy(
        "Of the qualified opportunities, %(numerator)s of %(denominator)s was influenced.",
        "Of the qualified opportunities, %(numerator)s of %(denominator)s were influenced.",
        "numerator",
    ),
    **{
        f"velocity_{part}_{side}": words
        for part, words in (
            ("n", _RUNNING), ("win_rate", _WON_AMONG), ("avg_value", _AVERAGE),
            ("cycle_days", _LENGTH),
        )
        for side in ("influenced", "other")
    },
}  # fmt: skip
