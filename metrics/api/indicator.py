"""The indicators that can be asked for, and the ones that teams choose and make."""

from collections.abc import Mapping
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
from accounts.models import Survey
from metrics.actions.custom_indicator import checked_thresholds, define, free_key
from metrics.catalogue.catalogue import listed
from metrics.catalogue.filters import FilterError, Group, conditions, read, written
from metrics.catalogue.formula.parsing import MOST_CHARACTERS, FormulaError
from metrics.catalogue.words import Better, Family, Grain, Kind, RollUp, Unit
from metrics.enums import NEXT_STATES, CustomKind, ReadingRollUp
from metrics.filters.indicator import CustomIndicatorFilter, IndicatorSetFilter
from metrics.models import CustomIndicator, IndicatorSet
from metrics.phrases import FILTER_ERRORS, filter_words, formula_words
from metrics.queries.compiling import ConditionError
from metrics.queries.custom import KINDS, LONGEST, MADE
from metrics.queries.custom_conversions import LONGEST as LONGEST_PASSAGE
from metrics.queries.custom_readings import OLDEST, UNITS
from metrics.queries.custom_surveys import HIGHEST, QUESTIONS, Statistic
from metrics.queries.datasets.all import FOR_TEAMS
from metrics.queries.datasets.conversions import ENTITIES, HAPPENINGS
from metrics.queries.indicators import known_indicators

# What follows from what an indicator means, and the part of a definition that an error is about.
NO_SURVEY = FILTER_ERRORS["unknown_survey"]
FOLLOWING = ("definition", "definition_version", "past_definitions", "unit")
PARTS = {
    "needs_a_field": "field",
    "wrong_field": "field",
    "wrong_date": "dated_by",
    "not_of_records": "kind",
    "not_since": "since",
    "wrong_days": "days",
    "unknown_question": "question",
    "unknown_statistic": "statistic",
    "wrong_scale": "highest",
    "wrong_top": "top",
    "needs_choices": "choices",
    "all_choices": "choices",
    "wrong_answer": "choices",
    "no_waves": "survey",
    "unknown_survey": "survey",
    "same_event": "target",
    "not_of_entity": "entity",
    "unit_is_read": "unit",
    "is_read": "unit",
}


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
    definition_fr = serializers.CharField()
    definition_en = serializers.CharField()
    version = serializers.IntegerField()
    least_cases = serializers.IntegerField()


class Choosing(serializers.Serializer[Any]):
    """How the list of indicators is narrowed."""

    family = serializers.ChoiceField(choices=values(Family), required=False)


class IndicatorViewSet(PolicyViewSet):
    """Read the catalogue, and the active indicators of teams that you may use."""

    lookup_field = "key"
    lookup_value_regex = "[a-z0-9_]+"
    serializer_class = IndicatorSerializer
    filter_backends: Any = []
    parameters = {"list": frozenset({"family"})}

    @extend_schema(parameters=[Choosing])
    def list(self, request: Request) -> Response:
        """Read the indicators in their order."""
        sent = Choosing(data=request.query_params.dict())
        sent.is_valid(raise_exception=True)
        family = sent.validated_data.get("family")
        entries = [listed(each) for each in known_indicators(self.request.actor)]
        chosen = [entry for entry in entries if family in {None, entry["family"]}]
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


class FilterField(serializers.JSONField):
    """Conditions of which all, any or none must hold: `{"all": [{"field", "op", "value"}, …]}`.

    A group may stand in the place of a condition, four levels deep at most.
    """

    @override
    def to_internal_value(self, data: Any) -> Any:
        try:
            chosen = read(super().to_internal_value(data))
        except FilterError as wrong:
            raise ValidationError(filter_words(wrong), code=wrong.code) from wrong
        for each in conditions(chosen):
            values = each.value if isinstance(each.value, tuple) else ()
            if any(isinstance(value, str) and "," in value for value in values):
                raise ValidationError(_("A value of a list has no comma."))
        return written(chosen) if isinstance(chosen, Group) else {"all": [written(chosen)]}


class RecordsSerializer(Closed):
    """Which records are counted, how they are taken together, and by which date."""

    dataset = serializers.ChoiceField(choices=list(FOR_TEAMS))
    filter = FilterField(required=False)
    aggregate = serializers.ChoiceField(choices=values(MADE))
    field: Any = serializers.CharField(max_length=60, allow_blank=True, required=False)
    kind = serializers.ChoiceField(choices=sorted(values(KINDS)))
    dated_by = serializers.CharField(max_length=60, required=False)
    since = serializers.DateField(required=False)
    trailing_days = serializers.IntegerField(min_value=1, max_value=LONGEST, required=False)

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "since" in attrs:
            attrs["since"] = attrs["since"].isoformat()
        return attrs


