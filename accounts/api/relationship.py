"""How people stand to each other and to us: lines, relationships, ratings."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, Closed
from abmplanner.kit.api_fields import Instant, Reachable
from accounts.api.history import HistoryViewSet, RecordedSerializer
from accounts.api.lasting import LastingViewSet
from accounts.api.people import Colleague
from accounts.enums import LineKind
from accounts.filters.relationship import (
    InfluenceLineFilter,
    RatingFilter,
    RelationshipFilter,
    ReportingLineFilter,
)
from accounts.models import (
    Contact,
    InfluenceLine,
    Relationship,
    RelationshipRating,
    ReportingLine,
)


class LineSerializer(RecordedSerializer[Any]):
    """A line between two people of one account; other names the second one."""

    other: str

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        contact, other = self.told(attrs, "contact"), self.told(attrs, self.other)
        if contact.account_id != other.account_id:
            raise ValidationError({self.other: _("Choose a contact of this account.")})
        return super().validate(attrs)


class ReportingLineSerializer(LineSerializer):
    """A person reported to another one of their account."""

    other = "manager"

    class Meta:
        model = ReportingLine
        fields = ["contact", "manager", "kind", "from_at", "to_at"]


class ReportingLineEnd(Closed):
    """Which reporting line ends, and when."""

    contact = Reachable(queryset=Contact.objects.all())
    manager = Reachable(queryset=Contact.objects.all())
    kind = serializers.ChoiceField(LineKind.choices, default=LineKind.PRIMARY)
    to_at = Instant()


@extend_schema_view(end=extend_schema(request=ReportingLineEnd, responses=ReportingLineSerializer))
class ReportingLineViewSet(LastingViewSet):
    """Read who reports to whom from when to when; draw a line, correct it, end it."""

    model = ReportingLine
    serializer_class = ReportingLineSerializer
    filterset_class = ReportingLineFilter
    joined = ("contact", "manager")
    ending = ReportingLineEnd


class InfluenceLineSerializer(LineSerializer):
    """A person had the ear of another one of their account."""

    other = "influenced"

    class Meta:
        model = InfluenceLine
        fields = ["contact", "influenced", "weight", "from_at", "to_at"]


class InfluenceLineEnd(Closed):
    """Which line of influence ends, and when."""

    contact = Reachable(queryset=Contact.objects.all())
    influenced = Reachable(queryset=Contact.objects.all())
    to_at = Instant()


@extend_schema_view(end=extend_schema(request=InfluenceLineEnd, responses=InfluenceLineSerializer))
class InfluenceLineViewSet(LastingViewSet):
    """Read who listens to whom from when to when; draw a line, correct it, end it."""

    model = InfluenceLine
    serializer_class = InfluenceLineSerializer
    filterset_class = InfluenceLineFilter
    joined = ("contact", "influenced")
    ending = InfluenceLineEnd


class RelationshipSerializer(CheckedSerializer[Relationship]):
    """A person and one of us know each other, or should."""

    user = Colleague(read_only=True)

    class Meta:
        model = Relationship
        fields = ["public_id", "contact", "user", "note", "version", "saved_at"]
        read_only_fields = ["contact"]


class NewRelationship(RelationshipSerializer):
    """A new relationship: between whom it is stays."""

    user = Colleague()

    class Meta(RelationshipSerializer.Meta):
        read_only_fields = []


class RelationshipViewSet(CheckedViewSet):
    """Read and describe who of us knows whom."""

    http_method_names = ["get", "head", "post", "patch"]
    model = Relationship
    serializer_class = RelationshipSerializer
    filterset_class = RelationshipFilter
    joined = ("contact", "user")

    @override
    def get_serializer_class(self) -> Any:
        return NewRelationship if self.action == "create" else RelationshipSerializer


class RatingSerializer(RecordedSerializer[RelationshipRating]):
    """How one of us judged a relationship; it holds until the next rating, or until a day."""

    rated_by = Colleague(source="recorded_by", read_only=True)

    class Meta:
        model = RelationshipRating
        fields = [
            "relationship",
            "level",
            "wanted",
            "stance",
            "reason",
            "occurred_at",
            "expires_on",
            "rated_by",
        ]


class RatingViewSet(HistoryViewSet):
    """Read how relationships were judged over time; judge one, correct what was said."""

    model = RelationshipRating
    serializer_class = RatingSerializer
    filterset_class = RatingFilter
    joined = ("relationship", "recorded_by")
