"""The indicators that can be asked for, and the ones that teams choose and make."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, PolicyViewSet, ReadViewSet
from metrics.catalogue.catalogue import listed
from metrics.catalogue.words import Better, Family, Grain, Kind, RollUp, Unit
from metrics.filters.indicator import CustomIndicatorFilter, IndicatorSetFilter
from metrics.models import CustomIndicator, IndicatorSet
from metrics.queries.indicators import known_indicators


def values(words: Any) -> list[str]:
    """Return the values of a closed list."""
    return [each.value for each in words]


class IndicatorSerializer(serializers.Serializer[Any]):
    """A defined measure, as the list of keys writes it."""

    key = serializers.CharField()
    row = serializers.CharField()
    headline = serializers.BooleanField()
    marks = serializers.CharField()
    name_fr = serializers.CharField()
    name_en = serializers.CharField()
    unit = serializers.ChoiceField(choices=values(Unit))
    better = serializers.ChoiceField(choices=values(Better))
    kind = serializers.ChoiceField(choices=values(Kind))
    rollup = serializers.ChoiceField(choices=values(RollUp))
    interval = serializers.CharField()
    grains = serializers.ListField(child=serializers.ChoiceField(values(Grain)))
    dimensions = serializers.ListField(child=serializers.CharField())
    family = serializers.CharField()
    alias_of = serializers.CharField(required=False)
    computed = serializers.BooleanField()
    waits_for = serializers.ListField(child=serializers.CharField())
    definition_fr = serializers.CharField()
    definition_en = serializers.CharField()
    version = serializers.IntegerField()
    least_cases = serializers.IntegerField()


class Choosing(serializers.Serializer[Any]):
    """How the list of indicators is narrowed."""

    family = serializers.ChoiceField(choices=values(Family), required=False)
    computed = serializers.BooleanField(required=False, allow_null=True, default=None)


class IndicatorViewSet(PolicyViewSet):
    """Read the catalogue, and the active indicators of teams that you may use."""

    lookup_field = "key"
    lookup_value_regex = "[a-z0-9_]+"
    serializer_class = IndicatorSerializer
    filter_backends: Any = []
    parameters = {"list": frozenset({"family", "computed"})}

    @extend_schema(parameters=[Choosing])
    def list(self, request: Request) -> Response:
        """Read the indicators in their order."""
        sent = Choosing(data=request.query_params.dict())
        sent.is_valid(raise_exception=True)
        family, computed = sent.validated_data.get("family"), sent.validated_data["computed"]
        entries = [listed(each) for each in known_indicators(self.request.actor)]
        chosen = [
            entry
            for entry in entries
            if family in {None, entry["family"]} and computed in {None, entry["computed"]}
        ]
        return self.get_paginated_response(
            IndicatorSerializer(self.paginate_queryset(chosen), many=True).data
        )

    @extend_schema(parameters=[OpenApiParameter("key", OpenApiTypes.STR, OpenApiParameter.PATH)])
    def retrieve(self, request: Request, key: str) -> Response:  # noqa: ARG002 -- the route's
        """Read one indicator."""
        known = known_indicators(self.request.actor)
        if key not in known:
            raise Http404
        return Response(IndicatorSerializer(listed(known[key])).data)


class IndicatorSetSerializer(CheckedSerializer[IndicatorSet]):
    """One indicator in the set of an account: its place, and why it is there."""

    class Meta:
        model = IndicatorSet
        fields = [
            "public_id",
            "account",
            "indicator_key",
            "position",
            "comment",
            "version",
            "saved_at",
        ]

    def validate_indicator_key(self, key: str) -> str:
        """Return the key, or raise where the caller knows no such indicator."""
        if key not in known_indicators(self.context["request"].actor):
            raise ValidationError(_("There is no such indicator."))
        return key


class IndicatorSetChange(IndicatorSetSerializer):
    """Why an indicator is in a set, and at which place."""

    class Meta(IndicatorSetSerializer.Meta):
        read_only_fields = ["account", "indicator_key"]


class IndicatorSetViewSet(CheckedViewSet):
    """Read and choose the indicators that the accounts within your reach are measured by."""

    model = IndicatorSet
    serializer_class = IndicatorSetSerializer
    filterset_class = IndicatorSetFilter
    joined = ("account",)

    @override
    def get_serializer_class(self) -> Any:
        changes = self.action == "partial_update"
        return IndicatorSetChange if changes else IndicatorSetSerializer


class CustomIndicatorSerializer(CheckedSerializer[CustomIndicator]):
    """An indicator that a team made: of records, or a formula over other indicators."""

    name = serializers.CharField(read_only=True)

    class Meta:
        model = CustomIndicator
        fields = [
            "public_id",
            "key",
            "name",
            "name_fr",
            "name_en",
            "kind",
            "account",
            "program",
            "meaning_fr",
            "meaning_en",
            "unit",
            "better",
            "definition",
            "definition_version",
            "state",
            "version",
            "saved_at",
        ]
        read_only_fields = fields


class CustomIndicatorViewSet(ReadViewSet):
    """Read the indicators that teams made, drafts included."""

    model = CustomIndicator
    serializer_class = CustomIndicatorSerializer
    filterset_class = CustomIndicatorFilter
    joined = ("account", "program")
