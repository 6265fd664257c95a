"""What narrows a timeline."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.forms import as_days
from metrics.queries.timeline import Happening


class TimelineForm(forms.Form):
    """Which kinds of happenings, from which day to which."""

    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("Everything")), *Happening.choices]
    )
    start = forms.DateField(label=_("From"), required=False)
    end = forms.DateField(label=_("To"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_days(self.fields)

    def said(self) -> dict[str, Any]:
        """Return what was asked; what makes no sense is left out."""
        self.is_valid()
        kind = self.cleaned_data.get("kind")
        days = {name: self.cleaned_data.get(name) for name in ("start", "end")}
        return {"kinds": [kind] if kind else [], **days}
