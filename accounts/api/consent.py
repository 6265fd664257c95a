"""What people allow and forbid: lines are added to the ledger, and addresses suppressed."""

from typing import Any

from django.core.exceptions import ValidationError as InvalidRow
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import get_error_detail
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer
from accounts.actions.consent import add_line, suppress
from accounts.api.history import AddedTo, LedgerViewSet, RecordedSerializer
from accounts.enums import ConsentChannel, ConsentSource
from accounts.filters.consent import ConsentFilter, SuppressionFilter
from accounts.models import ConsentEvent, Suppression


class ConsentSerializer(RecordedSerializer[ConsentEvent]):
    """A line of the ledger of consents. source is who tells it: a program is "api"."""

    class Meta:
        model = ConsentEvent
        fields = [
            "contact",
            "purpose",
            "channel",
            "basis",
            "action",
            "occurred_at",
            "expires_at",
            "informed_at",
            "wording",
            "proof_ref",
            "source",
        ]
        read_only_fields = ["source"]


class ConsentViewSet(AddedTo, LedgerViewSet):
    """Read the ledger of consents, and add a line; sent twice, it is one.

    No line is edited, and what a program tells never raises what the person refused.
    """

    model = ConsentEvent
    serializer_class = ConsentSerializer
    filterset_class = ConsentFilter
    joined = ("contact",)

    @override
    def perform_create(self, serializer: Any) -> None:
        row = ConsentEvent(**serializer.validated_data)
        try:
            serializer.instance = add_line(self.request.actor, row, source=ConsentSource.API)
        except InvalidRow as invalid:
            raise ValidationError(get_error_detail(invalid)) from invalid


class SuppressionSerializer(CheckedSerializer[Suppression]):
    """An address that is never written to again; of it only a hash is kept, and none is shown."""

    address = serializers.CharField(max_length=254, write_only=True)

    class Meta:
        model = Suppression
        fields = ["contact", "address", "channel", "reason", "occurred_at", "source"]
        read_only_fields = ["occurred_at", "source"]

    def validate_address(self, address: str) -> str:
        """Return an address that can be compared."""
        if not any(sign.isalnum() for sign in address):
            raise ValidationError(_("This is no address."))
        return address

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return attrs


class SuppressionViewSet(AddedTo, LedgerViewSet):
    """Read which addresses are suppressed, as an administrator; suppress one. Twice is once."""

    model = Suppression
    serializer_class = SuppressionSerializer
    filterset_class = SuppressionFilter
    joined = ("contact",)

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().order_by("-occurred_at", "-pk")

    @override
    def perform_create(self, serializer: Any) -> None:
        said = dict(serializer.validated_data)
        address = said.pop("address")
        said["source"] = ConsentSource.API
        said.setdefault("channel", ConsentChannel.EMAIL)
        serializer.instance = suppress(address, at=timezone.now(), **said)
