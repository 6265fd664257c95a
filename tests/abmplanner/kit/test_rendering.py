"""Controls look as Django draws them."""

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
