"""Signing in, and a new password: allauth's forms, whose labels alone say what a field is."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _


def plain(form: BaseForm) -> None:
    """Take from each field the placeholder that vanishes as one types, and its help."""
    for field in form.fields.values():
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Sign in by e-mail and password; the way to a new password stands below the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)
        self.fields["login"].label = _("E-mail")


class NewPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Ask for a link to choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)
        self.fields["email"].label = _("E-mail")
