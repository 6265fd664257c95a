"""Forms about what we want in an account."""

from typing import Any

from django import forms

from abmplanner.kit.forms import RowForm
from accounts.models import BuyingGroup, Contact, Objective, Opportunity
from accounts.queries.people import people_of


class NewObjectiveForm(RowForm[Objective]):
    """Say what we want in an account, why, and until when."""

    class Meta:
        model = Objective
        fields = [
            "title", "kind", "why", "opportunity", "group", "contact",
            "owner", "starts_on", "due_on",
        ]  # fmt: skip
        widgets = {"why": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = self.instance.account
        deals = Opportunity.objects.visible_to(self.actor)
        deals = deals.filter(account=account, deleted_at=None, merged_into=None)
        self.choose("opportunity", deals.order_by("name", "pk"))
        groups = BuyingGroup.objects.visible_to(self.actor).filter(account=account)
        self.choose("group", groups.order_by("name", "pk"))
        people = Contact.objects.visible_to(self.actor)
        people = people.filter(account=account, merged_into=None, erased_at=None)
        self.choose("contact", people.order_by("search_key", "pk"))
        self.choose("owner", people_of(self.actor, account))


class ObjectiveForm(NewObjectiveForm):
    """Change an objective, or say where it stands."""

    class Meta(NewObjectiveForm.Meta):
        fields = [*NewObjectiveForm.Meta.fields, "state"]


class ObjectiveStateForm(RowForm[Objective]):
    """Say where an objective stands now."""

    class Meta:
        model = Objective
        fields = ["state"]
