"""How the numbers of renewals and of customers who stay came about."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

OF_CONTRACTS: Mapping[str, "Words"] = {
    "protected_renewal_revenue": ngettext_lazy(
        "%(n)s contract was renewed and keeps %(value)s a year.",
        "%(n)s contracts were renewed and keep %(value)s a year together.",
        "n",
    ),
    "protected_vs_accepted": ngettext_lazy(
        "%(n)s contract is decided; less lost than accepted: %(value)s.",
        "%(n)s contracts are decided; less lost than accepted: %(value)s.",
        "n",
    ),
    "protected_vs_accepted_worst": ngettext_lazy(
        "%(n)s contract comes due; less lost than accepted, if it is lost unless decided:"
        " %(value)s.",
        "%(n)s contracts come due; less lost than accepted, if all open ones are lost: %(value)s.",
        "n",
    ),
    "protected_vs_accepted_best": ngettext_lazy(
        "%(n)s contract comes due; less lost than accepted, if it is renewed unless decided:"
        " %(value)s.",
        "%(n)s contracts come due; less lost than accepted, if all open ones are renewed:"
        " %(value)s.",
        "n",
    ),
    "renewal_open_value": ngettext_lazy(
        "%(n)s contract worth %(value)s a year is not decided yet.",
        "%(n)s contracts worth %(value)s a year together are not decided yet.",
        "n",
    ),
    "protected_renewal_revenue_abm": ngettext_lazy(
        "%(n)s contract renewed with ABM present keeps %(value)s a year.",
        "%(n)s contracts renewed with ABM present keep %(value)s a year together.",
        "n",
    ),
    "runoff_rate_actual": ngettext_lazy(
        "Of the annual value of %(n)s contract decided, %(value)s was lost.",
        "Of the annual value of %(n)s contracts decided, %(value)s was lost.",
        "n",
    ),
    "runoff_rate_accepted": ngettext_lazy(
        "Of the annual value of %(n)s contract that comes due, the plan accepts to lose %(value)s.",
        "Of the annual value of %(n)s contracts that come due, the plan accepts to lose %(value)s.",
        "n",
    ),
    "attrition_rate": ngettext_lazy(
        "Of the customers at the start, %(numerator)s of %(denominator)s is gone.",
        "Of the customers at the start, %(numerator)s of %(denominator)s are gone.",
        "numerator",
    ),
    "retention_rate": ngettext_lazy(
        "Of the customers at the start, %(numerator)s of %(denominator)s is still there.",
        "Of the customers at the start, %(numerator)s of %(denominator)s are still there.",
        "numerator",
    ),
    "gross_revenue_retention": ngettext_lazy(
        "Of the annual revenue of %(n)s customer at the start, %(value)s is left.",
        "Of the annual revenue of %(n)s customers at the start, %(value)s is left.",
        "n",
    ),
    "net_revenue_retention": ngettext_lazy(
        "The annual revenue of %(n)s customer at the start is %(value)s of what it was.",
        "The annual revenue of %(n)s customers at the start is %(value)s of what it was.",
        "n",
    ),
    "revenue_attrition_rate": ngettext_lazy(
        "Of the annual revenue of %(n)s customer at the start, %(value)s is gone.",
        "Of the annual revenue of %(n)s customers at the start, %(value)s is gone.",
        "n",
    ),
    "nps_revenue_coverage": ngettext_lazy(
        "Of the annual revenue of %(n)s customer, %(value)s has answered.",
        "Of the annual revenue of %(n)s customers, %(value)s is of those who answered.",
        "n",
    ),
}
