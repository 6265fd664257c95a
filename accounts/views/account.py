"""Pages that write down a company."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.views import ScopedRows
from accounts.actions.account import open_account
from accounts.forms.account import AccountForm
from accounts.models import Account
from accounts.views.trail import Trail, above, above_account


class AccountCreate(ScopedRows, CreateView):  # type: ignore[type-arg]
    """Write down a company."""

    model = Account
    form_class = AccountForm
    title = _("New account")
    done = _("The account stands. Say what you want there: add an objective.")

    @override
    def save(self, form: Any) -> Account:
        return open_account(self.actor, form)

    @override
    def over_url(self) -> str:
        return above_account()[0][1]

    @override
    def trail(self) -> Trail:
        return above_account()


class AccountEdit(ScopedRows, UpdateView):  # type: ignore[type-arg]
    """Change what is known of a company."""

    model = Account
    form_class = AccountForm
    title = _("Change the account")

    @override
    def trail(self) -> Trail:
        return above(self.object)
