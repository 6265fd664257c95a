"""The measures of accounts that programs are compared with."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.catalogue.filters import is_
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind

HELD_OUT = is_("is_held_out", value=True)
ACCOUNTS = Measure(
    key="compared_accounts",
    dataset="compared_accounts",
    kind=Kind.STOCK,
    left_out=(LeftOut("was_in_it", is_("was_in_it", value=True)),),
)


def control_measures() -> Iterator[Measure]:
    """Yield the accounts of either side of a program, and the margin that each won."""
    yield ACCOUNTS
    yield replace(ACCOUNTS, key="program_controls", where=HELD_OUT)
    gains = replace(ACCOUNTS, aggregate=Aggregate.LIST, field="gain")
    yield replace(gains, key="compared_gains", where=is_("is_held_out", value=False))
    yield replace(gains, key="held_out_gains", where=HELD_OUT)
    for field in ("unusable", "without_margin"):
        yield replace(gains, key=f"compared_{field}", aggregate=Aggregate.SUM, field=field)
