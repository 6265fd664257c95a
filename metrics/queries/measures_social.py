"""The measures of how social networks are used."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.catalogue.filters import every, in_, is_
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind

MATURITY = Measure(key="social_assessed", dataset="social_maturities", kind=Kind.STOCK)
REACTIONS = Measure(
    key="social_reacting",
    dataset="social_reactions",
    kind=Kind.FLOW,
    aggregate=Aggregate.DISTINCT,
    field="person",
    dated_by="occurred_at",
    left_out=(LeftOut("machine", is_("unfit", "machine")),),
)
CONTACTS = Measure(
    key="social_profiled",
    dataset="social_contacts",
    kind=Kind.STOCK,
    left_out=(LeftOut("no_profile", is_("has_profile", value=False)),),
)
TOUCHES = Measure(
    key="social_told", dataset="social_touches", kind=Kind.FLOW, dated_by="occurred_at"
)
OURS = ("post", "connection", "remark", "exchange")
"""What makes up social selling."""


def social_measures() -> Iterator[Measure]:
    """Yield how developed it is, who reacted, and who could."""
    yield MATURITY
    listed = replace(MATURITY, aggregate=Aggregate.LIST)
    yield replace(listed, key="social_levels", field="points")
    yield replace(listed, key="social_level_accounts", field="account")
    yield REACTIONS
    yield TOUCHES
    yield from _deeds()
    yield CONTACTS
    takes_part = every(is_("has_profile", value=True), is_("takes_part", value=True))
    yield replace(CONTACTS, key="social_taking_part", where=takes_part, left_out=())
    index = Measure(key="ssi_read", dataset="ssi_readings", kind=Kind.STOCK)
    yield index
    yield replace(index, key="ssi_scores", aggregate=Aggregate.LIST, field="score")
    yield replace(index, key="ssi_people", aggregate=Aggregate.LIST, field="colleague")


def _deeds() -> Iterator[Measure]:
    """Yield what we did in networks and what people did there, and for how long we had a team."""
    reasons = ("machine", "not_team", "not_at_account", "repeated")
    ours = replace(TOUCHES, left_out=tuple(LeftOut(each, is_("unfit", each)) for each in reasons))
    yield replace(ours, key="social_selling", where=in_("what", *OURS))
    counted = replace(ours, aggregate=Aggregate.SUM, field="quantity")
    yield replace(counted, key="social_posts", where=is_("what", "post"))
    yield replace(counted, key="social_remarks", where=is_("what", "remark"))
    yield replace(ours, key="social_connections", where=is_("what", "connection"))
    yield replace(ours, key="social_exchanges", where=is_("what", "exchange"))
    reacted = replace(counted, where=is_("what", "reaction"))
    yield replace(reacted, key="social_post_reactions")
    yield replace(reacted, key="social_post_people", aggregate=Aggregate.DISTINCT, field="person")
    yield replace(counted, key="social_shown", where=is_("what", "shown"), left_out=())
    yield Measure(
        key="social_team_months",
        dataset="social_touches",
        kind=Kind.STOCK,
        where=is_("what", "team"),
        aggregate=Aggregate.SUM,
        field="months",
    )
