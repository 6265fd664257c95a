"""Tags and filters that write measured numbers, and the addresses that open them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from abmplanner.kit import figures
from metrics import phrases
from metrics.calc.status import Form, GoalStatus, Method
from metrics.catalogue.filters import Op
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.measure import Aggregate
from metrics.catalogue.words import Better, Family, Kind, RollUp, Words
from metrics.enums import GoalType
from metrics.forms.condition import OP_WORDS, typed
from metrics.forms.custom_indicator import AGGREGATES
from metrics.forms.picking import MARKS
from metrics.models import CustomIndicator
from metrics.queries.answer import Answer
from metrics.queries.board import GoalRow, Section
from metrics.queries.datasets.all import DATASETS
from metrics.queries.datasets.dataset import Dataset
from metrics.queries.progress import Standing, own_period

register = template.Library()

BETTER: Mapping[Better, Any] = {
    Better.UP: _("more"),
    Better.DOWN: _("less"),
    Better.PLAN: _("as planned"),
    Better.NONE: _("neither: it describes"),
}
KINDS: Mapping[Kind, Any] = {
    Kind.FLOW: _("what happened in it"),
    Kind.STOCK: _("what there is at its end"),
    Kind.OVERLAP: _("what lasted for some of it"),
    Kind.COHORT: _("what began in it, followed to the day asked about"),
    Kind.DELTA: _("its end less its start"),
    Kind.CUMULATIVE: _("everything until its end"),
}
ROLL_UPS: Mapping[RollUp, Any] = {
    RollUp.SUM: _("added up"),
    RollUp.DISTINCT: _("counted again, each once"),
    RollUp.RATIO: _("sum over sum, never a mean of rates"),
    RollUp.POOL: _("from all answers together"),
    RollUp.RECOMPUTE: _("computed again from all records"),
    RollUp.DIST: _("not one number: mean, median and spread"),
}
INTERVALS: Mapping[Method, Any] = {
    Method.WILSON: _("Wilson, 95%: for shares of few cases too"),
    Method.NPS: _("adjusted Wald, 95%: for scores of few answers too"),
    Method.POISSON: _("exact Poisson, 95%: for rare events"),
    Method.BOOTSTRAP: _("resampled by account, 95%: from ten accounts on"),
    Method.NEWCOMBE: _("Newcombe, 95%: for the difference of two shares"),
    Method.NONE: _("none"),
}


@register.filter
def to_reader(words: Words | None) -> str:
    """Return a text of the catalogue in the reader's language."""
    return words.to(get_language() or "en") if words else ""


@register.filter
def family_words(family: Family) -> Any:
    """Return the name of a family of indicators."""
    return phrases.FAMILIES[family]


@register.filter
def program_words(indicator: Indicator) -> list[Any]:
    """Return the kinds of program that the matrix marks an indicator for."""
    return [kind.label for kind, mark in MARKS.items() if mark in indicator.marks]


@register.filter
def unit_words(indicator: Indicator) -> str:
    """Return what an indicator is counted in."""
    return phrases.unit_words(indicator.unit)


@register.filter
def waits_words(indicator: Indicator) -> str:
    """Return the records that an indicator waits for."""
    return phrases.waits_words(indicator.waits_for)


@register.filter
def better_words(indicator: Indicator) -> Any:
    """Return which way is better."""
    return BETTER[indicator.better]


@register.filter
def kind_words(indicator: Indicator) -> Any:
    """Return which records a period lets in."""
    return KINDS[indicator.kind]


@register.filter
def roll_up_words(indicator: Indicator) -> Any:
    """Return how the number of several accounts follows from theirs."""
    return ROLL_UPS[indicator.roll_up]


@register.filter
def interval_words(indicator: Indicator) -> Any:
    """Return how the interval of an indicator is found."""
    return INTERVALS[indicator.interval]


@register.filter
def reason_words(reason: str, count: int = 1) -> str:
    """Return why a record was left out, or why several were."""
    return phrases.reason_words(reason, count)


@register.filter
def sentence(answer: Answer) -> str:
    """Return how a number came about."""
    return phrases.sentence(answer)


@register.filter
def written(answer: Answer | None) -> str:
    """Write the value of an answer with its unit, and a dash where there is none."""
    if answer is None:
        return figures.NO_VALUE
    return figures.figure(answer.value, answer.written_as, answer.currency)


