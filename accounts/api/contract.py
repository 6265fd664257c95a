"""What accounts signed with us, and what their plans take for granted."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied, ValidationError
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from abmplanner.policy import OPERATIONS
from accounts.actions.contract import add_terms
from accounts.api.history import HistoryViewSet
from accounts.filters.contract import AssumptionFilter, ContractFilter, TermsFilter
from accounts.models import Contract, ContractTerms, PlanAssumption


class ContractSerializer(CheckedSerializer[Contract]):
    """A contract of an account, and the one that it renews."""

    class Meta:
        model = Contract
        fields = [
            "public_id",
            "account",
            "name",
            "solution",
            "renewal_of",
            "recorded_at",
            "version",
            "saved_at",
        ]

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        account = attrs.get("account", getattr(self.instance, "account", None))
        renewed = attrs.get("renewal_of")
        if renewed is not None and renewed.account_id != getattr(account, "pk", None):
            raise ValidationError({"renewal_of": _("Choose a contract of this account.")})
        return super().validate(attrs)


class ContractViewSet(CheckedViewSet):
    """Read and write the contracts of the accounts within your reach."""

    model = Contract
    serializer_class = ContractSerializer
    filterset_class = ContractFilter
    joined = ("account", "solution", "renewal_of")


class TermsSerializer(CheckedSerializer[ContractTerms]):
    """What a contract says from an instant on; the next terms replace these."""

    class Meta:
        model = ContractTerms
        fields = [
            "contract",
            "status",
            "occurred_at",
            "starts_on",
            "due_on",
            "acv",
            "tcv",
            "currency",
            "is_indexation",
            "recorded_at",
        ]


class TermsViewSet(HistoryViewSet):
    """Read what contracts said from when on, and add what one says now; sent twice, it is one."""

    model = ContractTerms
    serializer_class = TermsSerializer
    filterset_class = TermsFilter
    joined = ("contract",)

    @override
    def perform_create(self, serializer: Any) -> None:
        said = dict(serializer.validated_data)
        contract = said.pop("contract")
        serializer.instance = add_terms(self.request.actor, contract, said)


class AssumptionSerializer(CheckedSerializer[PlanAssumption]):
    """A share that plans take for granted: of an account, of a program, or of all."""

    class Meta:
        model = PlanAssumption
        fields = [
            "public_id",
            "key",
            "account",
            "program",
            "value",
            "why",
            "from_at",
            "to_at",
            "recorded_at",
        ]


class AssumptionViewSet(HistoryViewSet):
    """Read what plans take for granted, and add to it; of all, an administrator does."""

    model = PlanAssumption
    serializer_class = AssumptionSerializer
    filterset_class = AssumptionFilter
    joined = ("account", "program")

    @override
    def perform_create(self, serializer: Any) -> None:
        said = serializer.validated_data
        is_of_all = not said.get("account") and not said.get("program")
        if is_of_all and not OPERATIONS["feed.edit"].allows(self.request.actor):
            raise PermissionDenied
        super().perform_create(serializer)
