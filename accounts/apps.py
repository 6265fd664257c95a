"""The app of facts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts, people, deals and voices."""

    name = "accounts"
    verbose_name = _("accounts")
