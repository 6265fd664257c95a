"""How the numbers of those came about whom campaigns aim at."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext_lazy

from metrics.sentences.control import TOO_FEW
from metrics.sentences.networks import UNSEEN

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

LEFT_OUT_OF_CAMPAIGNS: Mapping[str, "Words"] = {
    "not_listed": gettext_lazy("of accounts not on the list then"),
    "campaign_over": gettext_lazy("after the campaign, in the period"),
    "too_early": gettext_lazy("reached too short a time ago"),
    "visits_not_told": gettext_lazy("of accounts whose visits nobody tells us"),
}

FRUITLESS: Mapping[str, "Words"] = {
    "cost_per_click": gettext_lazy("%(spent)s spent, no click."),
    "abm_roi_incremental": TOO_FEW,
    "social_engagement_rate": UNSEEN,
}
"""What is said where there was something, and no number comes of it."""

OF_CAMPAIGNS: Mapping[str, "Words"] = {
    "new_target_accounts_reached": ngettext_lazy(
        "%(numerator)s new target account has been reached.",
        "%(numerator)s new target accounts have been reached.",
        "numerator",
    ),
    "cost_per_click": ngettext_lazy(
        "%(spent)s for %(denominator)s click.",
        "%(spent)s for %(denominator)s clicks.",
        "denominator",
    ),
    "cpc_unallocated_spend": gettext_lazy("%(value)s of media spend falls to no account."),
    "campaign_responded_accounts": ngettext_lazy(
        "%(numerator)s account targeted has answered.",
        "%(numerator)s accounts targeted have answered.",
        "numerator",
    ),
    "campaign_responding_contacts": ngettext_lazy(
        "%(numerator)s person of the accounts targeted answered.",
        "%(numerator)s people of the accounts targeted answered.",
        "numerator",
    ),
    "campaign_responses": ngettext_lazy(
        "%(numerator)s answer came from the accounts targeted.",
        "%(numerator)s answers came from the accounts targeted.",
        "numerator",
    ),
    "campaign_response_rate": ngettext_lazy(
        "Of the accounts targeted, %(numerator)s of %(denominator)s has answered.",
        "Of the accounts targeted, %(numerator)s of %(denominator)s have answered.",
        "numerator",
    ),
    "campaign_response_rate_reached": ngettext_lazy(
        "Of the accounts reached, %(numerator)s of %(denominator)s has answered.",
        "Of the accounts reached, %(numerator)s of %(denominator)s have answered.",
        "numerator",
    ),
    "days_to_first_response": ngettext_lazy(
        "%(n)s account answered, after %(value)s.",
        "%(n)s accounts answered, half of them within %(value)s.",
        "n",
    ),
    "campaign_engaged_accounts": ngettext_lazy(
        "%(numerator)s account reached was engaged.",
        "%(numerator)s accounts reached were engaged.",
        "numerator",
    ),
    "campaign_newly_engaged_accounts": ngettext_lazy(
        "%(numerator)s account reached is engaged now and was not before.",
        "%(numerator)s accounts reached are engaged now and were not before.",
        "numerator",
    ),
    "campaign_engaged_attributed_accounts": ngettext_lazy(
        "%(numerator)s account reached was engaged by the campaign itself.",
        "%(numerator)s accounts reached were engaged by the campaign itself.",
        "numerator",
    ),
    "campaign_engaged_contacts": ngettext_lazy(
        "%(numerator)s person of the accounts engaged gave us attention.",
        "%(numerator)s people of the accounts engaged gave us attention.",
        "numerator",
    ),
    "campaign_engagement_rate": ngettext_lazy(
        "Of the accounts reached, %(numerator)s of %(denominator)s was engaged.",
        "Of the accounts reached, %(numerator)s of %(denominator)s were engaged.",
        "numerator",
    ),
}
