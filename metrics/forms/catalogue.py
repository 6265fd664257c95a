"""How the catalogue is narrowed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import ProgramKind
from metrics.forms.picking import MARKS
from metrics.phrases import FAMILIES

STATES = [("", _("all of them")), ("computed", _("computed now")),
          ("waiting", _("waiting for records"))]  # fmt: skip


class CatalogueForm(forms.Form):
    """Which indicators of the catalogue are shown."""

    family = forms.ChoiceField(
        label=_("Family"),
        required=False,
        choices=[("", _("all families")), *((key.value, word) for key, word in FAMILIES.items())],
    )
    kind = forms.ChoiceField(
        label=_("Program"),
        required=False,
        choices=[("", _("any kind")), *ProgramKind.choices],
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def chosen(self) -> tuple[str, str, str]:
        """Return family, mark and state that are asked for, empty where all are."""
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        kind = said.get("kind")
        mark = MARKS[ProgramKind(kind)] if kind else ""
        return said.get("family", ""), mark, said.get("state", "")
