"""Files that come in, how they are understood, and what became of their rows."""

from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ParseError, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.api import CheckedSerializer, Closed, ReadViewSet
from abmplanner.kit.api_defaults import PlainJson, TooLarge
from abmplanner.kit.api_errors import Contradiction
from abmplanner.kit.api_fields import Reachable
from accounts.actions.job import FailedError
from accounts.api.job import JobSerializer
from accounts.api.people import Colleague
from accounts.enums import ImportKind, Verdict
from accounts.filters.import_run import ImportRowFilter, ImportRunFilter
from accounts.ingest.dialect import Dialect
from accounts.ingest.intake import take_in
from accounts.ingest.mapping import Mapping, MappingError
from accounts.ingest.preview import preview, stages_there, unknown_stages
from accounts.ingest.run import CHUNK, StartedError, start, start_retry, tried
from accounts.ingest.storing import UnreadableError
from accounts.ingest.undo import start_undo
from accounts.models import ImportRow, ImportRun, Program
from accounts.queries.import_run import waiting_rows

MOST_TRIED = 5 * CHUNK  # rows: what is done while the caller waits, and keeps other imports waiting
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


@extend_schema_field(OpenApiTypes.STR)
class MappingText(serializers.Field[Any, Any, Any, Any]):
    """A mapping as JSON, beside the file of a form; as docs/importing.md describes it."""

    default_error_messages = {"invalid": gettext_lazy("This is no JSON.")}

    @override
    def to_internal_value(self, data: Any) -> Any:
        try:
            return PlainJson().parse(BytesIO(str(data).encode("utf-8", "replace")))
        except (ParseError, TooLarge):
            self.fail("invalid")

    @override
    def to_representation(self, value: Any) -> Any:
        return value


class UploadSerializer(Closed):
    """A file that comes in, as what, and how it is to be read where that isn't to be guessed."""

    file = serializers.FileField(allow_empty_file=True)
    kind = serializers.ChoiceField(choices=ImportKind.choices)
    system = serializers.CharField(max_length=60, allow_blank=True, required=False)
    program = Reachable(queryset=Program.objects.all(), allow_null=True, required=False)
    mapping = MappingText(required=False)

    def take_in(self, actor: Actor) -> ImportRun:
        """Keep the file as a run, or raise where it can't be read."""
        told = self.validated_data
        try:
            return take_in(
                actor,
                told["file"].chunks(),
                file_name=told["file"].name,
                kind=told["kind"],
                mapping=told.get("mapping"),
                system=told.get("system", ""),
                program=told.get("program"),
            )
        except UnreadableError as error:
            if error.code == "too_big":
                raise TooLarge(str(error)) from error
            raise ValidationError({"file": ErrorDetail(str(error), error.code)}) from error
        except MappingError as error:
            raise ValidationError({"mapping": str(error)}) from error


class CellSerializer(serializers.Serializer[Any]):
    """What one cell would become; problem says what is wrong with it."""

    label: Any = serializers.CharField()
    text = serializers.CharField()
    problem = serializers.CharField()


class LineSerializer(serializers.Serializer[Any]):
    """What one line would become; problem says why it would be rejected."""

    line = serializers.IntegerField()
    cells = CellSerializer(many=True)
    problem = serializers.CharField()


class TakenInSerializer(ImportRunSerializer):
    """A file that came in, with its first lines as they would be understood.

    problems are what keeps it from being started; unknown_stages are the stages of its deals that
    neither we nor its mapping know, whose lines would be rejected.
    """

    problems = serializers.SerializerMethodField()
    unknown_stages = serializers.SerializerMethodField()
    preview = serializers.SerializerMethodField()

    class Meta(ImportRunSerializer.Meta):
        fields = [*ImportRunSerializer.Meta.fields, "problems", "unknown_stages", "preview"]
        read_only_fields = fields

    def get_problems(self, run: ImportRun) -> list[str]:
        """Return what keeps the file from being imported as it is mapped."""
        dialect, mapping = reading(run)
        return mapping.problems(dialect)

    def get_unknown_stages(self, run: ImportRun) -> list[str]:
        """Return the stages of the file that are to be explained first."""
        dialect, mapping = reading(run)
        if run.kind != ImportKind.OPPORTUNITIES or mapping.problems(dialect):
            return []
        actor, stages = self.context["request"].actor, stages_there(mapping)
        return unknown_stages(actor, run, dialect, mapping, stages)

    @extend_schema_field(LineSerializer(many=True))
    def get_preview(self, run: ImportRun) -> Any:
        """Return the first lines, or none where the mapping has problems."""
        dialect, mapping = reading(run)
        if mapping.problems(dialect):
            return []
        understood = preview(self.context["request"].actor, run, dialect, mapping)
        return LineSerializer(understood.rows, many=True).data


def reading(run: ImportRun) -> tuple[Dialect, Mapping]:
    """Return how the file of a run is written and mapped."""
    return Dialect.from_json(run.dialect), Mapping.from_json(run.mapping, run.kind)


