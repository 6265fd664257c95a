"""Measures of contracts that come due and of customers, and what is left out of them."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.catalogue.filters import (
    EVERYTHING,
    Condition,
    Filter,
    Op,
    every,
    in_,
    is_,
    missing,
    some,
)
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind


def _lacks(field: str) -> tuple[LeftOut, ...]:
    """Return why an amount is left out: nobody told it, or there is no rate for it."""
    return tuple(LeftOut(why, is_(field, why)) for why in ("missing_amount", "missing_rate"))


def _lacking(field: str) -> Filter:
    return Condition(field, Op.NE, "")


# ---- contracts that come due -------------------------------------------------------------------

COMING_DUE = Measure(
    key="due_contracts",
    dataset="due_contracts",
    kind=Kind.COHORT,
    dated_by="due_at",
    is_ahead=True,
)
RENEWED = is_("outcome", "renewed")
DECIDED = in_("outcome", "renewed", "lost")
NO_RATE = LeftOut("no_accepted_rate", missing("accepted"))
UNRATED = some(_lacking("lack"), missing("accepted"))


def _sums(base: Measure, *lacking: LeftOut, unusable: Filter, **fields: str) -> Iterator[Measure]:
    """Yield sums by key over the contracts that can be used, how many these are, and the others."""
    usable = (*_lacks("lack"), *lacking)
    for key, field in fields.items():
        yield replace(base, key=key, aggregate=Aggregate.SUM, field=field, left_out=usable)
    first = next(iter(fields))
    yield replace(base, key=f"{first}_n", left_out=usable)
    yield replace(base, key=f"{first}_unusable", where=every(base.where, unusable))


def _due() -> Iterator[Measure]:
    yield COMING_DUE
    no_worth = _lacking("lack")
    yield from _sums(
        replace(COMING_DUE, where=RENEWED), unusable=no_worth, renewed_value="protected"
    )
    yield from _sums(
        replace(COMING_DUE, where=is_("outcome", "open")), unusable=no_worth, undecided_value="base"
    )
    yield from _sums(
        replace(COMING_DUE, where=DECIDED), unusable=no_worth, run_off="loss", run_off_base="base"
    )
    yield from _sums(
        replace(COMING_DUE, where=DECIDED), NO_RATE, unusable=UNRATED, decided_gap="gap"
    )
    yield from _sums(
        replace(COMING_DUE, where=EVERYTHING), NO_RATE, unusable=UNRATED,
        worst_gap="gap", best_gap="best_gap", accepted_loss="accepted_loss", rated_base="base",
    )  # fmt: skip
    yield from _sums(
        replace(
            COMING_DUE,
            dataset="attended_contracts",
            where=every(RENEWED, is_("has_abm", value=True)),
        ),
        unusable=no_worth,
        attended_value="protected",
    )


# ---- customers ---------------------------------------------------------------------------------

AT_THE_START = Measure(key="customers", dataset="customers", kind=Kind.COHORT, dated_by="began_at")
AT_THE_END = Measure(
    key="customers_now", dataset="heard_customers", kind=Kind.COHORT, dated_by="lasted_at"
)


def _customers() -> Iterator[Measure]:
    yield AT_THE_START
    yield replace(AT_THE_START, key="customers_lost", where=is_("is_there", value=False))
    yield replace(AT_THE_START, key="customers_kept", where=is_("is_there", value=True))
    yield from _sums(
        AT_THE_START, unusable=_lacking("lack"),
        revenue_before="before", revenue_net="net_now", revenue_kept="kept", revenue_gone="gone",
    )  # fmt: skip
    usable = _lacks("lack_now")
    yield replace(AT_THE_END, left_out=usable)
    revenue = replace(AT_THE_END, aggregate=Aggregate.SUM, field="now", left_out=usable)
    yield replace(revenue, key="revenue_now")
    yield replace(revenue, key="revenue_heard", where=is_("has_answered", value=True))
    yield replace(AT_THE_END, key="revenue_now_unusable", where=_lacking("lack_now"))


def contract_measures() -> Iterator[Measure]:
    """Yield every measure of contracts and customers."""
    yield from _due()
    yield from _customers()
