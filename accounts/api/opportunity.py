"""Deals, their histories, and the stages they go through."""

from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, ReadViewSet
from abmplanner.kit.api_fields import Day, Instant, Reachable
from abmplanner.kit.history import known
from accounts.actions.opportunity import save_deal
from accounts.api.account import currency
from accounts.api.opportunity_history import HistorySerializer
from accounts.api.people import Colleague
from accounts.enums import CloseReason, ForecastCategory
from accounts.filters.opportunity import OpportunityFilter
from accounts.models import AmountChange, Forecast, Opportunity, Pipeline, Stage, StageChange


class StageSerializer(CheckedSerializer[Stage]):
    """A step of a pipeline."""

    name = serializers.CharField(read_only=True)

    class Meta:
        model = Stage
        fields = ["public_id", "key", "name", "position", "is_qualified", "outcome"]
        read_only_fields = fields


class PipelineSerializer(CheckedSerializer[Pipeline]):
    """An ordered way that deals go."""

    name = serializers.CharField(read_only=True)
    stages = serializers.SerializerMethodField()

    class Meta:
        model = Pipeline
        fields = ["public_id", "name", "is_default", "stages"]
        read_only_fields = fields

    @extend_schema_field(StageSerializer(many=True))
    def get_stages(self, pipeline: Pipeline) -> Any:
        """Return its stages, in their order."""
        stages = sorted(pipeline.stages.all(), key=lambda stage: stage.position)
        return StageSerializer(stages, many=True).data


class PipelineViewSet(ReadViewSet):
    """Read the pipelines with their stages."""

    model = Pipeline
    serializer_class = PipelineSerializer

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return Pipeline.objects.prefetch_related("stages").order_by("pk")


class Value(serializers.DecimalField):
    """What a deal is worth, now or as it is expected."""

    def __init__(self, **kwargs: Any) -> None:
        given = {"max_digits": 18, "decimal_places": 4, "min_value": Decimal(0), "required": False}
        super().__init__(**{**given, **kwargs})


# What says when something was so, or why, and the fields of which one must be sent with it.
SAID_OF = {
    "stage_at": ("stage",),
    "reason": ("stage",),
    "amount_at": ("tcv", "acv", "currency"),
    "forecast_at": ("close_on", "forecast_amount", "category"),
}


class OpportunitySerializer(CheckedSerializer[Opportunity]):
    """One thing that an account may buy from us, as it is now.

    A stage, an amount or an expectation that is sent is added to the deal's histories, and what is
    shown follows from them. It holds from stage_at, amount_at or forecast_at on; without, from now
    on, or since an unknown day where it is the first we hear. What isn't sent stays as it is.
    """

    owner = Colleague(allow_null=True, required=False)
    created_at = Instant(allow_null=True, required=False)
    stage = Reachable(queryset=Stage.objects.all(), allow_null=True, required=False)
    stage_at = Instant(write_only=True, required=False)
    reason = serializers.ChoiceField(CloseReason.choices, write_only=True, required=False)
    tcv = Value(allow_null=True)
    acv = Value(allow_null=True)
    currency = serializers.CharField(max_length=3, allow_blank=True, required=False)
    amount_at = Instant(write_only=True, required=False)
    close_on = Day(allow_null=True, required=False)
    forecast_amount = Value(write_only=True)
    forecast_category = serializers.ChoiceField(
        ForecastCategory.choices, source="category", write_only=True, required=False
    )
    forecast_at = Instant(write_only=True, required=False)

    class Meta:
        model = Opportunity
        fields = [
            "public_id",
            "account",
            "name",
            "type",
            "source",
            "product",
            "group",
            "owner",
            "owner_name",
            "pipeline",
            "created_at",
            "stage",
            "stage_at",
            "reason",
            "tcv",
            "acv",
            "currency",
            "amount_at",
            "close_on",
            "forecast_amount",
            "forecast_category",
            "forecast_at",
            "is_test",
            "deleted_at",
            "recorded_at",
            "version",
            "saved_at",
        ]

    def validate_currency(self, code: str) -> str:
        """Return the currency, or raise where it is no code of three capital letters."""
        return currency(code)

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for name, about in SAID_OF.items():
            if name in attrs and not attrs.keys() & set(about):
                raise ValidationError({name: _("Say what this is about as well.")})
        self.check_nothing_is_forgotten(attrs)
        self.check_stage(attrs)
        self.check_money(attrs)
        return super().validate(attrs)

    def check_nothing_is_forgotten(self, attrs: dict[str, Any]) -> None:
        """Raise ValidationError where a part of the history is to be emptied, which can't be."""
        for name in ("created_at", "stage", "close_on"):
            if name in attrs and attrs[name] is None and getattr(self.instance, name, None):
                raise ValidationError(
                    {name: _("History can't be emptied: say what holds instead.")}
                )
        held = [getattr(self.instance, name, None) for name in ("tcv", "acv")]
        left = [self.told(attrs, name) for name in ("tcv", "acv")]
        if held != [None, None] == left:
            raise ValidationError({"tcv": _("History can't be emptied: say what holds instead.")})

    def check_stage(self, attrs: dict[str, Any]) -> None:
        """Raise ValidationError where the stage is none of the deal's pipeline."""
        stage, pipeline = self.told(attrs, "stage"), self.told(attrs, "pipeline")
        if attrs.keys() & {"stage", "pipeline"} and stage and stage.pipeline_id != pipeline.pk:
            raise ValidationError({"stage": _("Choose a stage of the deal's pipeline.")})

    def check_money(self, attrs: dict[str, Any]) -> None:
        """Raise ValidationError where an amount lacks its currency, or a currency its amount."""
        amounts = [self.told(attrs, "tcv"), self.told(attrs, "acv"), attrs.get("forecast_amount")]
        is_worth = any(amount is not None for amount in amounts)
        code = self.told(attrs, "currency")
        if is_worth and not code:
            raise ValidationError({"currency": _("An amount needs a currency.")})
        if attrs.get("currency") and not is_worth:
            raise ValidationError({"currency": _("A currency stands beside an amount.")})


class OpportunityViewSet(CheckedViewSet):
    """Read and tell of the deals of the accounts within your reach, and what they went through."""

    model = Opportunity
    serializer_class = OpportunitySerializer
    filterset_class = OpportunityFilter
    joined = ("account", "group", "owner", "pipeline", "stage")

    @override
    def save_new(self, serializer: Any) -> Opportunity:
        return save_deal(self.request.actor, Opportunity(), serializer.validated_data)

    @override
    def perform_update(self, serializer: Any) -> None:
        deal, said = serializer.instance, serializer.validated_data
        version = self.version_seen()
        self.show(serializer, save_deal(self.request.actor, deal, said, version=version))

    @extend_schema(responses=HistorySerializer)
    @action(detail=True, filterset_class=None, pagination_class=None)
    def history(self, request: Any, **_address: str) -> Response:
        """Read the stages, amounts and forecasts that the deal went through."""
        deal = self.get_object()
        oldest_first = F("occurred_at").asc(nulls_first=True), "pk"
        histories = {"stages": StageChange, "amounts": AmountChange, "forecasts": Forecast}
        joined = {"stages": ("opportunity", "stage")}
        rows = {
            name: model.objects.visible_to(request.actor)
            .filter(known(), opportunity=deal)
            .select_related(*joined.get(name, ("opportunity",)))
            .order_by(*oldest_first)
            for name, model in histories.items()
        }
        return Response(HistorySerializer(rows).data)
