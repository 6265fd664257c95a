"""People of accounts."""

from typing import Any

from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from abmplanner.kit.api_fields import Instant
from accounts.actions.contact import add_contact
from accounts.filters.contact import ContactFilter
from accounts.models import Contact


class ContactSerializer(CheckedSerializer[Contact]):
    """A person at an account, who stays there: where they worked is told as history."""

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
        read_only_fields = ["account"]


class NewContact(ContactSerializer):
    """A new person at an account, and since when they work there, where that is known."""

    works_there_since = Instant(write_only=True, required=False, allow_null=True)

    class Meta(ContactSerializer.Meta):
        fields = [*ContactSerializer.Meta.fields, "works_there_since"]
        read_only_fields = []


class ContactViewSet(CheckedViewSet):
    """Read and describe the people of the accounts within your reach."""

    model = Contact
    serializer_class = ContactSerializer
    filterset_class = ContactFilter
    joined = ("account",)

    @override
    def save_new(self, serializer: Any) -> Contact:
        since = serializer.validated_data.pop("works_there_since", None)
        return add_contact(self.request.actor, serializer, since=since)

    @override
    def get_serializer_class(self) -> Any:
        return NewContact if self.action == "create" else ContactSerializer
