"""Forms about campaigns: what they are, how they stand, whom they aim at, what they cost."""

from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import day_of, end_after, first_instant, last_day
from abmplanner.kit.filters import ALL
from abmplanner.kit.forms import RowForm
from accounts.enums import AdFormat, CampaignKind, CampaignStatus, ControlChoice, SpendCategory
from accounts.forms.account_name import AccountField
from accounts.forms.dated import DatedForm, HistoryForm
from accounts.models import Account, Campaign, Program


def zone_of(campaign: Campaign) -> str:
    """Return the clock by which the days of a campaign are told: its program's, else ours."""
    return campaign.program.time_zone if campaign.program else ""


class CampaignForm(RowForm[Campaign]):
    """Describe a campaign; people name its first and its last day."""

    starts_on = forms.DateField(label=_("First day"), required=False)
    ends_on = forms.DateField(
        label=_("Last day"), help_text=_("As planned; leave it empty while open."), required=False
    )

    class Meta:
        model = Campaign
        fields = ["name", "program", "channel", "parent"]

    field_order = ["name", "program", "channel", "kind", "status", "since", "starts_on", "ends_on"]

    @override
    def __init__(self, *args: Any, instance: Campaign, **kwargs: Any) -> None:
        zone = zone_of(instance)
        known = {
            "starts_on": day_of(instance.starts_at, zone) if instance.starts_at else None,
            "ends_on": last_day(instance.ends_at, zone) if instance.ends_at else None,
        }
        initial = {**known, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        programs = Program.objects.visible_to(self.actor)
        self.choose("program", programs.order_by("name_en", "name_fr", "pk"))
        others = Campaign.objects.visible_to(self.actor).exclude(pk=instance.pk)
        self.choose("parent", others.order_by("search_key", "pk"))

    def clean(self) -> dict[str, Any]:
        """Turn the days into the instants they mean; a day that stays keeps its instant."""
        said: dict[str, Any] = super().clean() or {}
        zone = said["program"].time_zone if said.get("program") else ""
        row, changed = self.instance, {"program", "starts_on", "ends_on"} & {*self.changed_data}
        if changed:
            first, last = said.get("starts_on"), said.get("ends_on")
            row.starts_at = first_instant(first, zone) if first else None
            row.ends_at = end_after(last, zone) if last else None
        return said


class NewCampaignForm(CampaignForm):
    """Describe a new campaign, with the state that it is in since a day."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=CampaignKind, widget=forms.RadioSelect, initial="general"
    )
    status = forms.ChoiceField(label=_("Status"), choices=CampaignStatus, initial="planned")
    since = forms.DateField(label=_("In this state since"))

    def state(self) -> dict[str, Any]:
        """Return the state that the campaign begins with."""
        said = self.cleaned_data
        zone = said["program"].time_zone if said.get("program") else ""
        at = first_instant(said["since"], zone)
        return {"kind": said["kind"], "status": said["status"], "at": at}


class PeriodForm(DatedForm):
    """Say of which kind a campaign was, and in which status, from when to when."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CampaignKind, widget=forms.RadioSelect)
    status = forms.ChoiceField(label=_("Status"), choices=CampaignStatus)

    field_order = ["kind", "status", "first_day", "last_day"]

    @override
    def held(self, row: Any, zone: str) -> dict[str, Any]:
        return {**super().held(row, zone), "kind": row.kind, "status": row.status}

    @override
    def values(self) -> dict[str, Any]:
        return {"kind": self.cleaned_data["kind"], "status": self.cleaned_data["status"]} | {
            name: self.kept(name, told) for name, told in self.period().items()
        }

    def kept(self, name: str, told: datetime | None) -> datetime | None:
        """Return the instant that the row holds where the day is still its own."""
        day = {"from_at": "first_day", "to_at": "last_day"}[name]
        same = self.row and self.initial.get(day) == self.cleaned_data[day]
        return getattr(self.row, name) if same else told


class TurnForm(forms.Form):
    """Say of which kind a campaign is, and in which status, since a day."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CampaignKind, widget=forms.RadioSelect)
    status = forms.ChoiceField(label=_("Status"), choices=CampaignStatus)
    since = forms.DateField(label=_("Since"))


class NewTargetForm(DatedForm):
    """Put accounts on a campaign's list: some of those shown, or all that the filter finds."""

    accounts = forms.ModelMultipleChoiceField(
        label=_("Accounts"),
        queryset=Account.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    everyone = forms.BooleanField(label=_("All that the filter finds"), required=False)

    field_order = ["everyone", "accounts", "first_day", "last_day"]

    @override
    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("everyone") and not said.get("accounts"):
            raise ValidationError({"accounts": _("Choose at least one account.")})
        return said


class ControlForm(DatedForm):
    """Say from when to when an account was held out, and how it was chosen."""

    chosen = forms.ChoiceField(
        label=_("How it was chosen"),
        choices=ControlChoice,
        widget=forms.RadioSelect,
        initial=ControlChoice.RANDOM,
    )

    field_order = ["chosen", "first_day", "last_day"]

    @override
    def held(self, row: Any, zone: str) -> dict[str, Any]:
        return {**super().held(row, zone), "chosen": row.chosen}

    @override
    def values(self) -> dict[str, Any]:
        return {**super().values(), "chosen": self.cleaned_data["chosen"]}


class NewControlForm(ControlForm, NewTargetForm):
    """Hold accounts out: some of those shown, or all that the filter finds."""

    field_order = ["everyone", "accounts", "chosen", "first_day", "last_day"]


class TargetSearch(forms.Form):
    """Which accounts are offered: by name, and by a program they are in."""

    q = forms.CharField(label=_("Name"), max_length=200, required=False)
    program = forms.ModelChoiceField(
        label=_("Program"),
        queryset=Program.objects.none(),
        to_field_name="public_id",
        empty_label=ALL,
        required=False,
    )

    @override
    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["program"]
        chosen.queryset = Program.objects.visible_to(actor).order_by("name_en", "name_fr", "pk")


class ColumnsForm(HistoryForm):
    """A row of history whose fields are its columns, by their own names."""

    @override
    def held(self, row: Any, zone: str) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.base_fields if name != "seen"}

    @override
    def values(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        return {name: value for name, value in said.items() if name != "seen"}


class SpendForm(ColumnsForm):
    """Say what was spent on which day, and on what."""

    spent_on = forms.DateField(label=_("Day"))
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=18,
        decimal_places=4,
        help_text=_("A refund is below zero."),
    )
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        help_text=_("Three letters, such as EUR."),
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write three letters such as EUR."))],
    )
    category = forms.ChoiceField(label=_("Category"), choices=SpendCategory)
    is_billed_by_click = forms.BooleanField(label=_("Billed by click"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    @override
    def held(self, row: Any, zone: str) -> dict[str, Any]:
        amount = Decimal(f"{row.amount.normalize():f}")  # without the zeros that fill its column
        return {**super().held(row, zone), "amount": amount}

    def clean_amount(self) -> Any:
        """Check that the amount is one."""
        if not self.cleaned_data["amount"]:
            raise ValidationError(_("Give an amount other than zero, and its currency."))
        return self.cleaned_data["amount"]


class NewSpendForm(SpendForm):
    """Say what was spent on a program, or on one of its campaigns."""

    campaign = forms.ModelChoiceField(
        label=_("Campaign"),
        queryset=Campaign.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None in particular"),
    )

    field_order = ["campaign", "spent_on", "amount", "currency", "category"]


class DeliveryForm(ColumnsForm):
    """Say what a platform said of a day of a campaign's ads."""

    impressions = forms.IntegerField(label=_("Impressions"), min_value=0, max_value=2_000_000_000)
    clicks = forms.IntegerField(label=_("Clicks"), min_value=0, max_value=2_000_000_000)
    invalid_clicks = forms.IntegerField(
        label=_("Invalid clicks"),
        min_value=0,
        max_value=2_000_000_000,
        help_text=_("Those that the platform took back."),
    )

    def clean(self) -> dict[str, Any]:
        """Check that no more clicks are taken back than there were."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("invalid_clicks", 0) > said.get("clicks", 0):
            raise ValidationError({"invalid_clicks": _("Invalid clicks are a part of the clicks.")})
        return said


class NewDeliveryForm(DeliveryForm):
    """Say what a platform says of a day of a campaign's ads, as its own page shows it."""

    day = forms.DateField(label=_("Day"))
    source = forms.CharField(
        label=_("Platform"), max_length=60, help_text=_("As it is called in your other days.")
    )
    format = forms.ChoiceField(label=_("Format"), choices=AdFormat)
    account = AccountField(
        label=_("Account"),
        required=False,
        help_text=_("Its name or domain; empty where the platform does not tell accounts apart."),
    )

    field_order = ["day", "source", "format", "account"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("AccountField", self.fields["account"]).actor = actor
