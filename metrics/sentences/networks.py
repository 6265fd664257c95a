"""What is said of social networks where there is no number."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

OF_FEW: Mapping[str, "Words"] = {
    "ssi_imported": ngettext_lazy(
        "The index of %(n)s person is theirs: a mean is shown from five people on.",
        "The index of %(n)s people is theirs: a mean is shown from five people on.",
        "n",
    ),
    "social_engagement_rate": ngettext_lazy(
        "Shown %(denominator)s times, %(numerator)s reaction, of fewer than five people: a rate"
        " would be about them.",
        "Shown %(denominator)s times, %(numerator)s reactions, of fewer than five people: a rate"
        " would be about them.",
        "numerator",
    ),
}
"""In the place of what is said of too few answers."""

UNSEEN = ngettext_lazy(
    "People reacted %(numerator)s time; no platform says how often our posts were shown.",
    "People reacted %(numerator)s times; no platform says how often our posts were shown.",
    "numerator",
)
