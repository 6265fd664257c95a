"""What accounts signed with us, and what their plans take for granted."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied, ValidationError
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from abmplanner.policy import OPERATIONS
from accounts.actions.contract import add_terms
from accounts.api.history import HistoryViewSet, RecordedSerializer
from accounts.filters.contract import AssumptionFilter, ContractFilter, TermsFilter
from accounts.models import Contract, ContractTerms, PlanAssumption


class ContractSerializer(CheckedSerializer[Contract]):
    """A contract of an account, the one that it renews, and the one that carries it on."""

    class Meta:
        model = Contract
        fields = [
            "public_id",
            "account",
            "name",
            "solution",
            "renewal_of",
            "renewed_by",
            "recorded_at",
            "version",
            "saved_at",
        ]

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        account = attrs.get("account", getattr(self.instance, "account", None))
        for name in ("renewal_of", "renewed_by"):
            other = attrs.get(name)
            if other is not None and other.account_id != getattr(account, "pk", None):
                raise ValidationError({name: _("Choose a contract of this account.")})
        return super().validate(attrs)


class ContractViewSet(CheckedViewSet):
    """Read and write the contracts of the accounts within your reach."""

    model = Contract
    serializer_class = ContractSerializer
    filterset_class = ContractFilter
    joined = ("account", "solution", "renewal_of", "renewed_by")


class TermsSerializer(RecordedSerializer[ContractTerms]):
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
        ]


class TermsViewSet(HistoryViewSet):
    """Read what contracts said from when on; correct it, add to it: sent twice, it is one."""

    model = ContractTerms
    serializer_class = TermsSerializer
    filterset_class = TermsFilter
    joined = ("contract",)

    @override
    def perform_create(self, serializer: Any) -> None:
        said = dict(serializer.validated_data)
        contract = said.pop("contract")
        serializer.instance = add_terms(self.request.actor, contract, said)


class AssumptionSerializer(RecordedSerializer[PlanAssumption]):
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
        ]


class AssumptionViewSet(HistoryViewSet):
    """Read what plans take for granted, add to it, correct it; of all, an administrator does.

    What is corrected is a row of its own, with a public_id of its own.
    """

    model = PlanAssumption
    serializer_class = AssumptionSerializer
    filterset_class = AssumptionFilter
    joined = ("account", "program")
    lookup_field = "public_id"
    lookup_value_regex = "[^/]+"

    @override
    def perform_create(self, serializer: Any) -> None:
        said = serializer.validated_data
        self.check_scope(said.get("account"), said.get("program"))
        super().perform_create(serializer)

    @override
    def held(self) -> PlanAssumption:
        row: PlanAssumption = super().held()
        self.check_scope(row.account, row.program)
        return row

    @override
    def check_correction(self, row: PlanAssumption, values: dict[str, Any]) -> None:
        self.check_scope(*(values.get(name, getattr(row, name)) for name in ("account", "program")))

    def check_scope(self, account: Any, program: Any) -> None:
        """Raise PermissionDenied for what is assumed of all, unless an administrator asks."""
        is_of_all = not account and not program
        if is_of_all and not OPERATIONS["feed.edit"].allows(self.request.actor):
            raise PermissionDenied
