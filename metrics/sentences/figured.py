"""How a value follows from its parts, and what its interval means, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from abmplanner.kit import figures
from metrics.calc.status import Form
from metrics.queries.answer import Answer

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

FORMULAS: Mapping[Form, "Words"] = {
    Form.COUNT: gettext_lazy("count = %(value)s"),
    Form.SHARE: gettext_lazy("100 \u00d7 %(numerator)s ÷ %(denominator)s = %(value)s"),
    Form.BALANCE: gettext_lazy("100 \u00d7 (%(high)s - %(low)s) ÷ %(denominator)s = %(value)s"),
    Form.TOTAL: gettext_lazy("sum of %(n)s amounts = %(value)s"),
    Form.INDEX: gettext_lazy("%(numerator)s ÷ %(denominator)s expected = %(value)s"),
    Form.MEAN: gettext_lazy("%(numerator)s ÷ %(n)s = %(value)s"),
    Form.LEVEL: gettext_lazy("found among %(n)s cases: %(value)s"),
}


def figured(answer: Answer) -> str:
    """Write how a value follows from its parts, with the figures put in; a dash for no value."""
    if answer.value is None:
        return figures.NO_VALUE
    parts = {
        "numerator": figures.figure(answer.numerator),
        "denominator": figures.figure(answer.denominator),
    }
    if answer.currency and answer.numerator is not None:
        parts["numerator"] = figures.money(answer.numerator, answer.currency)
    both, difference = answer.squares or 0, answer.numerator or 0
    parts["high"] = figures.number((both + difference) / 2, 0)
    parts["low"] = figures.number((both - difference) / 2, 0)
    n = figures.NO_VALUE if answer.n is None else figures.number(answer.n, 0)
    if answer.indicator.form is Form.MEAN and answer.denominator not in {None, answer.n}:
        n = parts["denominator"]  # cases that weigh more or less
    value = figures.figure(answer.value, answer.written_as, answer.currency)
    return str(FORMULAS[answer.indicator.form]) % {**parts, "n": n, "value": value}


def likely(answer: Answer) -> str:
    """Write what the interval of an answer means, and nothing where it has none."""
    ends = figures.interval(answer.low, answer.high, answer.written_as, answer.currency)
    if not ends:
        return ""
    text = _("If the same were measured again and again, 95 of 100 such intervals would hold"
             " the true value; this one is %(ends)s.")  # fmt: skip
    return text % {"ends": ends}
