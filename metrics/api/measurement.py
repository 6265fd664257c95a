"""Kept measurements."""

from collections.abc import Mapping
from typing import Any

from rest_framework import mixins, serializers
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, SeenViewSet
from metrics.api.answer import AnswerSerializer
from metrics.filters.measurement import MeasurementFilter
from metrics.models import Measurement
from metrics.queries.answer import Answer
from metrics.queries.kept_rows import opened_rows


class MeasurementSerializer(CheckedSerializer[Measurement]):
    """What was measured of one scope and period as of one day: the answer to each key."""

    answers = serializers.DictField(child=AnswerSerializer())

    class Meta:
        model = Measurement
        fields = [
            "scope",
            "account",
            "program",
            "window",
            "starts_on",
            "ends_on",
            "as_of",
            "recorded_at",
            "answers",
        ]
        read_only_fields = fields


class MeasurementViewSet(mixins.ListModelMixin, SeenViewSet):
    """Read what was kept, as it was kept: a row never changes, late data makes a new one."""

    model = Measurement
    serializer_class = MeasurementSerializer
    filterset_class = MeasurementFilter
    joined = ("account", "program")

    @override
    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        rows = [told(*each) for each in opened_rows(self.request.actor, page)]
        return self.get_paginated_response(MeasurementSerializer(rows, many=True).data)


def told(row: Measurement, answers: Mapping[str, Answer]) -> Any:
    """Return a row with its answers as the API gives them."""
    row.answers = {key: answer.as_json() for key, answer in answers.items()}
    return row
