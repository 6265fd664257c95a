"""The pages above a page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account

Trail = list[tuple[str, str]]


def above_account() -> Trail:
    """Return the pages above an account's plan."""
    return [(_("Accounts"), reverse("metrics:account_list"))]


def above(account: Account) -> Trail:
    """Return the pages above one that belongs to an account."""
    return [*above_account(), (account.name, account.get_absolute_url())]


def plan_at(account: Account, row: Any = None) -> str:
    """Return the address of the account's plan, at one of its rows."""
    kind = row._meta.model_name if row else ""  # noqa: SLF001 -- Django's own name
    return f"{account.get_absolute_url()}{f'#{kind}-{row.public_id}' if row else ''}"
