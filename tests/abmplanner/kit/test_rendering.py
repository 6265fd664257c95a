"""Controls look as Django draws them."""

from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from abmplanner.kit.rendering import QuickSelects

CHOICES: list[Any] = [("", "All"), ("a<b", "A & B"), ("Group", [("1", "One"), (2, "Two")])]


@pytest.mark.parametrize("value", ["", "a<b", 2, None])
def test_a_list_of_choices_is_what_djangos_template_writes(value: Any) -> None:
    widget = forms.Select({"required": True, "disabled": False, "class": "wide"}, CHOICES)

    ours, theirs = (
        parse_html(widget.render("of", value, {"id": "of"}, renderer))
        for renderer in (QuickSelects(), DjangoTemplates())
    )

    assert ours == theirs


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        (Decimal("184500.0000"), "184500"),
        (Decimal("1.250"), "1.25"),
        (Decimal("0.00"), "0"),
        (100, "100"),
        ("1,5", "1,5"),  # what was typed and refused stays
        ("abc.00", "abc.00"),
    ],
)
def test_a_number_loses_the_zeros_of_its_column(kept: Any, shown: str) -> None:
    drawn = forms.NumberInput().render("of", kept, None, QuickSelects())

    assert f'value="{shown}"' in drawn


def test_a_number_that_is_missing_is_no_number() -> None:
    assert "value" not in forms.NumberInput().render("of", None, None, QuickSelects())


def test_none_of_the_choices_is_the_sign_that_stands_for_no_value_everywhere() -> None:
    widget = forms.Select(choices=[("", "---------"), ("a", "A")])

    assert '<option value="" selected>–</option>' in widget.render("of", "", None, QuickSelects())
