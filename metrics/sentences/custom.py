"""How numbers that teams make of records, answers and events came about, by their calculation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

MEAN = ngettext_lazy(
    "%(name)s: %(value)s, the mean of %(n)s answer.",
    "%(name)s: %(value)s, the mean of %(n)s answers.",
    "n",
)
OF_ANSWERS: Mapping[str, "Words"] = {
    "metrics.calc.survey_scores.nps": gettext_lazy(
        "%(name)s: %(value)s. %(answers)s: %(promoters)s, %(passives)s and %(detractors)s."
    ),
    "metrics.calc.survey_scores.mean_score": MEAN,
    "metrics.calc.survey_scores.mean_of_opinions": MEAN,
    "metrics.calc.survey_scores.share_of_answers": ngettext_lazy(
        "%(name)s: %(value)s, %(numerator)s of %(denominator)s answer.",
        "%(name)s: %(value)s, %(numerator)s of %(denominator)s answers.",
        "denominator",
    ),
}
OF_PASSAGES: Mapping[str, "Words"] = {
    "metrics.calc.custom.conversion_of": ngettext_lazy(
        "%(name)s: %(value)s, %(numerator)s of %(denominator)s whose time is over.",
        "%(name)s: %(value)s, %(numerator)s of %(denominator)s whose time is over.",
        "denominator",
    ),
}
OF_RECORDS: Mapping[str, "Words"] = {
    "metrics.calc.custom.mean_of": ngettext_lazy(
        "%(name)s: %(value)s, the mean of %(n)s record.",
        "%(name)s: %(value)s, the mean of %(n)s records.",
        "n",
    ),
}
