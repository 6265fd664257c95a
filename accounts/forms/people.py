"""What a reader asks of the page of an account's people; it all stands in the address."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import ALL
from accounts.enums import Seniority, Stance
from accounts.queries.stakeholders import Company, Wanted


class PeopleView(TextChoices):
    """How the people of an account are shown."""

    LIST = "list", _("List")
    CHART = "chart", _("Organization chart")
    MATRIX = "matrix", _("People and our team")


class PeopleForm(forms.Form):
    """Which people of an account are shown, and how; what can't be read narrows nothing."""

    q = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"type": "search"}),
    )
    function = forms.ChoiceField(label=_("Function"), required=False)
    seniority = forms.ChoiceField(
        label=_("Seniority"), choices=[("", ALL), *Seniority.choices], required=False
    )
    stance = forms.ChoiceField(
        label=_("Stance"), choices=[("", ALL), *Stance.choices], required=False
    )
    group = forms.ChoiceField(label=_("Buying group"), required=False)
    unknown = forms.BooleanField(label=_("Nobody of ours knows them"), required=False)
    view = forms.ChoiceField(choices=PeopleView, required=False, widget=forms.HiddenInput)
    lines = forms.ChoiceField(choices=[("influence", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(
            *args, **{"auto_id": "people_%s", **kwargs}
        )  # forms in the drawer have id_
        fields: dict[str, Any] = self.fields
        fields["q"].widget.input_type = "search"
        fields["function"].choices = [("", ALL), *((each, each) for each in company.functions)]
        self.groups = {str(each.public_id): each for each in company.groups}
        named = [(key, each.name) for key, each in self.groups.items()]
        fields["group"].choices = [("", ALL), *named]

    def chosen(self, name: str, default: Any = "") -> Any:
        """Return what was asked, and the default where nothing or nonsense was."""
        self.is_valid()
        return self.cleaned_data.get(name) or default

    @property
    def view_chosen(self) -> str:
        """The view asked for, by name."""
        return str(self.chosen("view", PeopleView.LIST))

    @property
    def wanted(self) -> Wanted:
        """Which people are asked for."""
        return Wanted(
            name=self.chosen("q"),
            function=self.chosen("function"),
            seniority=self.chosen("seniority"),
            stance=self.chosen("stance"),
            group=self.groups.get(self.chosen("group")),
            is_unknown=bool(self.chosen("unknown", default=False)),
        )
