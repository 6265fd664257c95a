"""Tags and filters that write measured numbers, and the addresses that open them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template import Context
from django.template.defaultfilters import date as written_day
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from abmplanner.kit import figures
from abmplanner.statuses import look
from accounts.models import Account
from metrics import phrases
from metrics.calc.status import GoalStatus, Method
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Better, Family, Kind, RollUp, Words
from metrics.enums import GoalType
from metrics.forms.defined import definition_words, threshold_lines
from metrics.models import IndicatorReading, TargetChange
from metrics.models.reading import written_as
from metrics.queries.answer import Answer, plain
from metrics.queries.board import GoalRow, Section, Summary
from metrics.queries.goal_trend import Trend, reachable
from metrics.queries.opening import address_of
from metrics.queries.progress import Standing, own_period
from metrics.queries.suiting import MARKS
from metrics.sentences.figured import figured, likely

register = template.Library()
register.filter(definition_words)
register.filter(threshold_lines)
register.filter(figured)
register.filter(likely)

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
READ_WAYS: Mapping[str, Any] = {
    "metrics.calc.readings.newest": _("the value that was read last"),
    "metrics.calc.readings.averaged": _("mean of the values, each by its weight"),
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
    if indicator.calculation in READ_WAYS:
        return READ_WAYS[indicator.calculation]
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
def meaning(indicator: Indicator, values: Mapping[str, Any]) -> str:
    """Write what an indicator means, by the settings that hold."""
    return indicator.meaning_by(values).to(get_language() or "en")


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


@register.simple_tag(takes_context=True)
def opens(context: Context, key: str, scope: str, **asked: Any) -> str:
    """Return the address at which a number opens onto its records, with the way back here.

    asked may hold start, end (the first day that doesn't count), as_of and known_at.
    """
    request = context.get("request")
    back = request.get_full_path() if request else str(context.get("way_back", ""))
    return address_of(key, scope, back=back, **asked)


@register.simple_tag(takes_context=True)
def opens_goal(context: Context, row: GoalRow, as_of: date, known_at: date | None = None) -> str:
    """Return the address at which a goal's value opens: the same period, seen on the same day."""
    if row.indicator is None:
        return ""
    start, end, seen = own_period(row.goal, row.indicator, row.measured_on or as_of)
    said = {"start": start, "end": end, "as_of": seen, "known_at": known_at or None}
    return opens(context, row.goal.indicator_key, row.scope, **said)


@register.filter
def caption_words(section: Section) -> str:
    """Return what a section of the board is about."""
    return phrases.section_words(section)


@register.filter
def measured_words(standing: Standing) -> str:
    """Write how many goals have data of those that a score rests on, nothing where none can yet."""
    if not standing.goals:
        return ""
    said = {"measured": figures.number(standing.measured), "goals": figures.number(standing.goals)}
    return ngettext(
        "%(measured)s of %(goals)s goal measured",
        "%(measured)s of %(goals)s goals measured",
        standing.goals,
    ) % said  # fmt: skip


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
def plan_saved(instant: datetime | None) -> str:
    """Write how long ago the plan of an account was saved, nothing where it never was."""
    return gettext("plan saved %(ago)s") % {"ago": figures.ago(instant)} if instant else ""


@register.filter
def last_news(instant: datetime | None) -> str:
    """Write how long ago the last thing happened in an account, nothing where it never was."""
    return gettext("last news %(ago)s") % {"ago": figures.ago(instant)} if instant else ""


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
    return aimed_words(row, row.goal.target, row.goal.target_high)


@register.filter
def aim_words(row: GoalRow) -> str:
    """Write what a goal should reach, and by when."""
    said = {"target": target_words(row), "day": written_day(row.goal.due_on, "SHORT_DATE_FORMAT")}
    return gettext("target %(target)s by %(day)s") % said


@register.filter
def agreed_words(row: GoalRow) -> str:
    """Write what a goal should reach as it was agreed on, and by when."""
    said = {
        "target": aimed_words(row, row.goal.agreed_target, row.goal.agreed_target_high),
        "day": written_day(row.goal.agreed_due_on or row.goal.due_on, "SHORT_DATE_FORMAT"),
    }
    return gettext("agreed: %(target)s by %(day)s") % said


@register.filter
def changed_words(change: TargetChange, row: GoalRow) -> str:
    """Write what a goal should reach since it was changed, and by when."""
    said = {
        "target": aimed_words(row, change.target, change.target_high),
        "day": written_day(change.due_on, "SHORT_DATE_FORMAT"),
    }
    return gettext("%(target)s by %(day)s") % said


def aimed_words(row: GoalRow, target: Decimal | None, high: Decimal | None) -> str:
    """Write a target, or the ends of a range, in the unit of a goal's indicator."""
    goal, answer = row.goal, row.progress.answer
    if goal.type == GoalType.MILESTONE:
        return gettext("done")
    if goal.type == GoalType.RANGE:
        ends = {"low": in_unit_of(target, answer), "high": in_unit_of(high, answer)}
        return gettext("%(low)s to %(high)s") % ends
    signs = {GoalType.MAINTAIN_MIN: "≥\u00a0", GoalType.MAINTAIN_MAX: "≤\u00a0"}
    return signs.get(GoalType(goal.type), "") + in_unit_of(target, answer)


@register.filter
def pace_words(row: GoalRow) -> str:
    """Write how fast a goal goes beside what its plan expects by now, and nothing for none."""
    pace = row.progress.pace
    return "" if pace is None else gettext("pace %(pace)s") % {"pace": figures.number(pace, 2)}


@register.filter
def heading_words(row: GoalRow) -> str:
    """Write where a goal would end at its pace, and nothing where it is there or none can tell."""
    if row.progress.heading is None:
        return ""
    return gettext("heading for %(value)s") % {"value": projected_words(row)}


@register.filter
def sure_words(answer: Answer | None) -> str:
    """Write how far to trust a value: its interval and its cases, or that these are too few."""
    if answer is None or answer.value is None:
        return ""
    cases = ""
    if answer.n is not None:
        count = figures.number(answer.n, 0)
        cases = ngettext("%(count)s case", "%(count)s cases", int(answer.n)) % {"count": count}
    if answer.is_thin:
        return gettext("%(cases)s: too few to conclude") % {"cases": cases}
    ends = interval(answer)
    said = gettext("likely %(ends)s") % {"ends": ends} if ends else ""
    return " · ".join(filter(None, [said, cases]))


@register.filter
def spark(trend: Trend) -> tuple[tuple[float, float | None, str], ...]:
    """Return the points of a small line: where along it, which value, and both in words."""
    first, last = trend.points[0][0], trend.points[-1][0]
    length = (last - first).days or 1
    return tuple(
        (
            (day - first).days / length,
            plain(answer.value),
            f"{written_day(day, 'SHORT_DATE_FORMAT')}\u00a0{written(answer)}",
        )
        for day, answer in trend.points
    )


@register.filter
def spark_words(trend: Trend) -> str:
    """Write from where to where a value went."""
    if trend.ends is None:
        return ""
    first, last = map(written, trend.ends)
    if first == last:
        return gettext("steady at %(value)s") % {"value": last}
    return f"{first} → {last}"


@register.filter
def as_float(value: figures.Number | None) -> float | None:
    """Return a number as a drawing takes it."""
    return None if value is None else float(value)


@register.filter
def stretches(summary: Summary) -> list[dict[str, Any]]:
    """Return the parts of a rule on which all goals lie by their status, the worst at the left."""
    found: list[dict[str, Any]] = []
    before = 0
    for code, count in summary.tally:
        tone = look(code).tone
        x, width = (f"{100 * part / summary.goals:.2f}%" for part in (before, count))
        found.append({"tone": tone, "x": x, "width": width})
        before += count
    return found


@register.filter
def projected_words(row: GoalRow) -> str:
    """Write where a goal would end at its pace, never beyond the ends of its unit."""
    return in_unit_of(reachable(row.progress.projected, row), row.progress.answer)


@register.filter
def projection_words(row: GoalRow) -> str:
    """Write the range of a goal's projection, and nothing where it has none."""
    progress, answer = row.progress, row.progress.answer
    if answer is None:
        return ""
    low, high = (reachable(end, row) for end in (progress.projected_low, progress.projected_high))
    return figures.interval(low, high, answer.written_as, answer.currency)


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
def read_value(row: IndicatorReading) -> str:
    """Write what was read of an account, in the unit of its indicator."""
    value = Decimal(plain_number(row.value))
    return figures.figure(value, written_as(row.indicator.unit), row.currency)


@register.filter
def account_scope(account: Account) -> str:
    """Return whose number is asked for, as the address of an opened number says it."""
    return f"account:{account.public_id}"


@register.filter
def indicator_name(indicator: Indicator) -> str:
    """Write what an indicator is called, in the reader's language."""
    return indicator.name.to(get_language() or "en")


@register.filter
def plain_number(value: Decimal | None) -> str:
    """Write a number as a field of a form takes it, without zeros that only fill its column."""
    return "" if value is None else f"{value.normalize():f}"


@register.filter
def plain_figure(value: Decimal | None) -> str:
    """Write a number for reading, without zeros that only fill its column."""
    return figures.figure(None if value is None else Decimal(plain_number(value)))


@register.filter
def sums(totals: list[tuple[str, Decimal]]) -> str:
    """Write what was added up in each currency; a dash where no value is known."""
    return " + ".join(figures.money(total, code) for code, total in totals) or figures.NO_VALUE
