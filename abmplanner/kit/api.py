"""What every resource of the API shares: rules, saving, pages, and the form of errors."""

from copy import copy
from typing import Any, TypeVar

from django.core.exceptions import ValidationError as InvalidRow
from django.db import IntegrityError, models
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.exceptions import APIException
from rest_framework.fields import get_error_detail
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler
from typing_extensions import override

from abmplanner.kit.saving import Stale, delete_row, save_row

Row = TypeVar("Row", bound=models.Model)


class VersionMissing(APIException):
    """A change came without the version that the caller saw."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "version_missing"


class CheckedSerializer(serializers.ModelSerializer[Row]):
    """A serializer that asks the model for every rule it has, and refuses fields it has not.

    REST framework alone checks a model's fields and unique constraints, not its clean() and
    not its check constraints, which would end in a database error.
    """

    @override
    def to_internal_value(self, data: Any) -> Any:
        """Raise ValidationError for a field that can't be written, instead of ignoring it."""
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = sorted(str(name) for name in data.keys() - writable)
            if unknown:
                said = _("This field can't be written.")
                raise serializers.ValidationError({name: [said] for name in unknown})
        return super().to_internal_value(data)

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raise ValidationError, field by field, when the row would break a rule of its model."""
        model: type[Row] = self.Meta.model
        row = copy(self.instance) if self.instance else model()
        for name, value in self.context.get("given", {}).items():
            setattr(row, name, value)
        known = {field.source for field in self.fields.values()}
        known |= set(self.context.get("given", {}))
        columns = {field.name for field in model._meta.fields}  # noqa: SLF001 -- Django's own name
        for name in attrs.keys() & columns:
            setattr(row, name, attrs[name])
        try:
            row.full_clean(exclude=columns - known)
        except InvalidRow as invalid:
            raise serializers.ValidationError(get_error_detail(invalid)) from invalid
        return attrs


class CheckedViewSet(
    mixins.CreateModelMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet[Any],
):
    """A resource whose rows are visible, filtered and saved as on the pages.

    The version that the caller saw travels as ETag and If-Match: a change without it answers 428,
    a stale one 409 with the row as it is now.
    """

    lookup_field = "public_id"
    model: type[Any]
    request: Any

    @override
    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.visible_to(self.request.actor).order_by("-pk")
        return rows

    @override
    def perform_create(self, serializer: Any) -> None:
        save_row(self.request.actor, serializer)

    @override
    def perform_update(self, serializer: Any) -> None:
        save_row(self.request.actor, serializer, version=self.version_seen())

    @override
    def perform_destroy(self, instance: Any) -> None:
        delete_row(self.request.actor, instance, version=self.version_seen())

    def version_seen(self) -> int:
        """Return the version in If-Match, or raise VersionMissing."""
        said = self.request.headers.get("If-Match", "").strip().strip('"')
        if not said.isascii() or not said.isdigit() or len(said) > 9:  # noqa: PLR2004 -- fits an integer
            raise VersionMissing(_("Send the version you saw as If-Match."))
        return int(said)

    @override
    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        version = answer.data.get("version") if isinstance(answer.data, dict) else None
        if isinstance(version, int):
            answer["ETag"] = f'"{version}"'
        return answer


def answer_error(failure: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what went wrong into an answer: stale is 409 with the row, a broken rule is 409."""
    if isinstance(failure, Stale):
        view = context["view"]
        view.kwargs.pop("version", None)
        now = view.get_serializer(failure.row).data
        return Response(
            {
                "detail": _("Somebody saved this since you read it."),
                "code": "stale",
                "now": now,
                "saved_at": failure.row.saved_at,
                "saved_by": str(failure.row.saved_by or ""),
            },
            status=status.HTTP_409_CONFLICT,
        )
    if isinstance(failure, IntegrityError | ProtectedError):
        said = _("This contradicts what is stored already.")
        return Response({"detail": said, "code": "conflict"}, status=status.HTTP_409_CONFLICT)
    return exception_handler(failure, context)
