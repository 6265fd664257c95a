"""Files that came in, and what became of their rows."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, ReadViewSet
from accounts.actions.job import FailedError
from accounts.api.people import Colleague
from accounts.filters.import_run import ImportRowFilter, ImportRunFilter
from accounts.ingest.undo import start_undo
from accounts.models import ImportRow, ImportRun

RUN = OpenApiParameter("public_id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class ImportRunSerializer(CheckedSerializer[ImportRun]):
    """One file read as one kind of record, with the counts of its rows."""

    actor = Colleague(read_only=True, allow_null=True)

    class Meta:
        model = ImportRun
        fields = [
            "public_id",
            "kind",
            "system",
            "program",
            "actor",
            "file_name",
            "size",
            "dialect",
            "mapping",
            "state",
            "job",
            "counts",
            "first_event_at",
            "last_event_at",
            "error",
            "created_at",
            "finished_at",
        ]
        read_only_fields = fields


class ImportRowSerializer(CheckedSerializer[ImportRow]):
    """What became of one line, and why; its cells where it was rejected or waits."""

    class Meta:
        model = ImportRow
        fields = [
            "line",
            "verdict",
            "reason",
            "detail",
            "field",
            "raw",
            "resolved_at",
            "undone_at",
            "kept_because",
        ]
        read_only_fields = fields


class ImportRunViewSet(ReadViewSet):
    """Read the imports that you started, and the verdict on each row; undo them."""

    model = ImportRun
    serializer_class = ImportRunSerializer
    filterset_class = ImportRunFilter
    joined = ("program", "actor", "job")
    parameters = {"rows": frozenset({*ImportRowFilter.base_filters, "page", "page_size"})}

    @override
    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False) and self.action == "rows":
            return QuerySet(ImportRow)
        return super().get_queryset()

    @extend_schema(parameters=[RUN], responses=ImportRowSerializer(many=True))
    @action(detail=True, filterset_class=ImportRowFilter)
    def rows(self, request: Any, **_address: str) -> Response:
        """Read what became of the lines, in their order."""
        run = self.get_object()
        lines = ImportRow.objects.visible_to(request.actor).filter(run=run).order_by("line")
        page = self.paginate_queryset(self.filter_queryset(lines))
        return self.get_paginated_response(ImportRowSerializer(page, many=True).data)

    @extend_schema(request=None, responses=ImportRunSerializer)
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def undo(self, request: Any, **_address: str) -> Response:
        """Have the import undone: its job tells how far that is; twice does nothing."""
        try:
            start_undo(request.actor, self.get_object())
        except FailedError as reason:
            raise ValidationError({"non_field_errors": [str(reason)]}) from reason
        return Response(self.get_serializer(self.get_object()).data)
