"""Putting right whose a visitor is; the visitor's own columns say what the link that holds says."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import in_hand
from accounts.actions.dated import rewrite, withdraw
from accounts.models import Visitor, VisitorLink


@transaction.atomic
def rewrite_link(
    actor: Actor, link: VisitorLink, *, seen: datetime, values: dict[str, Any]
) -> VisitorLink:
    """Say that a visitor is of another account, or is somebody else, or raise Changed."""
    account = values.get("account", link.account)
    contact = values.get("contact", link.contact)
    if contact is not None and contact.account_id != account.pk:
        raise ValidationError(_("This person works at another account."))
    locked(link.visitor)
    row = rewrite(actor, link, seen=seen, values=values)
    in_hand(link.visitor).update(account=row.account, contact=row.contact)
    return row


@transaction.atomic
def withdraw_link(actor: Actor, link: VisitorLink, *, seen: datetime) -> None:
    """Say that a visitor was never found, or raise Changed: they are nobody's again."""
    locked(link.visitor)
    withdraw(actor, link, seen=seen)
    in_hand(link.visitor).update(account=None, contact=None)


def locked(visitor: Visitor) -> None:
    """Let nobody else say whose a visitor is until the transaction ends."""
    in_hand(visitor).select_for_update().get()
