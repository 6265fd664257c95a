"""How the numbers of qualified accounts and opportunities, and of their costs, came about."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

LEFT_OUT_OF_QUALIFICATION: Mapping[str, "Words"] = {
    "maturing": gettext_lazy("whose time is not over"),
    "qualified_before": gettext_lazy("qualified before, and no longer"),
    "not_by_marketing": gettext_lazy("of accounts that were not qualified before"),
}

OF_QUALIFICATION: Mapping[str, "Words"] = {
    "mqa_count": ngettext_lazy(
        "%(numerator)s account qualified.", "%(numerator)s accounts qualified.", "numerator"
    ),
    "mqa_open": ngettext_lazy(
        "%(numerator)s account is qualified.", "%(numerator)s accounts are qualified.", "numerator"
    ),
    "cost_per_mqa": ngettext_lazy(
        "%(n)s account qualified, at a cost of %(value)s.",
        "%(n)s accounts qualified, at a cost of %(value)s each.",
        "n",
    ),
    "mqo_count": ngettext_lazy(
        "%(numerator)s opportunity was qualified by marketing.",
        "%(numerator)s opportunities were qualified by marketing.",
        "numerator",
    ),
    "mqo_value": ngettext_lazy(
        "%(n)s opportunity qualified by marketing was worth %(value)s that day.",
        "%(n)s opportunities qualified by marketing were worth %(value)s together that day.",
        "n",
    ),
    "cost_per_mqo": ngettext_lazy(
        "%(n)s opportunity was qualified by marketing, at a cost of %(value)s.",
        "%(n)s opportunities were qualified by marketing, at a cost of %(value)s each.",
        "n",
    ),
    "conversion_rate": ngettext_lazy(
        "Of the qualified accounts that had their time, %(numerator)s of %(denominator)s had an"
        " opportunity.",
        "Of the qualified accounts that had their time, %(numerator)s of %(denominator)s had an"
        " opportunity.",
        "numerator",
    ),
    "conversion_rate_so_far": ngettext_lazy(
        "Of the qualified accounts, %(numerator)s of %(denominator)s has had an opportunity.",
        "Of the qualified accounts, %(numerator)s of %(denominator)s have had an opportunity.",
        "numerator",
    ),
}