class SurveyPartSerializer(Closed):
    """A question, what is made of its answers, and the scale where it stays with each answer."""

    question = serializers.ChoiceField(choices=list(QUESTIONS))
    statistic = serializers.ChoiceField(choices=values(Statistic))
    survey = serializers.UUIDField(required=False)
    lowest = serializers.IntegerField(required=False)
    highest = serializers.IntegerField(required=False)
    top = serializers.IntegerField(required=False)
    choices = serializers.ListField(
        child=serializers.IntegerField(), required=False, max_length=HIGHEST
    )


class ConversionPartSerializer(Closed):
    """Which event begins, which one is to follow, of whom, and within how many days."""

    base = serializers.ChoiceField(choices=list(HAPPENINGS))
    target = serializers.ChoiceField(choices=list(HAPPENINGS))
    entity = serializers.ChoiceField(choices=ENTITIES)
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_PASSAGE)


class RatioSerializer(Closed):
    """Two numbers of records, of which one is divided by the other."""

    numerator = RecordsSerializer()
    denominator = RecordsSerializer()


class FormulaSerializer(Closed):
    """A calculation over the keys of other indicators."""

    formula = serializers.CharField(max_length=MOST_CHARACTERS)


class ToldSerializer(Closed):
    """How values that a team tells itself are written, taken together, and grow old."""

    unit = serializers.ChoiceField(choices=values(UNITS))
    roll_up = serializers.ChoiceField(choices=ReadingRollUp.choices)
    max_age_days = serializers.IntegerField(min_value=1, max_value=OLDEST)


@extend_schema_field(
    PolymorphicProxySerializer(
        "Definition",
        [
            RecordsSerializer,
            RatioSerializer,
            SurveyPartSerializer,
            ConversionPartSerializer,
            FormulaSerializer,
            ToldSerializer,
        ],
        resource_type_field_name=None,
    )
)
class DefinitionField(serializers.JSONField):
    """What an indicator means: records, answers or events, a formula, or values that are told."""


DEFINED_BY: Mapping[str, type[Closed]] = {
    CustomKind.AGGREGATE: RecordsSerializer,
    CustomKind.RATIO: RatioSerializer,
    CustomKind.SURVEY: SurveyPartSerializer,
    CustomKind.CONVERSION: ConversionPartSerializer,
    CustomKind.FORMULA: FormulaSerializer,
    CustomKind.MANUAL: ToldSerializer,
    CustomKind.SERIES: ToldSerializer,
}


class ThresholdSerializer(Closed):
    """A value from which on a number means something; one of them at most is the target."""

    value = serializers.FloatField()
    name_en = serializers.CharField(max_length=60, allow_blank=True, default="")
    name_fr = serializers.CharField(max_length=60, allow_blank=True, default="")
    is_target = serializers.BooleanField(default=False)


class CustomIndicatorSerializer(CheckedSerializer[CustomIndicator]):
    """An indicator that a team made: of records, answers, events, other indicators, or told.

    Its key is made from its name, and its unit follows from what it means. A new one is a draft.
    """

    name = serializers.CharField(read_only=True)
    definition = DefinitionField()
    thresholds = ThresholdSerializer(many=True, required=False)
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
            "thresholds",
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

    def validate_thresholds(self, given: Any) -> list[dict[str, Any]]:
        """Return the thresholds in their order, or raise where they can't stand together."""
        try:
            return checked_thresholds(given)
        except FilterError as wrong:
            raise ValidationError(filter_words(wrong), code=wrong.code) from wrong

    def define(self, row: CustomIndicator, attrs: dict[str, Any]) -> None:
        """Give the row what it is to mean, or raise ValidationError where that can't be."""
        kind, said = (attrs.get(name, getattr(row, name)) for name in ("kind", "definition"))
        sent = DEFINED_BY[kind](data=said)
        if not sent.is_valid():
            raise ValidationError({"definition": sent.errors})
        actor = self.context["request"].actor
        known = known_indicators(actor)
        wave = sent.validated_data.get("survey")
        if wave and not Survey.objects.visible_to(actor).filter(public_id=wave).exists():
            refused = {"survey": ErrorDetail(NO_SURVEY % {"detail": wave}, "unknown_survey")}
            raise ValidationError({"definition": refused})
        try:
            define(row, kind, sent.validated_data, known=known)
        except FormulaError as wrong:
            refused = {"formula": ErrorDetail(formula_words(wrong), wrong.code)}
            raise ValidationError({"definition": refused}) from wrong
        except (FilterError, ConditionError) as wrong:
            is_ratio = kind == CustomKind.RATIO
            part = "numerator" if is_ratio else PARTS.get(wrong.code, "filter")
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
