"""Forms about keys of the API."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.days import day_of, end_after
from abmplanner.kit.forms import RowForm
from accounts.enums import KeyScope
from accounts.models import ApiKey

USUAL, LONGEST = timedelta(days=90), timedelta(days=366)


class ApiKeyForm(RowForm[ApiKey]):
    """Say what a key is for, what it may do, and until when."""

    may = forms.ChoiceField(
        label=_("It may"),
        choices=KeyScope,
        initial=KeyScope.READ,
        widget=forms.RadioSelect,
        help_text=_("Within what you may see and do yourself, and never more."),
    )
    last_day = forms.DateField(
        label=_("Last day"), help_text=_("A key lives a year at most; then make a new one.")
    )

    class Meta:
        model = ApiKey
        fields = ["name"]
        help_texts = {"name": _("Such as: nightly export to the warehouse.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", day_of(timezone.now() + USUAL))

    def clean_last_day(self) -> Any:
        """Return the last day, which lies between today and a year from now."""
        day, today = self.cleaned_data["last_day"], day_of(timezone.now())
        if not today <= day <= today + LONGEST:
            raise ValidationError(_("Choose a day between today and a year from now."))
        return day

    def clean(self) -> dict[str, Any]:
        """Give the key what the form's own fields say, before the row's rules are checked."""
        said: dict[str, Any] = super().clean() or {}
        if may := said.get("may"):
            self.instance.scopes = [may]
        if day := said.get("last_day"):
            self.instance.expires_at = end_after(day)
        return said


class RevokeForm(RowForm[ApiKey]):
    """Give up a key: there is nothing to fill in."""

    class Meta:
        model = ApiKey
        fields: list[str] = []
