"""Companies."""

from typing import Any

from django.core.exceptions import ValidationError as InvalidDomain
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from abmplanner.kit.api_fields import Reachable
from accounts.actions.account import open_account
from accounts.api.people import Colleague
from accounts.filters.account import AccountFilter
from accounts.forms.account import is_domain
from accounts.models import Account


class Parent(Reachable):
    """The parent company, where the caller may see it; else it is shown as if there were none."""

    @override
    def get_attribute(self, instance: Any) -> Any:
        return instance.parent_seen

    @override
    def to_representation(self, value: Any) -> str:
        return str(value)


def currency(code: str) -> str:
    """Return a currency, or raise ValidationError where it is no code of three capital letters."""
    if code and not (code.isascii() and code.isalpha() and code.isupper() and len(code) == 3):  # noqa: PLR2004
        raise ValidationError(_("A currency is three capital letters, such as EUR."))
    return code


class AccountSerializer(CheckedSerializer[Account]):
    """A company, existing or wanted customer."""

    parent: Any = Parent(queryset=Account.objects.all(), allow_null=True, required=False)
    owner = Colleague(allow_null=True, required=False)

    class Meta:
        model = Account
        fields = [
            "public_id",
            "name",
            "status",
            "domains",
            "parent",
            "country",
            "industry",
            "segment",
            "employees",
            "revenue",
            "revenue_currency",
            "owner",
            "recorded_at",
            "version",
            "saved_at",
        ]

    def validate_domains(self, domains: list[str]) -> list[str]:
        """Return the domains as they are compared: small letters, once each."""
        folded = list(dict.fromkeys(each.strip().casefold() for each in domains))
        try:
            for each in folded:
                is_domain(each)
        except InvalidDomain as wrong:
            raise ValidationError(wrong.messages) from wrong
        return folded

    def validate_revenue_currency(self, code: str) -> str:
        """Return the currency, or raise where it is no code of three capital letters."""
        return currency(code)


class AccountViewSet(CheckedViewSet):
    """Read and describe the companies within your reach; a new one has you on its team."""

    model = Account
    serializer_class = AccountSerializer
    filterset_class = AccountFilter
    joined = ("owner",)

    @override
    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        seen = Account.objects.visible_to(self.request.actor).filter(pk=OuterRef("parent"))
        shown: QuerySet[Any] = rows.annotate(parent_seen=Subquery(seen.values("public_id")[:1]))
        return shown

    @override
    def save_new(self, serializer: Any) -> Account:
        return open_account(self.request.actor, serializer)
