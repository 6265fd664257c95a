"""The values from which on a number means something: rows of the builder."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from metrics.actions.custom_indicator import MOST_THRESHOLDS

NAMES = ("value", "name_en", "name_fr", "is_target")


class ThresholdForm(forms.Form):
    """One threshold; a row without a value says nothing."""

    value = forms.FloatField(label=_("Value"), required=False)
    name_en = forms.CharField(label=_("in English"), max_length=60, required=False)
    name_fr = forms.CharField(label=_("in French"), max_length=60, required=False)
    is_target = forms.BooleanField(label=_("The target"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].widget.attrs["step"] = "any"
        for field in self.fields.values():
            field.widget.attrs["hx-post"] = ""

    @property
    def threshold(self) -> dict[str, Any] | None:
        """The threshold as a row keeps it, None where nothing is said."""
        said = self.cleaned_data
        return said if said.get("value") is not None else None


def threshold_rows(
    data: Any, kept: Sequence[Mapping[str, Any]], sent: Mapping[str, Any]
) -> list[ThresholdForm]:
    """Return a form for each threshold that may be: what was sent, kept, or nothing."""
    rows = []
    for at in range(MOST_THRESHOLDS):
        prefix = f"threshold{at}"
        typed = {name: sent[f"{prefix}-{name}"] for name in NAMES if f"{prefix}-{name}" in sent}
        before = dict(kept[at]) if at < len(kept) else {}
        rows.append(ThresholdForm(data, prefix=prefix, initial=typed or before))
    return rows


def shown_rows(rows: Sequence[ThresholdForm]) -> Sequence[ThresholdForm]:
    """Return the rows that say something, and one more."""
    filled = [row for row in rows if row["value"].value() or row["value"].value() == 0]
    return rows[: len(filled) + 1]
