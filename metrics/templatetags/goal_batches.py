"""Words of goals for many accounts."""

from django import template
from django.template.defaultfilters import date as written_day
from django.utils.translation import get_language, gettext

from abmplanner.kit import figures
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.indicator import Indicator
from metrics.enums import GoalRule
from metrics.models import GoalBatch, GoalProposal
from metrics.phrases import status_words

register = template.Library()


@register.filter
def batch_words(batch: GoalBatch, known: Catalogue) -> str:
    """Write on what goals for many accounts are set, and by which rule."""
    indicator = known.get(batch.indicator_key)
    name = indicator.name.to(get_language() or "en") if indicator else batch.indicator_key
    return f"{name} · {rule_words(batch, indicator)}"


@register.filter
def rule_words(batch: GoalBatch, indicator: Indicator | None) -> str:
    """Write the rule by which each account gets its target, and by when."""
    amount = batch.median if batch.rule == GoalRule.MEDIAN else batch.amount
    said = {
        "amount": _amount(batch, indicator),
        "day": written_day(batch.due_on, "SHORT_DATE_FORMAT"),
    }
    words = {
        GoalRule.PERCENT: gettext("starting value %(amount)s by %(day)s"),
        GoalRule.ADD: gettext("starting value %(amount)s by %(day)s"),
        GoalRule.FACTOR: gettext("starting value \u00d7 %(amount)s by %(day)s"),
        GoalRule.FIXED: gettext("%(amount)s for all by %(day)s"),
        GoalRule.MEDIAN: gettext("median of these accounts (%(amount)s) by %(day)s"),
    }
    if batch.rule == GoalRule.MEDIAN and amount is None:
        return gettext("median of these accounts by %(day)s") % said
    return words[GoalRule(batch.rule)] % said


def _amount(batch: GoalBatch, indicator: Indicator | None) -> str:
    """Write how much a rule asks for: with its sign where it is added, in the unit it has."""
    if batch.rule == GoalRule.MEDIAN:
        return _in_unit(batch.median, indicator)
    if batch.amount is None:
        return ""
    sign = "+" if batch.amount >= 0 else "\u2212"
    if batch.rule == GoalRule.PERCENT:
        return f"{sign}\u00a0{figures.percent(float(abs(batch.amount)), 1)}"
    if batch.rule == GoalRule.ADD:
        return f"{sign}\u00a0{_in_unit(abs(batch.amount), indicator)}"
    if batch.rule == GoalRule.FACTOR:
        return figures.number(float(batch.amount), 2)
    return _in_unit(batch.amount, indicator)


def _in_unit(value: figures.Number | None, indicator: Indicator | None, currency: str = "") -> str:
    return figures.figure(value, indicator.written_as if indicator else "", currency)


@register.filter
def start_words(proposal: GoalProposal, indicator: Indicator | None) -> str:
    """Write where an account starts, or why nobody knows."""
    if proposal.baseline is None:
        return str(status_words(proposal.detail)) if proposal.detail else figures.NO_VALUE
    return _in_unit(proposal.baseline, indicator, proposal.currency)


@register.filter
def start_interval(proposal: GoalProposal, indicator: Indicator | None) -> str:
    """Write the interval of where an account starts, nothing where it has none."""
    unit = indicator.written_as if indicator else ""
    return figures.interval(proposal.baseline_low, proposal.baseline_high, unit, proposal.currency)


@register.filter
def proposed_words(proposal: GoalProposal, indicator: Indicator | None) -> str:
    """Write what an account would have to reach."""
    return _in_unit(proposal.target, indicator, proposal.currency)
