"""Which programs are compared, and by what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from accounts.models import Program
from metrics.catalogue.words import Family
from metrics.phrases import FAMILIES
from metrics.queries.program import MOST_COMPARED


class CompareForm(forms.Form):
    """Programs that stand side by side, and the family of indicators that they are compared by."""

    program = forms.ModelMultipleChoiceField(
        label=_("Programs"),
        queryset=Program.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    family = forms.ChoiceField(
        label=_("Compared by"),
        required=False,
        choices=[
            ("", _("what is usual in them")),
            *((key.value, word) for key, word in FAMILIES.items()),
        ],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs: Any = self.fields["program"]
        programs.queryset = Program.objects.visible_to(actor).order_by("name_en", "name_fr", "pk")

    def programs(self) -> list[Program]:
        """Return the programs chosen, else the first ones in reach: two make a comparison."""
        self.is_valid()
        chosen = list(self.cleaned_data.get("program") or ())
        fields: Any = self.fields["program"]
        return chosen[:MOST_COMPARED] or list(fields.queryset[:MOST_COMPARED])

    def chosen_family(self) -> Family | None:
        """Return the family chosen, None for the usual indicators."""
        self.is_valid()
        family = self.cleaned_data.get("family")
        return Family(family) if family else None
