"""Forms about where people worked."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from accounts.forms.account_name import AccountField
from accounts.forms.dated import DatedForm


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

    where = AccountField(label=_("Where"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("AccountField", self.fields["where"]).actor = actor

    @override
    def values(self) -> dict[str, Any]:
        return {"account": self.cleaned_data["where"], **super().values()}
