"""What is done with several accounts at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.forms import as_days
from accounts.models import Account, Campaign, Program, User

ACTS = ("owner", "program", "campaign", "at_hand")


class TogetherForm(forms.Form):
    """Say what becomes of the accounts that are ticked; what is left open stays as it is."""

    accounts = forms.ModelMultipleChoiceField(
        label=_("Accounts"),
        queryset=Account.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one account.")},
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("As it is"),
    )
    program = forms.ModelChoiceField(
        label=_("Take them into the program"),
        queryset=Program.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("As it is"),
        help_text=_("Those that are in it already stay as they are."),
    )
    tier = forms.CharField(label=_("Tier"), max_length=30, required=False)
    campaign = forms.ModelChoiceField(
        label=_("Put them on the list of the campaign"),
        queryset=Campaign.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("As it is"),
    )
    first_day = forms.DateField(
        label=_("From"), help_text=_("The first day in the program or on the list.")
    )
    at_hand = forms.BooleanField(label=_("Keep them at hand"), required=False)

    def __init__(self, *args: Any, actor: Actor, ticked: list[Any], **kwargs: Any) -> None:
        kwargs["initial"] = {"accounts": ticked, "first_day": timezone.localdate()}
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        as_days(fields)
        rows = Account.objects.visible_to(actor).filter(merged_into=None, public_id__in=ticked)
        fields["accounts"].queryset = rows.order_by("search_key", "pk")
        fields["owner"].queryset = User.objects.filter(is_active=True).order_by("name", "pk")
        programs = Program.objects.visible_to(actor)
        fields["program"].queryset = programs.order_by("name_en", "name_fr", "pk")
        campaigns = Campaign.objects.visible_to(actor).exclude(status="ended")
        fields["campaign"].queryset = campaigns.order_by("search_key", "pk")

    def clean(self) -> dict[str, Any]:
        """Refuse to do nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(name) for name in ACTS):
            raise ValidationError(_("Say what is to be done with them."))
        return cleaned