class Starting(Closed):
    """How an import is started: dry_run says what would become of it, and writes nothing."""

    dry_run = serializers.BooleanField(default=False)


class NotTakenSerializer(serializers.Serializer[Any]):
    """A line that would not be taken, and why."""

    line = serializers.IntegerField()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    reason = serializers.CharField()
    field: Any = serializers.CharField()
    detail = serializers.CharField()


class SummarySerializer(serializers.Serializer[Any]):
    """What would become of a file: how many lines of each verdict, and the first not taken."""

    run = serializers.UUIDField()
    dry_run = serializers.BooleanField()
    rows = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    waiting = serializers.IntegerField()
    rejected = serializers.IntegerField()
    not_taken = NotTakenSerializer(many=True)


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


class WaitingRowSerializer(ImportRowSerializer):
    """A line that waits for its home, and the import it came with."""

    class Meta(ImportRowSerializer.Meta):
        fields = ["run", *ImportRowSerializer.Meta.fields]
        read_only_fields = fields


class ImportRunViewSet(ReadViewSet):
    """Hand in files, start their import, read the verdict on each row of yours; undo them."""

    model = ImportRun
    serializer_class = ImportRunSerializer
    filterset_class = ImportRunFilter
    joined = ("program", "actor", "job")
    parameters = {
        "rows": frozenset({*ImportRowFilter.base_filters, "page", "page_size"}),
        "waiting": frozenset({"page", "page_size"}),
    }

    @override
    def get_parsers(self) -> list[Any]:
        method = getattr(self.request, "method", "").lower()
        creates = self.action_map.get(method) == "create"
        return [MultiPartParser()] if creates else super().get_parsers()

    @override
    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False) and self.action in {"rows", "waiting"}:
            return QuerySet(ImportRow)
        return super().get_queryset()

    @extend_schema(
        request={"multipart/form-data": UploadSerializer}, responses={201: TakenInSerializer}
    )
    def create(self, request: Any) -> Response:
        """Hand in a file. Nothing is imported before it is started."""
        sent = UploadSerializer(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        run = self.get_queryset().get(pk=sent.take_in(request.actor).pk)
        told = TakenInSerializer(run, context=self.get_serializer_context())
        return Response(told.data, status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[RUN],
        request=Starting,
        responses={200: SummarySerializer, 202: ImportRunSerializer},
    )
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def start(self, request: Any, **_address: str) -> Response:
        """Have a file imported by a worker, once; or say what would become of it."""
        run = self.get_object()
        sent = Starting(data=request.data)
        sent.is_valid(raise_exception=True)
        dialect, mapping = reading(run)
        if problems := mapping.problems(dialect):
            raise ValidationError({"mapping": problems})
        try:
            if sent.validated_data["dry_run"]:
                return Response(SummarySerializer(self.trial(run, dialect)).data)
            start(request.actor, run)
        except StartedError as error:
            raise Contradiction(_("This import was started already.")) from error
        told = self.get_serializer(self.get_object())
        return Response(told.data, status=status.HTTP_202_ACCEPTED)

    def trial(self, run: ImportRun, dialect: Dialect) -> dict[str, Any]:
        """Return what would become of a file that is small enough to be tried at once."""
        if dialect.rows > MOST_TRIED:
            said = _("A file of more than %(most)s rows can't be tried: start it.")
            raise TooLarge(said % {"most": MOST_TRIED})
        return tried(self.request.actor, run)

    @extend_schema(parameters=[RUN], responses=ImportRowSerializer(many=True))
    @action(detail=True, filterset_class=ImportRowFilter)
    def rows(self, request: Any, **_address: str) -> Response:
        """Read what became of the lines, in their order."""
        run = self.get_object()
        lines = ImportRow.objects.visible_to(request.actor).filter(run=run).order_by("line")
        page = self.paginate_queryset(self.filter_queryset(lines))
        return self.get_paginated_response(ImportRowSerializer(page, many=True).data)

    @extend_schema(responses=WaitingRowSerializer(many=True))
    @action(detail=False, filterset_class=None)
    def waiting(self, request: Any) -> Response:
        """Read the lines of all imports that wait for their home."""
        page = self.paginate_queryset(waiting_rows(request.actor))
        return self.get_paginated_response(WaitingRowSerializer(page, many=True).data)

    @extend_schema(request=None, responses={202: JobSerializer})
    @action(detail=False, methods=["post"], filterset_class=None, pagination_class=None)
    def retry(self, request: Any) -> Response:
        """Have the lines that wait tried again by a worker."""
        job = start_retry(request.actor)
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses=ImportRunSerializer)
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def undo(self, request: Any, **_address: str) -> Response:
        """Have the import undone: its job tells how far that is; twice does nothing."""
        try:
            start_undo(request.actor, self.get_object())
        except FailedError as reason:
            raise ValidationError({"non_field_errors": [str(reason)]}) from reason
        return Response(self.get_serializer(self.get_object()).data)
