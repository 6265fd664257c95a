"""Forms about companies."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.forms import RowForm
from accounts.models import Account, User

is_domain = DomainNameValidator(
    message=_("Write domains such as example.com, with commas between.")
)


class AccountForm(RowForm[Account]):
    """Describe a company."""

    class Meta:
        model = Account
        fields = [
            "name",
            "status",
            "owner",
            "domains",
            "industry",
            "segment",
            "country",
            "employees",
            "revenue",
            "revenue_currency",
        ]
        help_texts = {
            "domains": _("Such as example.com, with commas between."),
            "revenue_currency": _("Three letters, such as EUR."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("owner", User.objects.filter(is_active=True).order_by("name", "pk"))

    def clean_domains(self) -> list[str]:
        """Return the domains as they are compared: small letters, once each."""
        domains = [each.strip().casefold() for each in self.cleaned_data["domains"]]
        for each in domains:
            is_domain(each)
        return list(dict.fromkeys(domains))

    def clean_revenue_currency(self) -> str:
        """Return the currency as a code of three capital letters."""
        code = str(self.cleaned_data["revenue_currency"]).strip().upper()
        if code and not (code.isascii() and code.isalpha() and len(code) == 3):  # noqa: PLR2004
            raise ValidationError(_("A currency is three capital letters, such as EUR."))
        return code
