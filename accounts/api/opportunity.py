"""Deals, their histories, and the stages they go through."""

from typing import Any

from django.db.models import F, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, ReadViewSet
from abmplanner.kit.history import known
from accounts.api.people import Colleague
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


class StageChangeSerializer(CheckedSerializer[StageChange]):
    """A deal entered a stage."""

    class Meta:
        model = StageChange
        fields = ["stage", "reason", "occurred_at", "recorded_at"]
        read_only_fields = fields


class AmountChangeSerializer(CheckedSerializer[AmountChange]):
    """The value of a deal changed."""

    class Meta:
        model = AmountChange
        fields = ["tcv", "acv", "currency", "occurred_at", "recorded_at"]
        read_only_fields = fields


class ForecastSerializer(CheckedSerializer[Forecast]):
    """What the seller expected of a deal."""

    class Meta:
        model = Forecast
        fields = ["close_on", "amount", "currency", "category", "occurred_at", "recorded_at"]
        read_only_fields = fields


class HistorySerializer(serializers.Serializer[Any]):
    """The three histories of a deal as we hold them for true now, oldest first."""

    stages = StageChangeSerializer(many=True)
    amounts = AmountChangeSerializer(many=True)
    forecasts = ForecastSerializer(many=True)


class OpportunitySerializer(CheckedSerializer[Opportunity]):
    """One thing that an account may buy from us, as it is now."""

    owner = Colleague(allow_null=True, required=False)

    class Meta:
        model = Opportunity
        fields = [
            "public_id",
            "account",
            "name",
            "type",
            "source",
            "product",
            "owner",
            "owner_name",
            "pipeline",
            "stage",
            "tcv",
            "acv",
            "currency",
            "close_on",
            "created_at",
            "is_test",
            "deleted_at",
            "recorded_at",
            "version",
            "saved_at",
        ]
        read_only_fields = ["stage", "tcv", "acv", "currency", "close_on"]


class OpportunityViewSet(CheckedViewSet):
    """Read and describe the deals of the accounts within your reach, and what they went through."""

    model = Opportunity
    serializer_class = OpportunitySerializer
    filterset_class = OpportunityFilter
    joined = ("account", "owner", "pipeline", "stage")

    @extend_schema(responses=HistorySerializer)
    @action(detail=True, filterset_class=None, pagination_class=None)
    def history(self, request: Any, **_address: str) -> Response:
        """Read the stages, amounts and forecasts that the deal went through."""
        deal = self.get_object()
        oldest_first = F("occurred_at").asc(nulls_first=True), "pk"
        rows = {
            name: model.objects.visible_to(request.actor)
            .filter(known(), opportunity=deal)
            .order_by(*oldest_first)
            for name, model in {"amounts": AmountChange, "forecasts": Forecast}.items()
        }
        stages = StageChange.objects.visible_to(request.actor).filter(known(), opportunity=deal)
        rows["stages"] = stages.select_related("stage").order_by(*oldest_first)
        return Response(HistorySerializer(rows).data)
