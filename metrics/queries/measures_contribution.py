"""Measures of what marketing had to do with deals, and of how fast these go."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.catalogue.filters import Condition, Filter, Op, every, in_, is_, missing
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind

SIDES = {"influenced": "other", "other": "influenced"}
"""The two sides that speeds are compared of, each with the one that it leaves alone."""


# Of a deal that closed nobody knows when, that is the reason.
WITHOUT_CREATION = LeftOut(
    "unknown_creation",
    every(missing("created_at"), Condition("closed_at", Op.IS_NULL, value=False)),
)


def contribution_measures(created: Measure, won: Measure) -> Iterator[Measure]:
    """Yield what is counted of the deals created, and of those won, by what marketing did."""
    yield from _claims(created, "created")
    yield from _credits(created, "created")
    won = replace(won, left_out=(*won.left_out, WITHOUT_CREATION))
    yield from _claims(won, "won")
    yield from _credits(won, "won")


def _claims(base: Measure, prefix: str) -> Iterator[Measure]:
    """Yield the deals of which something may be said, those that marketing sourced or touched."""
    source, influence = f"{prefix}_source", f"{prefix}_influence"
    deals = replace(base, dataset="influence")
    heard = replace(deals, left_out=(*deals.left_out, LeftOut("unheard", is_(source, "unheard"))))
    yield replace(deals, key=f"{prefix}_unheard", where=every(base.where, is_(source, "unheard")))
    # Of a deal that counts nowhere nothing is said: it is told why, whatever is asked.
    for key, about in (
        ("heard", base.where),
        ("sourced", every(base.where, in_(source, "marketing", "unheard", ""))),
        ("influenced", every(base.where, in_(influence, "influenced", "unheard", ""))),
    ):
        chosen = replace(heard, key=f"{prefix}_{key}", where=about)
        yield chosen
        yield from _worth(chosen, "value", "tcv")


def _worth(base: Measure, field: str, amount: str) -> Iterator[Measure]:
    """Yield the sum of amounts, how many are in it, and how many can't be used."""
    usable = (*base.left_out, *_unusable(field, amount))
    key = f"{base.key}_worth"
    yield replace(base, key=key, aggregate=Aggregate.SUM, field=field, left_out=usable)
    yield replace(base, key=f"{key}_n", left_out=usable)
    yield replace(base, key=f"{key}_unusable", where=every(base.where, missing(field)))


def _unusable(field: str, amount: str) -> tuple[LeftOut, LeftOut]:
    """Return why an amount can't be used: it isn't given, or can't be converted."""
    without_rate = every(Condition(amount, Op.IS_NULL, value=False), missing(field))
    return LeftOut("missing_amount", missing(amount)), LeftOut("missing_rate", without_rate)


# ---- credit ------------------------------------------------------------------------------------

LISTED = ("opportunity", "account", "worth", "created_s", "won_s", "lead_s", "at_s", "minutes",
          "is_marketing", "campaign")  # fmt: skip
"""What is told of each touch that a deal is shared out over, as the calculation takes it."""


def _credits(deals: Measure, prefix: str) -> Iterator[Measure]:
    """Yield the touches on the deals created, or won, as lists, and the deals by themselves."""
    told = f"{prefix}_heard"
    base = replace(deals, dataset="credits")
    heard = replace(base, left_out=(*base.left_out, LeftOut("unheard", is_(told, "unheard"))))
    for field in LISTED:
        yield replace(heard, key=f"{prefix}_credits_{field}", aggregate=Aggregate.LIST, field=field)
    head = is_("is_head", value=True)
    yield replace(
        base,
        key=f"{prefix}_credits_unheard",
        where=every(base.where, head, is_(told, "unheard")),
    )
    counted = replace(heard, key=f"{prefix}_credited", where=every(base.where, head))
    yield counted
    yield replace(
        counted,
        key=f"{prefix}_credited_worth",
        left_out=(*counted.left_out, *_unusable("value", "tcv")),
    )


# ---- speed -------------------------------------------------------------------------------------

TELLING = ("closed_early", "too_young", "unheard")


def return_measures(created: Measure, won: Measure) -> Iterator[Measure]:
    """Yield the touches on all deals ever created, and ever won, for what they brought."""
    won = replace(won, left_out=(*won.left_out, WITHOUT_CREATION))
    for base, prefix, amount, given in (
        (created, "created", "worth", "tcv"),
        (won, "won", "gain", "gain"),
    ):
        ever = replace(base, dataset="returns", kind=Kind.CUMULATIVE)
        told = is_(f"{prefix}_heard", "unheard")
        heard = replace(ever, left_out=(*ever.left_out, LeftOut("unheard", told)))
        fields = [amount if field == "worth" else field for field in LISTED]
        for field in (*fields, "margin", "closed_days"):
            key = f"ever_{prefix}_credits_{field}"
            yield replace(heard, key=key, aggregate=Aggregate.LIST, field=field)
        head = every(base.where, is_("is_head", value=True))
        yield replace(ever, key=f"ever_{prefix}_unheard", where=every(head, told))
        usable = (*heard.left_out, LeftOut("missing_amount", missing(given)))
        if prefix == "won":
            usable = (*usable, LeftOut("no_margin", missing("margin")))
        yield replace(heard, key=f"ever_{prefix}", where=head, left_out=usable)


def velocity_measures(decided: Measure, won: Filter) -> Iterator[Measure]:
    """Yield the deals that were open, decided and won, on either side, as lists by account."""
    telling = tuple(LeftOut(reason, is_("side", reason)) for reason in TELLING)
    ended = replace(
        decided,
        dataset="deal_speed",
        left_out=(*decided.left_out, WITHOUT_CREATION, *telling),
    )
    running = Measure(
        key="running_deals",
        dataset="deal_speed",
        kind=Kind.CUMULATIVE,
        dated_by="created_at",
        where=is_("is_open_meanwhile", value=True),
        left_out=(*decided.left_out, *telling, LeftOut("stale", is_("is_left_stale", value=True))),
        undated="unknown_date",
    )
    for side, other in SIDES.items():
        here = Condition("side", Op.NE, other)
        yield from _listed(running, f"running_{side}", here, "account")
        yield from _listed(ended, f"ended_{side}", here, "account", "won")
        gained = replace(ended, where=every(decided.where, won))
        yield from _listed(gained, f"gained_{side}", here, "account", "cycle_days")
        unusable = _unusable("steady_value", "steady_tcv")
        sized = replace(gained, left_out=(*gained.left_out, *unusable))
        yield from _listed(sized, f"sized_{side}", here, "account", "steady_value")
        yield replace(
            gained,
            key=f"sized_{side}_unusable",
            where=every(gained.where, unusable[-1].where, is_("side", side)),
        )


def _listed(base: Measure, key: str, here: Filter, *fields: str) -> Iterator[Measure]:
    """Yield a list of each field of the same deals, in one order."""
    chosen = replace(base, aggregate=Aggregate.LIST, where=every(base.where, here))
    for field in fields:
        yield replace(chosen, key=f"{key}_{field}", field=field)
