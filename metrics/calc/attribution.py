"""Credit for deals, shared out over the touches on them: weights by model, and exact cents.

Columns come in with a row for each touch, of all deals at once: there is no loop over deals. A
deal's touches are those of the people on it from a year before it began to its close, in order.

Help: docs/calculations/attribution.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from metrics.calc.intervals import Array

A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Journeys:
    """The touches on deals, one row for each, those of one deal in order of time.

    deal numbers the deals from 0 on, second is when each touch was. created, won and lead are those
    of the deal, by its number: when it began, when it was won (missing for others), and when the
    first of the people who touched it was known to us (missing where nobody knows).
    """

    deal: Array
    second: Array
    minutes: Array
    created: Array
    won: Array
    lead: Array

    def of(self, kept: Array) -> "Journeys":
        """Return the journeys with only some of their touches."""
        touches = (self.deal[kept], self.second[kept], self.minutes[kept])
        return Journeys(*touches, self.created, self.won, self.lead)

    @property
    def deals(self) -> int:
        """How many deals there are, with touches or without."""
        return len(self.created)


# ---- anchors -----------------------------------------------------------------------------------


def _first(journeys: Journeys, among: Array) -> Array:
    """Tell of each touch whether it is the first of its deal among some."""
    places = np.flatnonzero(among)
    found = np.zeros(len(among), dtype=bool)
    _deals, heads = np.unique(journeys.deal[places], return_index=True)
    found[places[heads]] = True
    return found


def _last(journeys: Journeys, until: Array) -> Array:
    """Tell of each touch whether it is the last of its deal up to an instant of the deal's."""
    among = journeys.second <= until[journeys.deal]  # never where the instant is missing
    return _first(_backwards(journeys), among[::-1])[::-1]


def _backwards(journeys: Journeys) -> Journeys:
    return journeys.of(np.arange(len(journeys.deal))[::-1])


def _before(journeys: Journeys) -> Array:
    """Tell which touches came before their deal began."""
    return journeys.second <= journeys.created[journeys.deal]


@dataclass(frozen=True, slots=True)
class Anchors:
    """Which touch of each deal is which anchor, none where it has no such touch."""

    first: Array
    lead: Array
    created: Array
    won: Array


def anchors(journeys: Journeys) -> Anchors:
    """Return the anchors of deals: first touch, lead creation, deal creation, closed won.

    Lead creation is the last touch before the first of the people who touched the deal was known to
    us. Where that is after the deal began, as with people that a file brought, nobody knows it.
    """
    known = np.where(journeys.lead <= journeys.created, journeys.lead, np.nan)
    everything = np.ones(len(journeys.deal), dtype=bool)
    return Anchors(
        first=_first(journeys, everything),
        lead=_last(journeys, known),
        created=_last(journeys, journeys.created),
        won=_last(journeys, journeys.won),
    )


# ---- weights -----------------------------------------------------------------------------------

POSITIONS: Mapping[str, tuple[Mapping[str, float], float]] = {
    "u_shaped": ({"first": 40, "lead": 40}, 20),
    "w_shaped": ({"first": 30, "lead": 30, "created": 30}, 10),
    "full_path": ({"first": 22.5, "lead": 22.5, "created": 22.5, "won": 22.5}, 10),
}
"""Percent on each anchor, and on the other touches in the range together."""


def weights(journeys: Journeys, model: str, *, decay_days: float = 30) -> Array:
    """Return the share of its deal that each touch is credited with.

    They add up to 1 for each deal, or to 0 where nothing lies in the range of the model: such a
    deal is credited to nobody. decay_days is the age at which a touch counts half by time_decay.

    Raises ValueError for a model that isn't known.

    >>> times = (np.array(each, float) for each in ([1, 2, 3], [1, 5, 30], [3], [9], [np.nan]))
    >>> one = Journeys(np.zeros(3, int), *times)
    >>> weights(one, "first_touch").tolist(), weights(one, "w_shaped").round(2).tolist()
    ([1.0, 0.0, 0.0], [0.45, 0.1, 0.45])
    """
    if model in POSITIONS:
        on, rest = POSITIONS[model]
        return positions(journeys, on, rest)
    found = anchors(journeys)
    ends = found.won | (found.created & np.isnan(journeys.won)[journeys.deal])
    match model:
        case "first_touch":
            raw = found.first.astype("float64")
        case "last_touch":
            raw = ends.astype("float64")
        case "lead_creation":
            raw = found.lead.astype("float64")
        case "linear":
            raw = np.ones(len(journeys.deal))
        case "minutes":
            raw = journeys.minutes.astype("float64")
        case "time_decay":
            raw = _decayed(journeys, ends, decay_days)
        case _:
            raise ValueError(f"There is no model {model}.")
    return _shared(journeys, raw)


