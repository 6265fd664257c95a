"""The indicators that can be asked for, and the ones that teams choose and make."""

from copy import copy
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, Closed, PolicyViewSet
from metrics.actions.custom_indicator import define, free_key
from metrics.catalogue.catalogue import listed
from metrics.catalogue.filters import MOST_CONDITIONS, FilterError, Op
from metrics.catalogue.formula.parsing import MOST_CHARACTERS, FormulaError
from metrics.catalogue.words import Better, Family, Grain, Kind, RollUp, Unit
from metrics.enums import NEXT_STATES, CustomKind
from metrics.filters.indicator import CustomIndicatorFilter, IndicatorSetFilter
from metrics.models import CustomIndicator, IndicatorSet
from metrics.phrases import filter_words, formula_words
from metrics.queries.compiling import ConditionError
from metrics.queries.custom import KINDS, MADE
from metrics.queries.datasets.all import FOR_TEAMS
from metrics.queries.indicators import known_indicators

# What follows from what an indicator means, and the part of a definition that an error is about.
FOLLOWING = ("definition", "definition_version", "past_definitions", "unit")
PARTS = {"needs_a_field": "field", "wrong_field": "field", "wrong_date": "dated_by"}


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


class ConditionSerializer(Closed):
    """What one field of a record must be."""

    field: Any = serializers.CharField(max_length=60)
    op = serializers.ChoiceField(choices=values(Op), default=Op.EQ.value)
    value = serializers.JSONField(allow_null=True, required=False)

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        value = attrs.get("value")
        if isinstance(value, list) and any(isinstance(each, str) and "," in each for each in value):
            raise ValidationError({"value": _("A value of a list has no comma.")})
        return attrs


class FilterSerializer(Closed):
    """The conditions of which each must hold."""

    all = serializers.ListField(child=ConditionSerializer(), max_length=MOST_CONDITIONS)


class RecordsSerializer(Closed):
    """Which records are counted, how they are taken together, and by which date."""

    dataset = serializers.ChoiceField(choices=FOR_TEAMS)
    filter = FilterSerializer(required=False)
    aggregate = serializers.ChoiceField(choices=values(MADE))
    field: Any = serializers.CharField(max_length=60, allow_blank=True, required=False)
    kind = serializers.ChoiceField(choices=sorted(values(KINDS)))
    dated_by = serializers.CharField(max_length=60, required=False)


class FormulaSerializer(Closed):
    """A calculation over the keys of other indicators."""

    formula = serializers.CharField(max_length=MOST_CHARACTERS)


@extend_schema_field(
    PolymorphicProxySerializer(
        "Definition", [RecordsSerializer, FormulaSerializer], resource_type_field_name=None
    )
)
class DefinitionField(serializers.JSONField):
    """What an indicator means: of records for an aggregate, a text for a formula."""


class CustomIndicatorSerializer(CheckedSerializer[CustomIndicator]):
    """An indicator that a team made: of records, or a formula over other indicators.

    Its key is made from its name, and its unit follows from what it means. A new one is a draft.
    """

    name = serializers.CharField(read_only=True)
    definition = DefinitionField()
    better = serializers.ChoiceField(choices=values(Better), default=Better.UP.value)

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
        read_only_fields = ["key", "unit", "definition_version", "state"]

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        row = copy(self.instance) if self.instance else CustomIndicator()
        if {"kind", "definition"} & set(attrs):
            self.define(row, attrs)
            attrs |= {name: getattr(row, name) for name in FOLLOWING}
        if not row.key:
            attrs["key"] = free_key(attrs.get("name_en") or attrs.get("name_fr") or "")
        return super().validate(attrs)

    def define(self, row: CustomIndicator, attrs: dict[str, Any]) -> None:
        """Give the row what it is to mean, or raise ValidationError where that can't be."""
        kind, said = (attrs.get(name, getattr(row, name)) for name in ("kind", "definition"))
        form = FormulaSerializer if kind == CustomKind.FORMULA else RecordsSerializer
        sent = form(data=said)
        if not sent.is_valid():
            raise ValidationError({"definition": sent.errors})
        known = known_indicators(self.context["request"].actor)
        try:
            define(row, kind, sent.validated_data, known=known)
        except FormulaError as wrong:
            refused = {"formula": ErrorDetail(formula_words(wrong), wrong.code)}
            raise ValidationError({"definition": refused}) from wrong
        except (FilterError, ConditionError) as wrong:
            part = PARTS.get(wrong.code, "filter")
            refused = {part: ErrorDetail(filter_words(wrong), wrong.code)}
            raise ValidationError({"definition": refused}) from wrong


class CustomIndicatorChange(CustomIndicatorSerializer):
    """An indicator that a team made, and where it stands: activated, retired, activated again."""

    class Meta(CustomIndicatorSerializer.Meta):
        read_only_fields = ["key", "unit", "definition_version"]

    def validate_state(self, state: str) -> str:
        """Return the state, or raise where an indicator doesn't go there from where it stands."""
        now: Any = self.instance
        if state != now.state and state not in NEXT_STATES[now.state]:
            raise ValidationError(_("An indicator doesn't go there from where it stands."))
        return state


class CustomIndicatorViewSet(CheckedViewSet):
    """Read and make the indicators of teams, drafts included; one that served is retired."""

    http_method_names = ["get", "head", "post", "patch"]
    model = CustomIndicator
    serializer_class = CustomIndicatorSerializer
    filterset_class = CustomIndicatorFilter
    joined = ("account", "program")

    @override
    def get_serializer_class(self) -> Any:
        changes = self.action == "partial_update"
        return CustomIndicatorChange if changes else CustomIndicatorSerializer
