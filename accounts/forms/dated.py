"""What forms about history share: people name days, and what they saw when they correct it."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.days import day_of, end_after, first_instant, last_day
from abmplanner.kit.forms import as_days
from abmplanner.kit.history import DatedEvent, DatedRow


class HistoryForm(forms.Form):
    """A row of history: it carries when the row was recorded that the person saw."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, row: Any = None, zone: str = "", **kwargs: Any) -> None:
        if row is not None:
            known = {"seen": row.recorded_at.isoformat(), **self.held(row, zone)}
            kwargs["initial"] = {**known, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.row = row
        self.zone = zone
        as_days(self.fields)

    def held(self, row: Any, zone: str) -> dict[str, Any]:
        """Return what the row says, by field."""
        raise NotImplementedError

    def clean_seen(self) -> datetime | None:
        """Return when the row was recorded that the person looked at, None where none was."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def values(self) -> dict[str, Any]:
        """Return the values of the row that the form speaks of."""
        raise NotImplementedError


class DatedForm(HistoryForm):
    """From which day, and to which: the last day counts, and is empty while it lasts."""

    first_day = forms.DateField(label=_("From"))
    last_day = forms.DateField(
        label=_("Last day"), help_text=_("Leave it empty while it lasts."), required=False
    )

    @override
    def held(self, row: DatedRow, zone: str) -> dict[str, Any]:
        return {
            "first_day": day_of(row.from_at, zone),
            "last_day": last_day(row.to_at, zone) if row.to_at else None,
        }

    def clean(self) -> dict[str, Any]:
        """Check that the last day does not come before the first."""
        days: dict[str, Any] = super().clean() or {}
        first, last = days.get("first_day"), days.get("last_day")
        if first and last and last < first:
            raise ValidationError({"last_day": _("The last day comes after the first.")})
        return days

    @override
    def values(self) -> dict[str, Any]:
        return self.period()

    def period(self) -> dict[str, datetime | None]:
        """Return the half-open period that the days mean."""
        last = self.cleaned_data["last_day"]
        return {
            "from_at": first_instant(self.cleaned_data["first_day"], self.zone),
            "to_at": end_after(last, self.zone) if last else None,
        }


class EventForm(HistoryForm):
    """What happened on a day; its other fields are columns of the row, by their own names."""

    day = forms.DateField(label=_("Day"))

    @override
    def held(self, row: DatedEvent, zone: str) -> dict[str, Any]:
        day = day_of(row.occurred_at, zone) if row.occurred_at else None
        columns = [name for name in self.base_fields if name not in {"day", "seen"}]
        return {"day": day, **{name: getattr(row, name) for name in columns}}

    @override
    def values(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        day = said.pop("day")
        said.pop("seen")
        return {**said, "occurred_at": self.instant(day)}

    def instant(self, day: date) -> datetime:
        """Return the instant the day means: that of the row where it is the row's own day."""
        kept: datetime | None = self.row.occurred_at if self.row else None
        if kept is not None and day_of(kept, self.zone) == day:
            return kept
        return first_instant(day, self.zone)
