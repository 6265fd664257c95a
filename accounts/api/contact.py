"""People of accounts, and where they worked."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, Closed
from abmplanner.kit.api_fields import Instant, Reachable
from accounts.actions.contact import add_contact
from accounts.api.history import RecordedSerializer
from accounts.api.lasting import LastingViewSet
from accounts.filters.contact import ContactFilter, EmploymentFilter
from accounts.models import Account, Contact, Employment


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


class EmploymentSerializer(RecordedSerializer[Employment]):
    """A person worked at an account from one instant to another."""

    class Meta:
        model = Employment
        fields = ["contact", "account", "title", "from_at", "to_at"]


class EmploymentEnd(Closed):
    """Who leaves which account, and when."""

    contact = Reachable(queryset=Contact.objects.all())
    account = Reachable(queryset=Account.objects.all())
    to_at = Instant()


@extend_schema_view(end=extend_schema(request=EmploymentEnd, responses=EmploymentSerializer))
class EmploymentViewSet(LastingViewSet):
    """Read who worked where from when to when; add, correct, end it."""

    model = Employment
    serializer_class = EmploymentSerializer
    filterset_class = EmploymentFilter
    joined = ("contact", "account")
    ending = EmploymentEnd
