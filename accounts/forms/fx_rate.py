"""The form over an exchange rate."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.forms import RowForm
from accounts.models import FxRate

THREE_LETTERS = RegexValidator(r"^[A-Z]{3}$", _("Write three letters such as EUR."))


class FxRateForm(RowForm[FxRate]):
    """From this day on, one unit of a currency is worth so much of another."""

    base = forms.CharField(label=_("One unit of"), max_length=3, validators=[THREE_LETTERS])
    quote = forms.CharField(label=_("In the currency"), max_length=3, validators=[THREE_LETTERS])

    class Meta:
        model = FxRate
        fields = ["base", "quote", "rate", "from_on"]
