"""The score over the waves: a point for each, within its interval."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from metrics.queries.answer import plain
from metrics.queries.opening import address_of
from metrics.queries.voices import SCORE, Wave
from metrics.queries.window import Window


def waves_trend(waves: Sequence[Wave], scope: str, back: str) -> dict[str, Any]:
    """Return the chart of the waves; one with too few answers to show is a gap, not a zero.

    Each point opens onto the answers of its wave.
    """
    scores = [wave.score for wave in waves]
    return {
        "kind": "line",
        "time": True,
        "unit": scores[0].written_as if scores else "",
        "labels": [wave.window.start.isoformat() for wave in waves],
        "series": [
            {
                "label": _("NPS"),
                "tone": "accent",
                "values": [plain(each.value) for each in scores],
                "low": [plain(each.low) for each in scores],
                "high": [plain(each.high) for each in scores],
            }
        ],
        "links": [address_of(SCORE, scope, **at(wave.window), back=back) for wave in waves],
    }


def at(window: Window) -> dict[str, Any]:
    """Return the time of a window, as the address of an opened number says it."""
    return {
        "start": window.start,
        "end": window.end,
        "as_of": window.as_of,
        "known_at": window.known_at,
    }
