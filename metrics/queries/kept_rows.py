"""Rows of kept measurements, with all the answers that they hold."""

from collections.abc import Sequence

from abmplanner.kit.actor import Actor
from metrics.models import Measurement
from metrics.queries.answer import Answer
from metrics.queries.indicators import known_indicators, past_key
from metrics.queries.kept import entry_of, unpacked

Opened = tuple[Measurement, dict[str, Answer]]


def opened_rows(actor: Actor, rows: Sequence[Measurement]) -> list[Opened]:
    """Return each row with its answers by key, all opened together.

    A key that means nothing to the actor, or nothing any more, is left out.
    """
    known = known_indicators(actor)
    places, entries = [], []
    for place, row in enumerate(rows):
        for key in row.answers:
            past = past_key(key, row.versions.get(key, 1))
            if past in known or key in known:
                indicator = known[past] if past in known else known.resolved(key)
                places.append((place, key))
                entries.append((indicator, entry_of(row, key, indicator)))
    found: list[Opened] = [(row, {}) for row in rows]
    for (place, key), answer in zip(places, unpacked(entries), strict=True):
        found[place][1][key] = answer
    return found
