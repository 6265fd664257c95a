"""How the catalogue is narrowed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from abmplanner.kit.filters import ALL
from accounts.enums import ProgramKind
from metrics.phrases import FAMILIES
from metrics.queries.listing import Sought
from metrics.queries.suiting import MARKS


class CatalogueForm(forms.Form):
    """Which indicators of the catalogue are shown."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search"}),
    )
    family = forms.ChoiceField(
        label=_("Family"),
        required=False,
        choices=[
            ("", pgettext_lazy("families", "All")),
            *((key.value, word) for key, word in FAMILIES.items()),
        ],
    )
    kind = forms.ChoiceField(
        label=_("Program"),
        required=False,
        choices=[("", ALL), *ProgramKind.choices],
    )

    def chosen(self) -> Sought:
        """Return what is asked for; what can't be read asks for nothing."""
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        kind = said.get("kind")
        return Sought(
            words=said.get("q", ""),
            family=said.get("family", ""),
            mark=MARKS[ProgramKind(kind)] if kind else "",
        )