@register.filter
def interval(answer: Answer | None) -> str:
    """Write the interval of an answer, and nothing where it has none."""
    if answer is None:
        return ""
    return figures.interval(answer.low, answer.high, answer.written_as, answer.currency)


@register.filter
def in_unit_of(value: figures.Number | None, answer: Answer | None) -> str:
    """Write a number, such as a target, in the unit of an answer."""
    unit, currency = (answer.written_as, answer.currency) if answer else ("", "")
    return figures.figure(value, unit, currency)


@register.filter
def tile(answer: Answer) -> Mapping[str, Any]:
    """Return an answer under the names that the components of numbers take."""
    return {
        "value": answer.value,
        "n": answer.n,
        "ci_low": answer.low,
        "ci_high": answer.high,
        "status": answer.status.value,
        "flags": [flag.value for flag in answer.flags],
        "unit": answer.written_as,
        "currency": answer.currency,
    }


@register.filter
def percent(share: float | None) -> str:
    """Write a share of 0 to 1 as a percentage without decimals, and a dash for none."""
    return figures.NO_VALUE if share is None else figures.percent(100 * share, 0)


FORMULAS: Mapping[Form, Any] = {
    Form.COUNT: _("count = %(value)s"),
    Form.SHARE: _("100 \u00d7 %(numerator)s ÷ %(denominator)s = %(value)s"),
    Form.BALANCE: _("100 \u00d7 (%(high)s - %(low)s) ÷ %(denominator)s = %(value)s"),
    Form.TOTAL: _("sum of %(n)s amounts = %(value)s"),
    Form.MEAN: _("%(numerator)s ÷ %(n)s = %(value)s"),
    Form.LEVEL: _("found among %(n)s cases: %(value)s"),
}


@register.filter
def figured(answer: Answer) -> str:
    """Write how a value follows from its parts, with the figures put in; a dash for no value."""
    if answer.value is None:
        return figures.NO_VALUE
    parts = {
        "numerator": figures.figure(answer.numerator),
        "denominator": figures.figure(answer.denominator),
    }
    if answer.currency and answer.numerator is not None:
        parts["numerator"] = figures.money(answer.numerator, answer.currency)
    both, difference = answer.squares or 0, answer.numerator or 0
    parts["high"] = figures.number((both + difference) / 2, 0)
    parts["low"] = figures.number((both - difference) / 2, 0)
    n = figures.NO_VALUE if answer.n is None else figures.number(answer.n, 0)
    return str(FORMULAS[answer.indicator.form]) % {**parts, "n": n, "value": written(answer)}


@register.filter
def likely(answer: Answer) -> str:
    """Write what the interval of an answer means, and nothing where it has none."""
    ends = interval(answer)
    if not ends:
        return ""
    text = gettext("If the same were measured again and again, 95 of 100 such intervals would hold"
                   " the true value; this one is %(ends)s.")  # fmt: skip
    return text % {"ends": ends}


@register.simple_tag(takes_context=True)
def opens(context: Context, key: str, scope: str, **asked: date | str | None) -> str:
    """Return the address at which a number opens onto its records, with the way back here.

    asked may hold start, end (the first day that doesn't count), as_of and known_at.
    """
    names = {"start": "from", "end": "to"}
    said = {names.get(name, name): str(value) for name, value in asked.items() if value}
    request = context.get("request")
    way_back = {"back": request.get_full_path()} if request else {}
    query = urlencode({"scope": scope, **said, **way_back})
    return f"{reverse('metrics:answer_detail', args=[key])}?{query}"


@register.simple_tag(takes_context=True)
def opens_goal(context: Context, row: GoalRow, as_of: date) -> str:
    """Return the address at which a goal's value opens: the same period, seen on the same day."""
    if row.indicator is None:
        return ""
    start, end, seen = own_period(row.goal, row.indicator, row.measured_on or as_of)
    return opens(context, row.goal.indicator_key, row.scope, start=start, end=end, as_of=seen)


@register.filter
def caption_words(section: Section) -> str:
    """Return what a section of the board is about."""
    return phrases.section_words(section)


@register.filter
def known_accounts(standing: Standing) -> str:
    """Write of how many of its accounts the score of a program is known."""
    of_all = sum(standing.counts.values())
    known = of_all - standing.counts.get(GoalStatus.NO_DATA, 0)
    said = {"known": figures.number(known), "all": figures.number(of_all)}
    return gettext("known for %(known)s of %(all)s accounts") % said


