"""Forms about what we do for an objective."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.forms import RowForm
from accounts.enums import ObjectiveState
from accounts.models import Account, Action, Objective
from accounts.queries.people import people_of


class NewActionForm(RowForm[Action]):
    """Plan an action: what it is, what it should bring, who does it, until when."""

    class Meta:
        model = Action
        fields = ["title", "expected_effect", "owner", "due_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("owner", people_of(self.actor, self.instance.objective.account))


class QuickActionForm(RowForm[Action]):
    """Plan an action for one of an account's objectives, with nothing that can wait."""

    class Meta:
        model = Action
        fields = ["title", "objective", "due_on"]

    def __init__(self, *args: Any, account: Account | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Objective.objects.visible_to(self.actor).filter(account=account)
        rows = rows.filter(state__in=[ObjectiveState.DRAFT, ObjectiveState.ACTIVE])
        rows = rows.order_by("position", "pk")
        self.choose("objective", rows, None)
        first = rows.first() if account else None
        if first is not None:
            self.initial["objective"] = first.pk
            self.fields["objective"].initial = first.pk

    @property
    def has_objectives(self) -> bool:
        """Tell whether the account has anything to act for."""
        return self.fields["objective"].initial is not None


class ActionForm(NewActionForm):
    """Change an action, and say what came of it."""

    evidence = forms.URLField(
        label=_("Evidence"),
        help_text=_("A link to where the result can be seen."),
        required=False,
        assume_scheme="https",
    )

    class Meta(NewActionForm.Meta):
        fields = [*NewActionForm.Meta.fields, "state", "outcome", "evidence"]
        widgets = {"outcome": forms.Textarea({"rows": 3})}


class ActionStateForm(RowForm[Action]):
    """Say where an action stands now."""

    class Meta:
        model = Action
        fields = ["state"]
