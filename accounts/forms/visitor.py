"""The form that says whose a visitor is."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from accounts.forms.account_name import typed
from accounts.forms.dated import HistoryForm
from accounts.models import Account, Contact, VisitorLink
from accounts.queries.visitor import whose

BY_HAND = "hand"


class IdentityForm(HistoryForm):
    """Say who a visitor is, or of which account they are where we don't know who."""

    actor: ClassVar[Actor]
    who = forms.CharField(
        label=_("Who is it?"),
        help_text=_("The e-mail address of a contact, or the domain or name of an account."),
        max_length=254,
    )

    @classmethod
    def of(cls, actor: Actor) -> "type[IdentityForm]":
        """Return the form as an actor fills it in."""
        return type(cls.__name__, (cls,), {"actor": actor})

    @override
    def held(self, row: VisitorLink, zone: str) -> dict[str, Any]:
        email = row.contact.email if row.contact else ""
        return {"who": email or typed(row.account)}

    def clean_who(self) -> Account | Contact:
        """Return the one contact or account within reach that is meant."""
        found = whose(self.actor, self.cleaned_data["who"])
        if not found:
            raise ValidationError(_("No contact or account within your reach is called that."))
        if len(found) > 1:
            raise ValidationError(
                _("More than one is called that. Give another address of theirs.")
            )
        return found[0]

    @override
    def values(self) -> dict[str, Any]:
        who = self.cleaned_data["who"]
        contact = who if isinstance(who, Contact) else None
        account = contact.account if contact else who
        return {"account": account, "contact": contact, "found_by": BY_HAND}
