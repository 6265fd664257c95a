"""What a reader asks of the page of goals; it all stands in the address."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import within_reach
from abmplanner.kit.filters import ALL, ANYONE
from accounts.models import Program, User
from metrics.calc.status import GoalStatus
from metrics.models import Goal
from metrics.phrases import goal_status_words

GROUPS = [
    ("account", _("By account")),
    ("program", _("By program")),
    ("family", _("By family")),
]
ORDERS = [
    ("worst", _("furthest behind first")),
    ("name", _("by name")),
    ("due", _("next due")),
    ("oldest", _("oldest value first")),
]


def day(**attributes: Any) -> forms.DateField:
    """Return a field for a day that reads and writes as the address does."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(required=False, widget=widget, validators=[within_reach], **attributes)


class BoardForm(forms.Form):
    """Which goals are shown, in which order, and by what they are grouped.

    What can't be read is left aside, and said; the page is shown all the same.
    """

    q = forms.CharField(
        required=False,
        max_length=200,
        label=_("Account or goal"),
        widget=forms.TextInput({"type": "search"}),
    )
    program = forms.ModelChoiceField(Program.objects.none(), required=False, label=_("Program"))
    status = forms.ChoiceField(required=False, label=_("Status"))
    owner = forms.ModelChoiceField(User.objects.none(), required=False, label=_("Owner"))
    due_from = day(label=_("Due from"))
    due_until = day(label=_("Due until"))
    group = forms.ChoiceField(
        choices=GROUPS, required=False, label=_("Grouped"), widget=forms.HiddenInput
    )
    sort = forms.ChoiceField(choices=ORDERS, required=False, label=_("Order"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["program"].queryset = Program.objects.visible_to(actor).order_by("pk")
        fields["program"].to_field_name = "public_id"
        fields["program"].empty_label = ALL
        theirs = Goal.objects.visible_to(actor).filter(owner=OuterRef("pk"))
        fields["owner"].queryset = User.objects.filter(Exists(theirs)).order_by("name", "pk")
        fields["owner"].to_field_name = "public_id"
        fields["owner"].empty_label = ANYONE
        words = [(each.value, goal_status_words(each.value)) for each in GoalStatus]
        fields["status"].choices = [("", ALL), *words]

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("due_from"), cleaned.get("due_until")
        if first and last and last < first:
            self.add_error("due_until", _("The end comes before the start."))
        return cleaned

    def chosen(self, name: str, default: Any = None) -> Any:
        """Return what was asked, and the default where nothing or nonsense was."""
        self.is_valid()
        return self.cleaned_data.get(name) or default
