"""Measures of how fast deals go, and what is left out of them."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.catalogue.filters import Condition, Filter, Op, every, is_, missing, some
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind

NO_DEALS = (
    *(LeftOut(reason, is_("unfit", reason)) for reason in ("test", "duplicate", "deleted")),
    LeftOut("renewal", is_("type", "renewal")),
)
MISTAKES = tuple(LeftOut(reason, is_("reason", reason)) for reason in ("duplicate", "error"))

FORESEEN = Measure(
    key="foreseen",
    dataset="deal_course",
    kind=Kind.FLOW,
    dated_by="foreseen_at",
    left_out=NO_DEALS,
)
LIVES = Measure(
    key="lives",
    dataset="deal_course",
    kind=Kind.FLOW,
    aggregate=Aggregate.LIST,
    dated_by="seen_at",
    left_out=(*NO_DEALS, *MISTAKES),
    undated="unknown_date",
)


def _lacks(field: str) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(why, is_(field, why)) for why in ("missing_amount", "missing_rate"))


def _worth(base: Measure, key: str, when: str) -> Iterator[Measure]:
    """Yield a sum of worths, how many are in it, and how many can't be used."""
    lack, field = f"lack_{when}", f"worth_{when}"
    usable = (*base.left_out, *_lacks(lack))
    yield replace(base, key=key, aggregate=Aggregate.SUM, field=field, left_out=usable)
    yield replace(base, key=f"{key}_n", left_out=usable)
    yield replace(base, key=f"{key}_unusable", where=every(base.where, _lacking(lack)))


def _lacking(field: str) -> Filter:
    return Condition(field, Op.NE, "")


def _forecasts() -> Iterator[Measure]:
    yield FORESEEN
    lost = LeftOut("lost", is_("outcome", "lost"))
    undated = LeftOut("no_forecast", missing("days_pulled"))
    pulled = replace(FORESEEN, left_out=(*NO_DEALS, lost, undated, *_lacks("lack_now")))
    yield replace(pulled, key="pulled_days", aggregate=Aggregate.SUM, field="weighted_days")
    yield replace(pulled, key="pulled_worth", aggregate=Aggregate.SUM, field="worth_now")
    yield replace(pulled, key="pulled_n")
    unusable = some(missing("days_pulled"), _lacking("lack_now"))
    yield replace(FORESEEN, key="pulled_unusable", left_out=(*NO_DEALS, lost), where=unusable)
    within, won = is_("is_within", value=True), is_("is_won_within", value=True)
    not_won, later = is_("is_won_within", value=False), is_("is_later", value=True)
    sure = every(within, is_("is_sure", value=True))
    yield from _worth(replace(FORESEEN, where=sure), "committed_value", "foreseen")
    yield from _worth(replace(FORESEEN, where=every(within, not_won)), "slipped_value", "foreseen")
    yield from _worth(replace(FORESEEN, where=every(later, won)), "forward_value", "now")
    closed = replace(FORESEEN, dated_by="won_at", left_out=(*NO_DEALS, *MISTAKES))
    yield from _worth(closed, "won_within_value", "now")


def _lives() -> Iterator[Measure]:
    for field in ("account", "entered_days", "lasted_days", "is_won"):
        yield replace(LIVES, key=f"life_{field}", field=field)


LEFT_STAGES = Measure(
    key="stages_left",
    dataset="stage_paces",
    kind=Kind.FLOW,
    dated_by="at",
    where=is_("is_left", value=True),
    left_out=(
        *NO_DEALS,
        *MISTAKES,
        LeftOut("no_history", every(missing("rate"), Condition("at", Op.IS_NULL, value=False))),
    ),
    undated="unknown_date",
)


def _stages() -> Iterator[Measure]:
    yield LEFT_STAGES
    yield replace(LEFT_STAGES, key="stage_days_saved", aggregate=Aggregate.SUM, field="saved")
    yield replace(LEFT_STAGES, key="deals_moved", aggregate=Aggregate.DISTINCT, field="deal_id")
    yield replace(
        LEFT_STAGES,
        key="stages_expected",
        aggregate=Aggregate.SUM,
        field="expected",
        where=is_("is_span", value=True),
    )


def acceleration_measures() -> Iterator[Measure]:
    """Yield every measure of how fast deals go."""
    yield from _forecasts()
    yield from _lives()
    yield from _stages()
