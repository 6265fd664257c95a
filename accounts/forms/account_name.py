"""A field in which an account is named, where there are too many to choose from a list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from accounts.models import Account
from accounts.queries.account import accounts_called


class AccountField(forms.CharField):
    """The one account within reach of the domain or name that is typed; its form sets the actor."""

    actor: Actor

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "max_length": 253,
            "help_text": _("Its name, or a domain such as example.com."),
        }
        super().__init__(**given | kwargs)

    @override
    def clean(self, value: Any) -> Account | None:
        text = super().clean(value)
        found = accounts_called(self.actor, text) if text else []
        if text and not found:
            raise ValidationError(_("No account within your reach is called that."))
        if len(found) > 1:
            raise ValidationError(_("More than one is called that. Give a domain."))
        return found[0] if found else None


def typed(account: Account) -> str:
    """Return what leads to an account in such a field."""
    return next(iter(account.domains), account.name)
