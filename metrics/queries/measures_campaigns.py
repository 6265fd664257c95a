"""What is counted of those whom campaigns aim at: who answered, how often, how soon."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.catalogue.filters import Filter, every, is_, missing
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind

AIMED_AT = Measure(
    key="targeted_pairs", dataset="campaign_targets", kind=Kind.OVERLAP, dated_by="span"
)
ANSWERS = Measure(
    key="campaign_responses",
    dataset="campaign_responses",
    kind=Kind.COHORT,
    aggregate=Aggregate.SUM,
    field="quantity",
    dated_by="occurred_at",
    left_out=tuple(
        LeftOut(each, is_("unfit", each)) for each in ("machine", "not_listed", "campaign_over")
    ),
)


TREATED, HELD_OUT = is_("is_held_out", value=False), is_("is_held_out", value=True)
TOO_EARLY = LeftOut("too_early", is_("early", value=True))
CASES = Measure(
    key="engagement_cases",
    dataset="campaign_engagement",
    kind=Kind.COHORT,
    dated_by="reached_at",
    where=TREATED,
    left_out=(
        TOO_EARLY,
        LeftOut(
            "visits_not_told",
            every(is_("is_engaged", value=False), is_("is_told", value=False)),
        ),
    ),
)


def campaign_measures() -> Iterator[Measure]:
    """Yield the measures of whom campaigns aim at: who answered, and who was engaged."""
    yield from _answers()
    yield from _engagement()


def _answers() -> Iterator[Measure]:
    """Yield the measures of pairs of a campaign and an account, and of single answers."""
    answered, reached = is_("has_answered", value=True), is_("is_reached", value=True)
    both = every(answered, reached)
    yield AIMED_AT
    yield replace(AIMED_AT, key="targeted_maturing", where=is_("maturing", value=True))
    yield from _pairs("answered", answered)
    yield from _pairs("reached", reached)
    yield from _pairs("reached_answered", both)
    yield replace(
        AIMED_AT,
        key="targeted_answered",
        where=answered,
        aggregate=Aggregate.DISTINCT,
        field="account",
    )
    yield replace(
        AIMED_AT,
        key="days_to_answer",
        where=answered,
        aggregate=Aggregate.MEDIAN,
        field="days_to_answer",
    )
    yield ANSWERS
    yield replace(
        ANSWERS,
        key="campaign_responding_people",
        aggregate=Aggregate.DISTINCT,
        field="person",
        left_out=(*ANSWERS.left_out, LeftOut("no_person", missing("person"))),
    )


def _engagement() -> Iterator[Measure]:
    """Yield the measures of pairs that a campaign reached, a while ago or just now."""
    late = every(TREATED, is_("early", value=False))
    ripe = replace(CASES, key="cases_ripe", where=late, left_out=())
    yield CASES
    yield ripe
    yield replace(CASES, key="cases_early", where=every(TREATED, TOO_EARLY.where), left_out=())
    yield from _held_out()
    for key, flag in (
        ("engaged", "is_engaged"),
        ("engaged_by_it", "is_engaged_by_it"),
        ("newly_engaged", "is_newly_engaged"),
    ):
        holds, fails = is_(flag, value=True), is_(flag, value=False)
        yield replace(ripe, key=f"cases_{key}", where=every(late, holds))
        yield replace(
            ripe,
            key=f"accounts_{key}",
            where=every(late, holds),
            aggregate=Aggregate.DISTINCT,
            field="account",
        )
        unheard = every(late, fails, is_("is_told", value=False))
        yield replace(ripe, key=f"cases_not_{key}", where=unheard)
    yield replace(
        ripe,
        key="people_engaged",
        dataset="engaged_people",
        where=every(late, is_("is_engaged", value=True)),
        left_out=(LeftOut("no_person", missing("person")),),
        aggregate=Aggregate.DISTINCT,
        field="person",
    )


def _held_out() -> Iterator[Measure]:
    """Yield the measures of accounts held out of campaigns, seen as those that these reached."""
    reached = LeftOut("reached_anyway", is_("was_reached", value=True))
    compared = replace(
        CASES, key="compared_cases", where=HELD_OUT, left_out=(reached, *CASES.left_out)
    )
    yield compared
    engaged = is_("is_engaged", value=True)
    yield replace(compared, key="compared_engaged", where=every(HELD_OUT, engaged))
    early = every(HELD_OUT, TOO_EARLY.where)
    yield replace(compared, key="compared_early", where=early, left_out=(reached,))
    fails = (is_(flag, value=False) for flag in ("early", "is_engaged", "is_told"))
    silent = every(HELD_OUT, *fails)
    yield replace(compared, key="compared_silent", where=silent, left_out=(reached,))
    yield replace(
        CASES,
        key="compared_all",
        where=every(),
        left_out=compared.left_out,
    )
    yield Measure(
        key="campaign_controls", dataset="campaign_controls", kind=Kind.OVERLAP, dated_by="span"
    )


def _pairs(what: str, where: Filter) -> Iterator[Measure]:
    yield replace(AIMED_AT, key=f"pairs_{what}", where=where)
