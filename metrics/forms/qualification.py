"""Trying another rule of qualified accounts before it is set."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language

from metrics.catalogue.parameters import PARAMETERS, ParameterKind

TRIED = ("mqa_minutes", "mqa_days", "mqa_people", "mqa_role_people", "mqa_counts_sales",
         "mqa_acts_now")  # fmt: skip
"""The settings that may be tried out."""


class TrialForm(forms.Form):
    """Other thresholds, asked by GET; what is not typed is as it holds."""

    def __init__(self, data: Any, *, values: Mapping[str, Any]) -> None:
        self.held = {key: values[key] for key in TRIED}
        is_asked = "try" in data
        super().__init__(data if is_asked else None, initial=self.held)
        language = get_language() or "en"
        for key in TRIED:
            parameter = PARAMETERS[key]
            label = parameter.words.to(language)
            if parameter.kind is ParameterKind.SWITCH:
                self.fields[key] = forms.BooleanField(label=label, required=False)
                continue
            self.fields[key] = forms.IntegerField(
                label=label,
                help_text=parameter.unit.to(language),
                min_value=int(parameter.least),
                max_value=int(parameter.most),
            )

    def tried(self) -> dict[str, Any]:
        """Return what is tried, nothing where nobody asked or something can't be."""
        return dict(self.cleaned_data) if self.is_bound and self.is_valid() else {}
