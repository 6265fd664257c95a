"""Forms about programs, the accounts in them, and the people who keep them."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.forms import RowForm, as_days
from accounts.forms.dated import DatedForm
from accounts.models import Account, Enrolment, Program

ZONES = [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name]


class ProgramForm(RowForm[Program]):
    """Describe a program: its kind, currency, clock and fiscal year."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    fiscal_year_month = forms.TypedChoiceField(
        label=_("First month of the fiscal year"), choices=list(MONTHS.items()), coerce=int
    )

    class Meta:
        model = Program
        fields = ["name_en", "name_fr", "kind", "currency", "time_zone", "fiscal_year_month"]
        help_texts = {"currency": _("Three letters, such as EUR: all its amounts are shown in it.")}


class EnrolmentForm(DatedForm):
    """Say from when to when an account is in a program, in which tier, and why."""

    tier = forms.CharField(
        label=_("Tier"), help_text=_("Such as A, or strategic."), max_length=30, required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    field_order = ["accounts", "tier", "first_day", "last_day", "reason"]

    def __init__(self, *args: Any, row: Enrolment | None = None, **kwargs: Any) -> None:
        initial = {"tier": row.tier, "reason": row.reason} if row else {}
        super().__init__(*args, row=row, initial=initial | kwargs.pop("initial", {}), **kwargs)

    def values(self) -> dict[str, Any]:
        """Return the values of the dated row."""
        chosen = {name: self.cleaned_data[name] for name in ("tier", "reason")}
        return chosen | self.period()


class NewEnrolmentForm(EnrolmentForm):
    """Take accounts into a program."""

    accounts = forms.ModelMultipleChoiceField(
        label=_("Accounts"),
        queryset=Account.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one account.")},
    )


class MoveForm(forms.Form):
    """Move accounts from one program to another."""

    accounts = forms.ModelMultipleChoiceField(
        label=_("Accounts"),
        queryset=Account.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one account.")},
    )
    target = forms.ModelChoiceField(
        label=_("To the program"), queryset=Program.objects.none(), to_field_name="public_id"
    )
    first_day = forms.DateField(label=_("From"), help_text=_("The first day in the other program."))
    tier = forms.CharField(
        label=_("Tier"),
        help_text=_("Leave it empty to keep the one they have."),
        max_length=30,
        required=False,
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_days(self.fields)


class AssignmentForm(DatedForm):
    """Say from when to when a person keeps or leads a program."""

    def values(self) -> dict[str, Any]:
        """Return the values of the dated row."""
        program = {"program": self.cleaned_data["program"]} if "program" in self.fields else {}
        return {**program, **self.period()}


class NewAssignmentForm(AssignmentForm):
    """Let a person keep or lead a program."""

    program = forms.ModelChoiceField(
        label=_("Program"), queryset=Program.objects.none(), to_field_name="public_id"
    )

    field_order = ["program", "first_day", "last_day"]