def positions(journeys: Journeys, on: Mapping[str, float], rest: float) -> Array:
    """Return weights by position: percent on each anchor, and rest over the other touches.

    A touch that holds two anchors has both weights; the weight of an anchor that a deal hasn't goes
    to those it has, in proportion, and so does the rest where there are no other touches. The other
    touches reach to the last anchor; without closed won among the anchors, the range of all ends
    when the deal begins.

    Raises ValueError where the percents don't make up 100.
    """
    if abs(sum(on.values()) + rest - 100) > ROUNDING or min([*on.values(), rest]) < 0:
        raise ValueError("Anchors and rest make up 100 percent.")
    whole = journeys
    ranged = np.ones(len(journeys.deal), dtype=bool) if "won" in on else _before(journeys)
    journeys = journeys.of(ranged)
    found = anchors(journeys)
    holds = {name: getattr(found, name) for name in on}
    anchored = sum((held * on[name] for name, held in holds.items()), np.zeros(len(journeys.deal)))
    is_anchor = np.logical_or.reduce(list(holds.values()))
    between = ~is_anchor & ~_after(journeys, is_anchor)
    others = np.bincount(journeys.deal, weights=between, minlength=journeys.deals)
    share = np.where(others > 0, rest, 0)
    given = np.bincount(journeys.deal, weights=anchored, minlength=journeys.deals)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(given > 0, (100 - share) / given, 0)
        each = np.where(others > 0, share / others, 0)
    credit = anchored * scale[journeys.deal] + between * each[journeys.deal]
    out = np.zeros(len(whole.deal))
    out[ranged] = credit / 100
    return out


ROUNDING = 1e-9


def _after(journeys: Journeys, some: Array) -> Array:
    """Tell which touches come after the last of some of their deal; all where it has none."""
    places = np.arange(len(journeys.deal))
    last = np.full(journeys.deals, -1)
    np.maximum.at(last, journeys.deal[some], places[some])
    return places > last[journeys.deal]


def _decayed(journeys: Journeys, ends: Array, decay_days: float) -> Array:
    """Return 2^(-age / half-life) up to the anchor at the end, and nothing after it."""
    end_at = np.zeros(journeys.deals)
    end_at[journeys.deal[ends]] = journeys.second[ends]
    age = (end_at[journeys.deal] - journeys.second) / A_DAY
    return np.where(_after(journeys, ends), 0.0, np.exp2(-np.maximum(age, 0) / decay_days))


def _shared(journeys: Journeys, raw: Array) -> Array:
    """Return parts of each deal as shares of it."""
    whole = np.bincount(journeys.deal, weights=raw, minlength=journeys.deals)[journeys.deal]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, raw / whole, 0.0)


# ---- cents -------------------------------------------------------------------------------------


def cents(deal: Array, share: Array, amounts: Array) -> Array:
    """Return the credit of each touch in whole cents: those of a deal add up to its amount exactly.

    Every credit is rounded down; the cents left over go one each to the greatest remainders, of
    equal ones to the earliest touch. amounts are the cents of each deal, by its number.

    >>> cents(np.zeros(3, int), np.full(3, 1 / 3), np.array([10_000.0])).tolist()
    [3334.0, 3333.0, 3333.0]
    """
    exact = share * amounts[deal]
    down = np.floor(exact)
    remainder = np.round(exact - down, 6)
    credited = np.bincount(deal, weights=share, minlength=len(amounts)) > ROUNDING
    left = np.where(credited, amounts - np.bincount(deal, weights=down, minlength=len(amounts)), 0)
    # In each deal by remainder, those without a share last: they are credited with nothing.
    order = np.lexsort((np.arange(len(deal)), -remainder, share <= 0, deal))
    sorted_deal = deal[order]
    begins = np.searchsorted(sorted_deal, sorted_deal, side="left")
    rank = np.empty(len(deal))
    rank[order] = np.arange(len(deal)) - begins
    credit: Array = down + (rank < np.round(left)[deal])
    return credit
