"""Forms about how people stand to each other, and to us."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.figures import NO_VALUE
from abmplanner.kit.forms import RowForm
from accounts.enums import LineKind, RelationshipLevel, Stance
from accounts.forms.dated import DatedForm, EventForm
from accounts.models import Contact, Relationship, User


class ReportingLineForm(DatedForm):
    """Say from when to when somebody reports to another person."""


class NewReportingLineForm(ReportingLineForm):
    """Draw a line to the person that somebody reports to."""

    manager = forms.ModelChoiceField(
        label=_("Reports to"), queryset=Contact.objects.none(), to_field_name="public_id"
    )
    kind = forms.ChoiceField(label=_("Line"), choices=LineKind, initial=LineKind.PRIMARY)

    field_order = ["manager", "kind", "first_day", "last_day"]

    @override
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("manager", "kind")} | self.period()


class InfluenceLineForm(DatedForm):
    """Say how much somebody is listened to by another person, from when to when."""

    weight = forms.TypedChoiceField(
        label=_("How much"),
        choices=[(1, _("1 a little")), (2, "2"), (3, _("3 very much"))],
        coerce=int,
    )

    field_order = ["influenced", "weight", "first_day", "last_day"]

    @override
    def held(self, row: Any, zone: str) -> dict[str, Any]:
        return {**super().held(row, zone), "weight": row.weight}

    @override
    def values(self) -> dict[str, Any]:
        return {"weight": self.cleaned_data["weight"], **self.period()}


class NewInfluenceLineForm(InfluenceLineForm):
    """Draw a line to the person who listens."""

    influenced = forms.ModelChoiceField(
        label=_("Has the ear of"), queryset=Contact.objects.none(), to_field_name="public_id"
    )

    @override
    def values(self) -> dict[str, Any]:
        return {"influenced": self.cleaned_data["influenced"], **super().values()}


class NewRelationshipForm(RowForm[Relationship]):
    """Say which of us knows a person, or should."""

    class Meta:
        model = Relationship
        fields = ["user", "note"]
        widgets = {"note": forms.Textarea({"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("user", User.objects.filter(is_active=True).order_by("name", "pk"))


class RelationshipForm(RowForm[Relationship]):
    """Change the note on a relationship."""

    class Meta:
        model = Relationship
        fields = ["note"]
        widgets = {"note": forms.Textarea({"rows": 3})}


def level_field(label: Any) -> forms.TypedChoiceField:
    """Return the choice of a level, which may stay open."""
    choices = [("", NO_VALUE), *RelationshipLevel.choices]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, required=False
    )


class RatingForm(EventForm):
    """Judge a relationship: how well it is, how well it should be, how the person stands."""

    level = level_field(_("Level now"))
    wanted = level_field(_("Level wanted"))
    stance = forms.ChoiceField(
        label=_("Stance"),
        choices=Stance,
        initial=Stance.UNKNOWN,
        help_text=_("Towards what we propose. The person may ask to read it."),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    expires_on = forms.DateField(label=_("Holds until"), required=False)

    field_order = ["level", "wanted", "stance", "reason", "day", "expires_on"]