@register.filter
def bands(standing: Standing) -> list[tuple[str, int]]:
    """Return how many accounts of a program are in which band, without those that none is in."""
    order = (GoalStatus.OFF_TRACK, GoalStatus.AT_RISK, GoalStatus.ON_TRACK, GoalStatus.NO_DATA)
    found = [(band.value, int(standing.counts.get(band.value, 0))) for band in order]
    return [(band, count) for band, count in found if count]


@register.filter
def plan_saved(instant: datetime) -> str:
    """Write how long ago the plan of an account was saved."""
    return gettext("plan saved %(ago)s") % {"ago": figures.ago(instant)}


@register.filter
def last_news(instant: datetime) -> str:
    """Write how long ago the last thing happened in an account."""
    return gettext("last news %(ago)s") % {"ago": figures.ago(instant)}


@register.filter
def goal_word(code: str) -> str:
    """Return the word for a status of a goal."""
    return phrases.goal_status_words(code)


@register.filter
def band_word(code: str) -> Any:
    """Return the word for the band of an account or a program, where its own is no word for it."""
    return {"no_data": _("No score")}.get(code)


@register.filter
def baseline_words(row: GoalRow) -> str:
    """Write where a goal starts, and nothing where nobody knows."""
    goal = row.goal
    return "" if goal.baseline is None else in_unit_of(goal.baseline, row.progress.answer)


@register.filter
def target_words(row: GoalRow) -> str:
    """Write what a goal should reach, in the unit of its indicator."""
    goal, answer = row.goal, row.progress.answer
    target = in_unit_of(goal.target, answer)
    if goal.type == GoalType.MILESTONE:
        return gettext("done")
    if goal.type == GoalType.RANGE:
        ends = {"low": target, "high": in_unit_of(goal.target_high, answer)}
        return gettext("%(low)s to %(high)s") % ends
    signs = {GoalType.MAINTAIN_MIN: "≥\u00a0", GoalType.MAINTAIN_MAX: "≤\u00a0"}
    return signs.get(GoalType(goal.type), "") + target


@register.filter
def projected_words(row: GoalRow) -> str:
    """Write where a goal would end at its pace, never beyond the ends of its unit."""
    return in_unit_of(_reachable(row.progress.projected, row), row.progress.answer)


@register.filter
def projection_words(row: GoalRow) -> str:
    """Write the range of a goal's projection, and nothing where it has none."""
    progress, answer = row.progress, row.progress.answer
    if answer is None:
        return ""
    low, high = (_reachable(end, row) for end in (progress.projected_low, progress.projected_high))
    return figures.interval(low, high, answer.written_as, answer.currency)


def _reachable(value: float | None, row: GoalRow) -> float | None:
    """Return a value, or the end of its unit that lies nearest: no share is above 100."""
    ends = row.indicator.ends if row.indicator else None
    if value is None or ends is None:
        return value
    low, high = ends
    return min(max(value, low), high)


@register.filter
def baseline_interval(row: GoalRow) -> str:
    """Write the interval within which a goal's starting value was frozen."""
    goal, answer = row.goal, row.progress.answer
    if answer is None:
        return ""
    return figures.interval(
        goal.baseline_low, goal.baseline_high, answer.written_as, answer.currency
    )


@register.filter
def definition_words(row: CustomIndicator) -> str:
    """Write in a sentence what an indicator of records counts, and of which."""
    said = row.definition
    dataset = DATASETS[said["dataset"]]
    language = get_language() or "en"
    named = {"records": dataset.label.to(language), "kind": KINDS[Kind(said["kind"])]}
    what = AGGREGATES[Aggregate(said["aggregate"])]
    of = dataset.field(said["field"]).label.to(language) if said.get("field") else ""
    text = gettext("%(records)s: %(what)s %(of)s; of a period, %(kind)s.") % {
        **named, "what": what, "of": of,
    }  # fmt: skip
    parts = [_condition_words(part, dataset) for part in said.get("filter", {}).get("all", [])]
    return " ".join([text.replace(" ;", ";"), *parts])


def _condition_words(part: Mapping[str, Any], dataset: Dataset) -> str:
    label = dataset.field(part["field"]).label.to(get_language() or "en")
    value = typed(part)["value"]
    return gettext("Only where %(field)s %(op)s %(value)s.") % {
        "field": label,
        "op": OP_WORDS[Op(part["op"])],
        "value": f"“{value}”",
    }
