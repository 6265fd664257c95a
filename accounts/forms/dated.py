"""What forms about dated rows share: people name the last day that counts."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.days import day_of, end_after, first_instant, last_day
from abmplanner.kit.forms import as_days
from abmplanner.kit.history import DatedRow


class DatedForm(forms.Form):
    """From which day, and to which: the last day counts, and is empty while it lasts."""

    first_day = forms.DateField(label=_("From"))
    last_day = forms.DateField(
        label=_("Last day"), help_text=_("Leave it empty while it lasts."), required=False
    )

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(
        self, *args: Any, row: DatedRow | None = None, zone: str = "", **kwargs: Any
    ) -> None:
        if row is not None:
            known = {
                "seen": row.recorded_at.isoformat(),
                "first_day": day_of(row.from_at, zone),
                "last_day": last_day(row.to_at, zone) if row.to_at else None,
            }
            kwargs["initial"] = {**known, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.zone = zone
        as_days(self.fields)

    def clean_seen(self) -> datetime | None:
        """Return when the row was recorded that the person looked at, None where none was."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        """Check that the last day does not come before the first."""
        days: dict[str, Any] = super().clean() or {}
        first, last = days.get("first_day"), days.get("last_day")
        if first and last and last < first:
            raise ValidationError({"last_day": _("The last day comes after the first.")})
        return days

    def values(self) -> dict[str, Any]:
        """Return the values of the dated row that the form speaks of."""
        return self.period()

    def period(self) -> dict[str, datetime | None]:
        """Return the half-open period that the days mean."""
        last = self.cleaned_data["last_day"]
        return {
            "from_at": first_instant(self.cleaned_data["first_day"], self.zone),
            "to_at": end_after(last, self.zone) if last else None,
        }
