"""People of accounts."""

from typing import Any

from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from accounts.filters.contact import ContactFilter
from accounts.models import Contact


class ContactSerializer(CheckedSerializer[Contact]):
    """A person at an account."""

    class Meta:
        model = Contact
        fields = [
            "public_id",
            "account",
            "name",
            "email",
            "phone",
            "title",
            "function",
            "seniority",
            "email_status",
            "verified_at",
            "recorded_at",
            "version",
            "saved_at",
        ]


class ContactChange(ContactSerializer):
    """A person at an account, who stays there: moving is told as history."""

    class Meta(ContactSerializer.Meta):
        read_only_fields = ["account"]


class ContactViewSet(CheckedViewSet):
    """Read and describe the people of the accounts within your reach."""

    model = Contact
    serializer_class = ContactSerializer
    filterset_class = ContactFilter
    joined = ("account",)

    @override
    def get_serializer_class(self) -> Any:
        return ContactChange if self.action == "partial_update" else ContactSerializer
