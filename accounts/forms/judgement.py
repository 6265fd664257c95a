"""Forms about what we judge by eye."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from accounts.enums import RatedObject, SocialSubject
from accounts.forms.dated import EventForm, HistoryForm
from accounts.models import Contact, SsiReading, User

GRADES = [(1, _("1 poor")), (2, "2"), (3, "3"), (4, "4"), (5, _("5 excellent"))]


def grade(label: Any) -> forms.TypedChoiceField:
    """Return a field of five grades side by side."""
    return forms.TypedChoiceField(label=label, choices=GRADES, coerce=int, widget=forms.RadioSelect)


def why() -> forms.CharField:
    """Return a field for the reason of a judgement."""
    area = forms.Textarea({"rows": 3})
    return forms.CharField(label=_("Why"), max_length=2000, required=False, widget=area)


class JudgementForm(EventForm):
    """Say how one sees an account, and for how long that holds."""

    rating = grade(_("How good is the account for us?"))
    reason = why()
    expires_on = forms.DateField(
        label=_("Holds until"),
        help_text=_("After that day it counts no more. Leave it empty where it does not expire."),
        required=False,
    )

    field_order = ["rating", "reason", "day", "expires_on"]


class SocialForm(EventForm):
    """Say how developed the use of social networks is."""

    subject = forms.ChoiceField(label=_("Whose"), choices=SocialSubject, widget=forms.RadioSelect)
    level = grade(_("Level"))
    reason = why()

    field_order = ["subject", "level", "reason", "day"]


class CustomerRatingForm(EventForm):
    """Say what somebody of the account thinks of our marketing, in their words."""

    about = forms.ChoiceField(label=_("About"), choices=RatedObject, widget=forms.RadioSelect)
    marketer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Whose work"),
        help_text=_("Only where the work of one of us is rated."),
        required=False,
    )
    score = grade(_("Their rating"))
    contact = forms.ModelChoiceField(
        Contact.objects.none(),
        label=_("Who said it"),
        help_text=_("Leave it empty where nobody is named."),
        required=False,
    )
    comment = forms.CharField(
        label=_("In their words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    field_order = ["about", "marketer", "score", "contact", "comment", "day"]

    def __init__(self, *args: Any, contacts: Any, marketers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of: Any = self.fields
        of["contact"].queryset, of["marketer"].queryset = contacts, marketers


def part(label: Any) -> forms.DecimalField:
    """Return a field for a part of the index."""
    return forms.DecimalField(
        label=label, min_value=0, max_value=25, max_digits=4, decimal_places=2
    )


class SsiForm(HistoryForm):
    """Copy what LinkedIn shows of one's own index on a day."""

    read_on = forms.DateField(label=_("Day"))
    brand = part(_("Professional brand"))
    people = part(_("Right people"))
    insights = part(_("Insights"))
    relationships = part(_("Relationships"))

    field_order = ["read_on", "brand", "people", "insights", "relationships"]

    @override
    def held(self, row: SsiReading, zone: str) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.base_fields if name != "seen"}

    @override
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
