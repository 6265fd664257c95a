"""Forms about buying groups: what they are, when they were, who is in them, what they need."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import first_instant
from abmplanner.kit.forms import RowForm, as_days
from accounts.enums import GroupRole, GroupState
from accounts.forms.dated import DatedForm
from accounts.models import Account, BuyingGroup, Contact, Solution, User


class BuyingGroupForm(RowForm[BuyingGroup]):
    """Describe a buying group: its name, what it wants of what we sell, and why."""

    class Meta:
        model = BuyingGroup
        fields = ["name", "solution", "need"]
        widgets = {"need": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Solution.objects.filter(is_offered=True)
        held = Solution.objects.filter(groups=self.instance.pk)
        self.choose("solution", (offered | held).distinct().order_by("name_en", "pk"))


class NewBuyingGroupForm(BuyingGroupForm):
    """Describe a new buying group, since when it exists, and whether it is a target."""

    first_day = forms.DateField(label=_("Since"))
    is_target = forms.BooleanField(label=_("We target this group"), required=False, initial=True)


class GroupStateForm(forms.Form):
    """Say what a group is from a day on."""

    state = forms.ChoiceField(label=_("From then on"), choices=GroupState)
    day = forms.DateField(label=_("First day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_days(self.fields)

    def values(self) -> dict[str, Any]:
        """Return the state and the instant from which it holds."""
        day = first_instant(self.cleaned_data["day"])
        return {"state": self.cleaned_data["state"], "at": day}


class GroupPeriodForm(DatedForm):
    """Correct from when to when a group was a target, or was not."""

    is_target = forms.BooleanField(label=_("We target this group"), required=False)

    field_order = ["is_target", "first_day", "last_day"]

    @override
    def held(self, row: Any, zone: str) -> dict[str, Any]:
        return {**super().held(row, zone), "is_target": row.is_target}

    @override
    def values(self) -> dict[str, Any]:
        return {"is_target": self.cleaned_data["is_target"], **self.period()}


class MembershipForm(DatedForm):
    """Say from when to when somebody holds a role in a group, and whether one knows it.

    person is who fills it in; what somebody else confirmed stays theirs.
    """

    person: ClassVar[User | None] = None
    is_confirmed = forms.BooleanField(
        label=_("I know it"),
        help_text=_("Without this mark it counts as a guess."),
        required=False,
    )

    field_order = ["contact", "role", "first_day", "last_day", "is_confirmed"]

    @classmethod
    def of(cls, actor: Actor) -> "type[MembershipForm]":
        """Return the form as an actor fills it in."""
        return type(cls.__name__, (cls,), {"person": actor.person})

    @override
    def held(self, row: Any, zone: str) -> dict[str, Any]:
        return {**super().held(row, zone), "is_confirmed": row.confirmed_by_id is not None}

    @override
    def values(self) -> dict[str, Any]:
        confirmed = getattr(self.row, "confirmed_by", None) or self.person
        is_confirmed = self.cleaned_data["is_confirmed"]
        return {"confirmed_by": confirmed if is_confirmed else None, **self.period()}


class NewMembershipForm(MembershipForm):
    """Put a person of the account into a role of a group."""

    contact = forms.ModelChoiceField(
        label=_("Person"), queryset=Contact.objects.none(), to_field_name="public_id"
    )
    role = forms.ChoiceField(label=_("Role"), choices=GroupRole)

    @classmethod
    def among(cls, actor: Actor, account: Account, *args: Any, **kwargs: Any) -> Any:
        """Return the form over the people of an account."""
        form: Any = cls.of(actor)(*args, **kwargs)
        people = Contact.objects.visible_to(actor)
        people = people.filter(account=account, merged_into=None, erased_at=None)
        form.fields["contact"].queryset = people.order_by("search_key", "pk")
        return form

    @override
    def values(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in ("contact", "role")}
        return {**said, **super().values()}


class SolutionForm(RowForm[Solution]):
    """Describe something that we sell."""

    class Meta:
        model = Solution
        fields = ["name_en", "name_fr", "is_offered"]


class RoleNeedForm(DatedForm):
    """Say how many people a role needs, how much it weighs, and from when to when."""

    people = forms.IntegerField(label=_("People needed"), min_value=1, max_value=50)
    weight = forms.DecimalField(
        label=_("Weight"),
        min_value=0,
        max_digits=5,
        decimal_places=2,
        help_text=_("How much the role counts beside the others: 3 for who decides, 1 for most."),
    )
    is_required = forms.BooleanField(label=_("Needed to decide"), required=False)

    field_order = ["role", "people", "weight", "is_required", "first_day", "last_day"]
    said = ("people", "weight", "is_required")

    @override
    def held(self, row: Any, zone: str) -> dict[str, Any]:
        return {**super().held(row, zone), **{name: getattr(row, name) for name in self.said}}

    @override
    def values(self) -> dict[str, Any]:
        return {**{name: self.cleaned_data[name] for name in self.said}, **self.period()}


class NewRoleNeedForm(RoleNeedForm):
    """Name a role that the groups of a solution or program need."""

    role = forms.ChoiceField(label=_("Role"), choices=GroupRole)

    @override
    def values(self) -> dict[str, Any]:
        return {"role": self.cleaned_data["role"], **super().values()}
