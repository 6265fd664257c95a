"""Words and parts of the pages of voices."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from abmplanner.kit import figures
from abmplanner.statuses import look
from metrics.charts.voices import at
from metrics.queries.answer import Answer, plain
from metrics.queries.voices import Wave
from metrics.templatetags.measures import interval, opens

register = template.Library()

CLASSES: Mapping[str, tuple[Any, str]] = {
    "nps_promoters": (npgettext_lazy("answers", "promoter", "promoters", "n"), "good"),
    "nps_passives": (npgettext_lazy("answers", "passive", "passives", "n"), "quiet"),
    "nps_detractors": (npgettext_lazy("answers", "detractor", "detractors", "n"), "bad"),
}


@register.simple_tag(takes_context=True)
def votes(context: Context, wave: Wave, scope: str) -> list[dict[str, Any]]:
    """Return how the answers of a wave lie, each part with the address at which it opens."""
    time = at(wave.window)
    return [
        {
            "label": CLASSES[key][0] % {"n": plain(answer.value) or 0},
            "tone": CLASSES[key][1],
            "count": plain(answer.value),
            "href": opens(context, key, scope, **time),
        }
        for key, answer in wave.classes.items()
    ]


@register.filter
def grade_tone(score: int) -> str:
    """Return the tone of a promoter's, a passive's or a detractor's score."""
    classes = ((9, "good"), (7, "quiet"), (0, "bad"))
    return next(tone for least, tone in classes if score >= least)


@register.filter
def answer_note(answer: Answer) -> str:
    """Write the interval and the number of answers of a score, or why there is no score."""
    if answer.value is None:
        return str(look(answer.status.value).word)
    said = _("n = %(n)s") % {"n": figures.number(answer.n or 0, 0)}
    return f"{interval(answer)} · {said}"
