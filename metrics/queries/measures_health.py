"""The measures of what the health of accounts is made of, at one instant and at two."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.catalogue.filters import is_
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind
from metrics.queries.datasets.health import CHANGE_PARTS, PARTS

STATE = Measure(key="health_known", dataset="health", kind=Kind.STOCK)
CHANGE = Measure(key="health_compared", dataset="health_changes", kind=Kind.DELTA, dated_by="since")


def health_measures() -> Iterator[Measure]:
    """Yield the accounts, and each part of their health in the order of the accounts."""
    yield replace(STATE, left_out=(LeftOut("little_known", is_("is_known", value=False)),))
    yield replace(CHANGE, left_out=(LeftOut("not_comparable", is_("is_comparable", value=False)),))
    for measure, parts in ((STATE, PARTS), (CHANGE, CHANGE_PARTS)):
        listed = replace(measure, aggregate=Aggregate.LIST)
        of = "health" if measure is STATE else "health_change"
        yield replace(listed, key=f"{of}_accounts", field="account")
        for part in parts:
            yield replace(listed, key=f"{of}_{part}", field=part)
