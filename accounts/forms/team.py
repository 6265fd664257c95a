"""Forms about who of us works on which account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Position
from accounts.forms.dated import DatedForm
from accounts.models import TeamMember, User


class TeamMemberForm(DatedForm):
    """Say what somebody does on an account's team, from when to when."""

    position = forms.ChoiceField(label=_("Position"), choices=Position)

    field_order = ["user", "position", "first_day", "last_day"]

    def __init__(self, *args: Any, row: TeamMember | None = None, **kwargs: Any) -> None:
        initial = {"position": row.position} if row else {}
        super().__init__(*args, row=row, initial=initial | kwargs.pop("initial", {}), **kwargs)

    def values(self) -> dict[str, Any]:
        """Return the values of the dated row."""
        user = {"user": self.cleaned_data["user"]} if "user" in self.fields else {}
        return {"position": self.cleaned_data["position"], **user, **self.period()}


class NewTeamMemberForm(TeamMemberForm):
    """Put somebody on an account's team."""

    user: Any = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.filter(is_active=True).order_by("name", "pk")
    )
