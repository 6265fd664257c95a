"""What is added up of media spend, and which entered accounts were reached."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.catalogue.filters import every, is_, missing
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind

MEDIA = Measure(
    key="media_spend",
    dataset="media_spend",
    kind=Kind.FLOW,
    aggregate=Aggregate.SUM,
    field="value",
    dated_by="spent_at",
    left_out=(
        LeftOut("message", is_("unfit", "message")),
        LeftOut("missing_rate", missing("value")),
    ),
)


def click_measures() -> Iterator[Measure]:
    """Yield what was spent on media, all of it and what falls to no account."""
    yield from _with_parts(MEDIA)
    yield from _with_parts(replace(MEDIA, key="media_unallocated", where=missing("account")))


def reached_since(entered: Measure) -> Measure:
    """Return the accounts that entered in the window and were reached since."""
    return replace(entered, key="entered_reached", dataset="first_exposures")


def _with_parts(spend: Measure) -> Iterator[Measure]:
    """Yield a sum, how many parts are in it, and how many can't be used."""
    count = replace(spend, aggregate=Aggregate.COUNT, field="")
    yield spend
    yield replace(count, key=f"{spend.key}_n")
    yield replace(
        count,
        key=f"{spend.key}_unusable",
        where=every(spend.where, missing("value")),
        left_out=spend.left_out[:1],
    )
