"""Forms about where people worked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from accounts.forms.dated import DatedForm
from accounts.models import Account
from accounts.queries.account import accounts_of_domain


class EmploymentForm(DatedForm):
    """Say as what somebody worked somewhere, from when to when."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)

    field_order = ["where", "title", "first_day", "last_day"]

    @override
    def held(self, row: Any, zone: str) -> dict[str, Any]:
        return {**super().held(row, zone), "title": row.title}

    @override
    def values(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"], **self.period()}


class NewEmploymentForm(EmploymentForm):
    """Say where somebody worked: at their account, or at another one."""

    where = forms.CharField(
        label=_("Where"),
        help_text=_("The domain of an account, such as example.com."),
        max_length=253,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_where(self) -> Account:
        """Return the one account within reach that is meant."""
        found = accounts_of_domain(self.actor, self.cleaned_data["where"])
        if not found:
            raise ValidationError(_("No account within your reach has that domain."))
        return found[0]

    @override
    def values(self) -> dict[str, Any]:
        return {"account": self.cleaned_data["where"], **super().values()}
