"""How values that teams tell themselves became a number, by how they are taken together."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

UNREAD = gettext_lazy("Not measured: nobody read a value that holds on this day.")
OF_READINGS: Mapping[str, "Words"] = {
    "metrics.calc.readings.newest": ngettext_lazy(
        "%(name)s: %(value)s, read in %(n)s account.",
        "%(name)s: %(value)s, read last of %(n)s accounts.",
        "n",
    ),
    "metrics.calc.readings.added_up": ngettext_lazy(
        "%(name)s: %(value)s, what was read in %(n)s account.",
        "%(name)s: %(value)s, added up over %(n)s accounts.",
        "n",
    ),
    "metrics.calc.readings.averaged": ngettext_lazy(
        "%(name)s: %(value)s, as it was read in %(n)s account.",
        "%(name)s: %(value)s, the mean of %(n)s accounts by weight.",
        "n",
    ),
}
