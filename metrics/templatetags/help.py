"""Filters that lead to the help."""

from typing import Any

from django import template
from django.urls import reverse

from abmplanner.kit.figures import figure
from metrics.calc.status import Method
from metrics.catalogue.help.page import Page
from metrics.catalogue.help.pages import page_of
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Kind, RollUp
from metrics.phrases import goal_status_words
from metrics.queries.worked import CURRENCY, Line
from metrics.templatetags.measures import INTERVALS, KINDS, ROLL_UPS

register = template.Library()


@register.filter
def help_page(indicator: Indicator) -> Page:
    """Return the page of help that tells of an indicator."""
    return page_of(indicator)


@register.filter
def help_url(indicator: Indicator) -> str:
    """Return where the help tells of an indicator."""
    url = reverse("metrics:help_detail", args=[page_of(indicator).key])
    return url if indicator.is_custom else f"{url}#{indicator.key}"


@register.filter
def given_figures(line: Line) -> str:
    """Write what is given of an example."""
    written = (figure(each, line.unit, CURRENCY) for each in line.figures)
    return " · ".join(written)


@register.filter
def in_unit(value: Any, unit: str) -> str:
    """Write a value of an example in its unit."""
    return figure(value, unit, CURRENCY)


@register.filter
def kind_said(kind: Kind) -> Any:
    """Return which records a period lets in."""
    return KINDS[kind]


@register.filter
def roll_up_said(rule: RollUp) -> Any:
    """Return how the number of several accounts follows from theirs."""
    return ROLL_UPS[rule]


@register.filter
def method_said(method: Method) -> Any:
    """Return how an interval is found."""
    return INTERVALS[method]


@register.filter
def goal_status_said(status: str) -> str:
    """Return the words for where a goal stands."""
    return goal_status_words(status)
