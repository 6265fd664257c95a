"""Measures of qualified accounts, and of the opportunities that marketing qualified."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.catalogue.filters import Condition, Op, every, is_, missing
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind

MQAS = Measure(
    key="mqas",
    dataset="qualifications",
    kind=Kind.FLOW,
    aggregate=Aggregate.DISTINCT,
    field="event",
    dated_by="qualified_at",
)
COHORT = replace(MQAS, key="mqa_cohort", dataset="qualified_cohort", kind=Kind.COHORT)
MATURING = LeftOut("maturing", is_("maturing", value=True))
NOT_BY_MARKETING = LeftOut("not_by_marketing", is_("is_by_marketing", value=False))


def qualification_measures(
    qualified: Measure, not_a_decision: tuple[LeftOut, ...]
) -> Iterator[Measure]:
    """Yield the qualified accounts, what became of them, and the deals qualified by marketing.

    qualified counts the deals accepted by sales; not_a_decision are those closed by mistake.
    """
    yield MQAS
    yield Measure(
        key="mqas_open",
        dataset="qualifications",
        kind=Kind.STOCK,
        aggregate=Aggregate.DISTINCT,
        field="account",
        left_out=(LeftOut("qualified_before", is_("is_open", value=False)),),
    )
    converted = is_("is_converted", value=True)
    mature = replace(COHORT, key="mqa_mature", left_out=(MATURING,))
    yield COHORT
    yield replace(COHORT, key="mqa_cohort_converted", where=converted)
    yield replace(COHORT, key="mqa_cohort_maturing", where=is_("maturing", value=True))
    yield mature
    yield replace(mature, key="mqa_mature_converted", where=converted)
    mqos = replace(
        qualified,
        key="mqos",
        dataset="marketing_deals",
        left_out=(*qualified.left_out, *not_a_decision, NOT_BY_MARKETING),
    )
    yield mqos
    given = Condition("tcv_then", Op.IS_NULL, value=False)
    usable = (
        *mqos.left_out,
        LeftOut("missing_amount", missing("tcv_then")),
        LeftOut("missing_rate", every(given, missing("value_then"))),
    )
    worth = replace(mqos, key="mqos_worth", left_out=usable)
    yield replace(worth, aggregate=Aggregate.SUM, field="value_then")
    yield replace(worth, key="mqos_worth_n")
    yield replace(mqos, key="mqos_worth_unusable", where=every(mqos.where, missing("value_then")))
