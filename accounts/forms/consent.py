"""Forms about what people allow and forbid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.days import end_after, first_instant
from abmplanner.kit.forms import as_days
from accounts.enums import (
    ConsentAction,
    ConsentBasis,
    ConsentChannel,
    ConsentPurpose,
    SuppressionReason,
)


class ConsentForm(forms.Form):
    """Write a line of a person's ledger."""

    action = forms.ChoiceField(
        label=_("What happened"), choices=ConsentAction, initial=ConsentAction.GIVEN
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=ConsentPurpose)
    channel = forms.ChoiceField(label=_("Channel"), choices=ConsentChannel)
    basis = forms.ChoiceField(label=_("Legal basis"), choices=ConsentBasis)
    occurred_at = forms.DateTimeField(label=_("When"))
    expires_on = forms.DateField(label=_("Holds until"), required=False)
    informed_on = forms.DateField(
        label=_("Person informed on"),
        help_text=_("A legitimate interest holds only once the person was told."),
        required=False,
    )
    wording = forms.CharField(
        label=_("Wording"), help_text=_("Which text, in which version."), max_length=200,
        required=False,
    )  # fmt: skip
    proof_ref = forms.CharField(
        label=_("Proof"),
        help_text=_("Where it can be found. Without proof a consent does not count."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_days(self.fields)

    def values(self) -> dict[str, Any]:
        """Return the values of the line."""
        said = dict(self.cleaned_data)
        expires, informed = said.pop("expires_on"), said.pop("informed_on")
        return {
            **said,
            "expires_at": end_after(expires) if expires else None,
            "informed_at": first_instant(informed) if informed else None,
        }


class SuppressionForm(forms.Form):
    """Choose which address is never written to again, and why."""

    channel = forms.ChoiceField(label=_("Address"))
    reason = forms.ChoiceField(label=_("Reason"), choices=SuppressionReason)

    def __init__(self, *args: Any, addresses: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses = addresses
        choices = [(channel, address) for channel, address in addresses.items() if address]
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]

    def address(self) -> str:
        """Return the address that was chosen."""
        return self.addresses[self.cleaned_data["channel"]]
