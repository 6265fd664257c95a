"""Figures as a reader expects them: grouped, with their unit, in the reader's language."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

Number: TypeAlias = int | float | Decimal

NO_VALUE = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
WHOLE_FROM = 1000  # from here on, an amount is shown without cents
MINUTE = 60


def is_missing(value: object) -> bool:
    """Tell whether there is no number here: None, an empty text, or a missing value of a column."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def number(value: Number, places: int = -1) -> str:
    """Return a number with grouped thousands; places below 0 are shown only where needed."""
    return str(floatformat(value, f"{places}g")).replace("-", MINUS)


def percent(value: Number, places: int = 1) -> str:
    """Return a percentage, which is 0 to 100 and not 0 to 1."""
    pattern = pgettext("a percentage, as 12.5%", "%(number)s%%")
    return pattern % {"number": number(value, places)}


def points(value: Number) -> str:
    """Return points of a score that goes both ways, with their sign."""
    size = number(-value if value < 0 else value)
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{size}"


def money(amount: Number, currency: str) -> str:
    """Return an amount in its currency, by its sign where readers know one."""
    size_only = -amount if amount < 0 else amount
    size = number(size_only, 0 if size_only >= WHOLE_FROM else -2)
    sign = MINUS if amount < 0 else ""
    symbol = SYMBOLS.get(currency)
    if symbol is None:
        return f"{sign}{size}\u00a0{currency}".rstrip("\u00a0")
    pattern = pgettext("an amount of money, as €1,200", "%(symbol)s%(number)s")
    return sign + pattern % {"symbol": symbol, "number": size}


def ago(instant: datetime) -> str:
    """Return how long ago something was; from a day on in whole days, which many share."""
    passed = timezone.now() - instant
    if passed < timedelta(days=1):
        return str(naturaltime(instant))
    return days_ago(passed.days, timezone.localdate(), get_language() or "")


@lru_cache(maxsize=1024)
def days_ago(number: int, _today: date, _language: str) -> str:
    """Return how long so many days ago is, in the reader's language."""
    return str(naturaltime(timezone.now() - timedelta(days=number)))


def days(value: Number) -> str:
    """Return a number of days."""
    text = ngettext("%(number)s day", "%(number)s days", math.ceil(value))
    return text % {"number": number(value, -1)}


def seconds(value: Number) -> str:
    """Return a duration: seconds below a minute, then minutes and seconds."""
    whole = round(value)
    if abs(whole) < MINUTE:
        return _("%(number)s s") % {"number": number(value, -1)}
    return _("%(minutes)s min %(seconds)s s") % {
        "minutes": number(whole // MINUTE, 0),
        "seconds": whole % MINUTE,
    }


BY_UNIT: Mapping[str, Callable[[Number], str]] = {
    "percent": percent,
    "points": points,
    "days": days,
    "seconds": seconds,
}


def figure(value: Number | str | None, unit: str = "", currency: str = "") -> str:
    """Return a measured value with its unit, and a dash where there is no value.

    unit is one of the catalogue's: count, percent, points, money, money_per_day, days, seconds,
    index, band; or score, for points that never go below zero. A band is a word already.
    """
    if value is None or is_missing(value):
        return NO_VALUE
    if isinstance(value, str):
        return value
    if unit in {"money", "money_per_day"}:
        text = money(value, currency)
        return _("%(money)s a day") % {"money": text} if unit == "money_per_day" else text
    return BY_UNIT.get(unit, number)(value)


def interval(low: Number | None, high: Number | None, unit: str = "", currency: str = "") -> str:
    """Return the two ends of an interval, and nothing where there is none."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return ""
    ends = {"low": figure(low, unit, currency), "high": figure(high, unit, currency)}
    return _("%(low)s to %(high)s") % ends
