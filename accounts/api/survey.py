"""Voices of customers."""

from typing import Any

from rest_framework import serializers
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from accounts.filters.survey import ResponseFilter, SurveyFilter
from accounts.models import Response, Survey
from accounts.queries.opinion import kinds_named


class SurveySerializer(CheckedSerializer[Survey]):
    """One wave of questions."""

    name = serializers.CharField(read_only=True)

    class Meta:
        model = Survey
        fields = [
            "public_id",
            "name",
            "name_fr",
            "name_en",
            "program",
            "opens_on",
            "closes_on",
            "version",
            "saved_at",
        ]


class SurveyViewSet(CheckedViewSet):
    """Read and describe surveys."""

    model = Survey
    serializer_class = SurveySerializer
    filterset_class = SurveyFilter
    joined = ("program",)


class ResponseSerializer(CheckedSerializer[Response]):
    """An answer to "how likely are you to recommend us", 0 to 10.

    contact and comment are empty for who may not read by name what this person thinks.
    """

    class Meta:
        model = Response
        fields = [
            "public_id",
            "survey",
            "account",
            "contact",
            "respondent_kind",
            "score",
            "comment",
            "responded_at",
            "recorded_at",
            "voided_at",
            "version",
            "saved_at",
        ]

    @override
    def to_representation(self, instance: Response) -> dict[str, Any]:
        told = super().to_representation(instance)
        if instance.respondent_kind not in kinds_named(self.context["request"].actor):
            told |= {"contact": None, "comment": ""}
        return told


class ResponseViewSet(CheckedViewSet):
    """Read and record the answers of contacts of the accounts within your reach."""

    http_method_names = ["get", "head", "post", "patch"]
    model = Response
    serializer_class = ResponseSerializer
    filterset_class = ResponseFilter
    joined = ("survey", "account", "contact")
