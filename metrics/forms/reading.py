"""A value of an indicator of the team's own: written down, corrected."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from accounts.forms.dated import HistoryForm
from metrics.catalogue.indicator import ENDS
from metrics.catalogue.words import Unit
from metrics.enums import ReadingRollUp
from metrics.models import CustomIndicator, IndicatorReading
from metrics.models.reading import written_as
from metrics.phrases import unit_words

NUMBERS = ("value", "weight")


class ReadingForm(HistoryForm):
    """Say what an indicator was in an account, and since when.

    A weight is asked for where the mean of several accounts needs one, a currency for amounts.
    """

    value = forms.DecimalField(label=_("Value"), max_digits=18, decimal_places=4)
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        help_text=_("Three letters, such as EUR."),
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write three letters such as EUR."))],
    )
    effective_on = forms.DateField(label=_("Holds from"))
    weight = forms.DecimalField(
        label=_("Weight"),
        max_digits=12,
        decimal_places=4,
        min_value=Decimal("0.0001"),
        help_text=_("What this account counts for in the mean of several."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("How you know, or who said so."),
    )
    evidence = forms.URLField(
        label=_("Evidence"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("The address of what shows it."),
    )

    def __init__(self, *args: Any, indicator: CustomIndicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if indicator.definition["roll_up"] != ReadingRollUp.WEIGHTED_MEAN:
            del fields["weight"]
        if indicator.unit == Unit.MONEY:
            fields["value"].label = _("Amount")
        else:
            del fields["currency"]
            fields["value"].help_text = unit_words(indicator.unit)
        if ends := ENDS.get(written_as(indicator.unit)):
            value = forms.DecimalField(
                label=fields["value"].label,
                max_digits=18,
                decimal_places=4,
                min_value=ends[0],
                max_value=ends[1],
                help_text=fields["value"].help_text,
            )
            fields["value"] = value

    @override
    def held(self, row: IndicatorReading, zone: str) -> dict[str, Any]:
        said = {name: getattr(row, name) for name in self.base_fields if name != "seen"}
        plain = {name: Decimal(f"{said[name].normalize():f}") for name in NUMBERS}
        return said | plain

    @override
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
