"""Figures are written as their reader expects."""

import math
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone, translation

from abmplanner.kit.figures import ago, figure, interval, is_missing


@pytest.mark.parametrize(
    ("value", "unit", "currency", "written"),
    [
        (1430, "count", "", "1,430"),
        (12.5, "count", "", "12.5"),
        (63.15, "percent", "", "63.2%"),
        (0.0, "percent", "", "0.0%"),
        (20.0, "points", "", "+20"),
        (-30.25, "points", "", "−30.3"),
        (0, "points", "", "0"),
        (Decimal("1254000.00"), "money", "EUR", "€1,254,000"),
        (Decimal("12.50"), "money", "EUR", "€12.50"),
        (Decimal(-1200), "money", "USD", "−$1,200"),
        (Decimal(1200), "money", "CHF", "1,200\u00a0CHF"),
        (Decimal(880), "money_per_day", "EUR", "€880 a day"),
        (1, "days", "", "1 day"),
        (84.5, "days", "", "84.5 days"),
        (42, "seconds", "", "42 s"),
        (200, "seconds", "", "3 min 20 s"),
        ("strong", "band", "", "strong"),
        (None, "percent", "", "–"),
        (math.nan, "percent", "", "–"),
    ],
)
def test_a_figure_carries_its_unit(value: Any, unit: str, currency: str, written: str) -> None:
    assert figure(value, unit, currency) == written


def test_thousands_are_grouped_as_the_reader_does() -> None:
    with translation.override("fr"):
        assert figure(1254000, "count") in {"1\u00a0254\u00a0000", "1\u202f254\u202f000"}


def test_zero_is_a_value_and_no_number_is_not() -> None:
    assert not is_missing(0)
    assert not is_missing(Decimal(0))
    assert is_missing(None)
    assert is_missing(math.nan)


def test_half_an_interval_is_none() -> None:
    assert interval(2.2, 11.6, "percent") == "2.2% to 11.6%"
    assert interval(None, 11.6, "percent") == ""


def test_how_long_ago_is_said_in_whole_days_and_in_the_readers_language() -> None:
    now = timezone.now()

    assert ago(now - timedelta(days=3, hours=5)) == "3\u00a0days ago"
    assert ago(now - timedelta(hours=5)) == "5\u00a0hours ago"
    with translation.override("fr"):
        assert ago(now - timedelta(days=3, hours=5)) == "il y a 3\u00a0jours"
