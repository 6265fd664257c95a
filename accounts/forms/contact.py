"""Forms about the people of accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.forms import RowForm
from accounts.models import Contact


class ContactForm(RowForm[Contact]):
    """Describe a person at an account."""

    class Meta:
        model = Contact
        fields = ["name", "title", "function", "seniority", "email", "email_status", "phone"]


class NewContactForm(ContactForm):
    """Describe a person at an account, and since when they work there, where that is known."""

    first_day = forms.DateField(
        label=_("Works there since"),
        help_text=_("Leave it empty where it is not known."),
        required=False,
    )
