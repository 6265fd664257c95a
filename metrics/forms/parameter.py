"""The settings of measures, as a form: one field for each."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.days import first_instant
from abmplanner.kit.forms import as_days
from metrics.catalogue.parameters import (
    GROUP_NAMES,
    LONGEST_WORD,
    PARAMETERS,
    Parameter,
    ParameterKind,
)


class ParameterForm(forms.Form):
    """What is measured by from a day on; seen is the version that the person looked at."""

    from_on = forms.DateField(
        label=_("Holds from"),
        help_text=_("A day of the past measures anew what was measured since."),
    )
    note = forms.CharField(label=_("Why"), max_length=400, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, values: Mapping[str, Any], seen: int, **kwargs: Any) -> None:
        held = {key: _shown(PARAMETERS[key], values[key]) for key in PARAMETERS}
        kwargs["initial"] = {"from_on": timezone.localdate(), "seen": seen, **held}
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        for key, parameter in PARAMETERS.items():
            self.fields[key] = _field(parameter, language)
        as_days(self.fields)

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Yield the name of each group of settings with its fields."""
        language = get_language() or "en"
        for group, words in GROUP_NAMES.items():
            fields = [self[key] for key, each in PARAMETERS.items() if each.group is group]
            yield words.to(language), fields

    def values(self) -> dict[str, Any]:
        """Return what each setting is to be."""
        return {key: self.cleaned_data[key] for key in PARAMETERS}

    def from_at(self, zone: str) -> Any:
        """Return the instant from which they hold: the day's first, by a clock."""
        return first_instant(self.cleaned_data["from_on"], zone)


class WordsField(forms.CharField):
    """Some words, with commas between."""

    def clean(self, value: Any) -> Any:
        """Return the words."""
        said = super().clean(value)
        words = [each.strip() for each in said.split(",") if each.strip()]
        if any(len(each) > LONGEST_WORD for each in words):
            raise ValidationError(_("Write shorter words."))
        return words


def _field(parameter: Parameter, language: str) -> forms.Field:
    label = parameter.words.to(language)
    match parameter.kind:
        case ParameterKind.SWITCH:
            return forms.BooleanField(required=False, label=label)
        case ParameterKind.CHOICE:
            choices = [(key, words.to(language)) for key, words in parameter.choices]
            return forms.ChoiceField(choices=choices, label=label)
        case ParameterKind.WORDS:
            return WordsField(required=False, max_length=1000, label=label)
    return forms.IntegerField(
        label=label,
        help_text=parameter.unit.to(language),
        min_value=int(parameter.least),
        max_value=int(parameter.most),
    )


def _shown(parameter: Parameter, value: Any) -> Any:
    return ", ".join(value) if parameter.kind is ParameterKind.WORDS else value
