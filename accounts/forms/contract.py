"""Forms about contracts, their terms, and what plans take for granted."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.forms import RowForm
from abmplanner.kit.history import DatedRow
from accounts.enums import AssumptionKey, ContractStatus
from accounts.forms.dated import DatedForm, EventForm
from accounts.models import Contract, ContractTerms, Solution

HUNDRED = Decimal(100)


def amount(label: Any) -> forms.DecimalField:
    """Return a field for an amount of money, which may be unknown."""
    return forms.DecimalField(
        label=label, min_value=0, max_digits=18, decimal_places=4, required=False
    )


class TermsForm(EventForm):
    """Say what a contract says from a day on: status, period, worth."""

    status = forms.ChoiceField(label=_("Status"), choices=ContractStatus)
    starts_on = forms.DateField(label=_("Starts"), required=False)
    due_on = forms.DateField(label=_("Due"), required=False)
    acv = amount(_("Annual value"))
    tcv = amount(_("Total value"))
    currency = forms.CharField(
        label=_("Currency"),
        help_text=_("Three letters, such as EUR."),
        max_length=3,
        required=False,
    )
    is_indexation = forms.BooleanField(label=_("Only an indexation of prices"), required=False)

    field_order = [
        "status", "day", "starts_on", "due_on", "acv", "tcv", "currency", "is_indexation",
    ]  # fmt: skip

    @override
    def clean(self) -> dict[str, Any]:
        """Check the rules of the row: an amount needs a currency, a contract has a length."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        said["currency"] = said.get("currency", "").upper()
        if not self.errors:
            row = ContractTerms(**{k: v for k, v in self.values().items() if k in TERMS})
            try:
                row.clean_fields(exclude=["contract"])
                row.validate_constraints(exclude={"contract"})
            except ValidationError as broken:
                raise ValidationError(broken.messages) from broken
        return said


TERMS = {*TermsForm.base_fields, "occurred_at"} - {"day", "seen"}


class ContractForm(RowForm[Contract]):
    """Name a contract, what it is about, which one it renews, and which one carries it on."""

    class Meta:
        model = Contract
        fields = ["name", "solution", "renewal_of", "renewed_by"]
        labels = {"name": _("Name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("solution", Solution.objects.order_by("name_en", "name_fr", "pk"))
        others = Contract.objects.visible_to(self.actor).filter(account=self.instance.account)
        for name in ("renewal_of", "renewed_by"):
            self.choose(name, others.exclude(pk=self.instance.pk).order_by("name", "pk"))


class NewContractForm(ContractForm):
    """Write down a contract with what it says; terms holds that part."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        initial = {"status": ContractStatus.SIGNED, "currency": "EUR", **self.initial}
        data = self.data if self.is_bound else None
        self.terms = TermsForm(data, initial={k: v for k, v in initial.items() if k != "id"})
        self.initial.update(status=initial["status"], day=initial.get("day"))
        for name, field in self.terms.fields.items():
            if name != "seen":
                self.fields[name] = field
        self.initial.setdefault("currency", initial["currency"])

    @override
    def clean(self) -> dict[str, Any]:
        """Say what is wrong with the terms beside what is wrong with the contract."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.terms.is_valid():
            for problem in self.terms.errors.values():
                self.add_error(None, list(problem))
        return said


# What plans take for granted


class AssumptionForm(DatedForm):
    """Say which share a plan takes for granted, from when to when."""

    percent = forms.DecimalField(
        label=_("Percent"), min_value=0, max_value=100, max_digits=7, decimal_places=4
    )
    why = forms.CharField(label=_("Why"), max_length=400, required=False)

    field_order = ["key", "percent", "first_day", "last_day", "why"]

    @override
    def held(self, row: DatedRow, zone: str) -> dict[str, Any]:
        assumed: Any = row
        percent = (assumed.value * HUNDRED).normalize()
        said = {"percent": Decimal(f"{percent:f}"), "why": assumed.why}
        return {**super().held(row, zone), **said}

    @override
    def values(self) -> dict[str, Any]:
        said = {"value": self.cleaned_data["percent"] / HUNDRED, "why": self.cleaned_data["why"]}
        key = {"key": self.cleaned_data["key"]} if "key" in self.fields else {}
        return {**key, **said, **super().values()}


class NewAssumptionForm(AssumptionForm):
    """Take something for granted from a day on."""

    key = forms.ChoiceField(label=_("Assumption"), choices=AssumptionKey)
