"""Forms about the health of accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.dated import EventForm
from metrics.enums import HealthBand


class HealthOverrideForm(EventForm):
    """Hold an account's health for another than the numbers say: why, and until when."""

    band = forms.ChoiceField(
        label=_("How well is the account?"), choices=HealthBand, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("What do you know that the numbers do not?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    expires_on = forms.DateField(
        label=_("Holds until"), help_text=_("After that day the numbers stand alone again.")
    )

    field_order = ["band", "reason", "day", "expires_on"]
