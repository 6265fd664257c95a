"""Measures of what programs cost, on the basis that is set and on each by name."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.catalogue.filters import every, is_, missing
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind

COST = Measure(
    key="cost",
    dataset="costs",
    kind=Kind.FLOW,
    aggregate=Aggregate.SUM,
    field="value",
    dated_by="counts_at",
    left_out=(
        LeftOut("other_category", is_("in_basis", value=False)),
        LeftOut("missing_rate", missing("value")),
    ),
)


def cost_measures() -> Iterator[Measure]:
    """Yield each cost, how many lines are in it, and how many can't be used.

    cost is on the basis that is set, and so many days later as is set; cost_media, cost_direct and
    cost_full are on that basis, on their own days; cost_ever is all that was spent until the end of
    the window, and its lines as lists; cost_compared the same of programs with a control group.
    """
    yield from _with_lines(COST)
    for basis in ("media", "direct", "full"):
        other = LeftOut("other_category", is_(f"in_{basis}", value=False))
        rest = (COST.left_out[-1],)
        left_out = rest if basis == "full" else (other, *rest)
        base = replace(COST, key=f"cost_{basis}", dated_by="spent_at", left_out=left_out)
        yield from _with_lines(base)
    ever = replace(base, key="cost_ever", kind=Kind.CUMULATIVE, dated_by="ever_at")
    yield from _with_lines(ever)
    for field in ("value", "age_days"):
        yield replace(ever, key=f"cost_ever_{field}", aggregate=Aggregate.LIST, field=field)
    compared = is_("is_compared", value=True)
    yield from _with_lines(replace(ever, key="cost_compared", where=compared))


def _with_lines(cost: Measure) -> Iterator[Measure]:
    yield cost
    yield replace(cost, key=f"{cost.key}_n", aggregate=Aggregate.COUNT, field="")
    yield replace(
        cost,
        key=f"{cost.key}_unusable",
        aggregate=Aggregate.COUNT,
        field="",
        where=every(cost.where, missing("value")),
        left_out=cost.left_out[:-1],
    )
