"""Forms about deals, and about what they went through."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.forms import RowForm
from accounts.enums import CloseReason, ForecastCategory
from accounts.forms.contract import amount
from accounts.forms.dated import EventForm
from accounts.models import BuyingGroup, Opportunity, Stage, User

THREE_LETTERS = RegexValidator(r"^[A-Z]{3}$", _("Write three letters such as EUR."))


def stage_field(*, required: bool = True) -> "forms.ModelChoiceField[Stage]":
    """Return the choice of a stage, of any pipeline in their order."""
    rows = Stage.objects.select_related("pipeline").order_by("pipeline", "position")
    return forms.ModelChoiceField(
        label=_("Stage"), queryset=rows, to_field_name="public_id", required=required
    )


def currency_field() -> forms.CharField:
    """Return the field for a currency, beside an amount."""
    return forms.CharField(
        label=_("Currency"), max_length=3, required=False, validators=[THREE_LETTERS]
    )


class OpportunityForm(RowForm[Opportunity]):
    """Say what a deal is called and about; how it stands is told as history."""

    class Meta:
        model = Opportunity
        fields = ["name", "type", "product", "group", "owner"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = BuyingGroup.objects.visible_to(self.actor).filter(account=self.instance.account)
        self.choose("group", groups.order_by("name", "pk"))
        self.choose("owner", User.objects.filter(is_active=True).order_by("name", "pk"))


class NewOpportunityForm(OpportunityForm):
    """Write down a deal, with the stage it is in and what it is worth, as far as that is known."""

    stage = stage_field()
    since = forms.DateField(
        label=_("In this stage since"),
        required=False,
        help_text=_("Leave it empty where it is not known."),
    )
    tcv = amount(_("Total value"))
    currency = currency_field()
    close_on = forms.DateField(label=_("Expected close"), required=False)

    def clean(self) -> dict[str, Any]:
        """Check that an amount has its currency."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            said.get("tcv") is not None
            and not said.get("currency")
            and "currency" not in self.errors
        ):
            self.add_error("currency", _("An amount needs a currency."))
        return said


class DealEventForm(EventForm):
    """What a deal went through on a day; empty where nobody knows since when."""

    day = forms.DateField(
        label=_("Day"), required=False, help_text=_("Leave it empty where it is not known.")
    )

    @override
    def instant(self, day: Any) -> Any:
        return super().instant(day) if day else None


class StageChangeForm(DealEventForm):
    """Say which stage a deal entered on a day."""

    stage = stage_field(required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=CloseReason)

    field_order = ["stage", "day", "reason"]


class WorthForm(DealEventForm):
    """What is shared by forms in which an amount stands beside its currency."""

    AMOUNTS: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Check that an amount has its currency, and a currency its amount."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        is_worth = any(said.get(name) is not None for name in self.AMOUNTS)
        if is_worth != bool(said.get("currency")) and "currency" not in self.errors:
            raise ValidationError({"currency": _("An amount needs a currency.")})
        return said


class AmountChangeForm(WorthForm):
    """Say what a deal was worth from a day on."""

    AMOUNTS = ("tcv", "acv")

    tcv = amount(_("Total value"))
    acv = amount(_("Annual value"))
    currency = currency_field()

    field_order = ["tcv", "acv", "currency", "day"]


class ForecastForm(WorthForm):
    """Say what the seller expected of a deal from a day on."""

    AMOUNTS = ("amount",)

    close_on = forms.DateField(label=_("Expected close"), required=False)
    amount = amount(_("Expected value"))
    currency = currency_field()
    category = forms.ChoiceField(label=_("Category"), choices=ForecastCategory)

    field_order = ["close_on", "amount", "currency", "category", "day"]


FORMS: dict[str, type[DealEventForm]] = {
    "stage": StageChangeForm,
    "amount": AmountChangeForm,
    "forecast": ForecastForm,
}
