"""The one form in which the API says what went wrong."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.exceptions import ValidationError as InvalidRow
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ErrorDetail, ParseError, ValidationError
from rest_framework.fields import get_error_detail
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from abmplanner.kit.api_defaults import TooLarge
from abmplanner.kit.saving import Stale

BELOW = "/api/"
# What is said where no view of the API answers any more: nobody expected it, or nobody got there.
OUTSIDE: Mapping[int, tuple[str, Any]] = {
    400: ("parse_error", gettext_lazy("This request can't be read.")),
    403: ("permission_denied", gettext_lazy("You may not do this.")),
    404: ("not_found", gettext_lazy("There is nothing here.")),
    500: ("error", gettext_lazy("Something went wrong on our side. It has been noted.")),
}


class FieldProblem(serializers.Serializer[Any]):
    """What is wrong with one field of a request; field is empty for the request as a whole."""

    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """What went wrong: a code for programs, a sentence for people, and the fields it is about."""

    code = serializers.CharField()
    detail = serializers.CharField()
    fields = FieldProblem(many=True)  # type: ignore[assignment]  # a name on the wire


class Conflict(Problem):
    """A change that lost: against what is stored, or against somebody who saved first.

    When somebody saved first, now is the row as it is, yours is what was sent, and saved_at and
    saved_by say when and by whom; otherwise they are empty.
    """

    now = serializers.DictField(allow_null=True)
    yours = serializers.DictField(allow_null=True)
    saved_at = serializers.DateTimeField(allow_null=True)
    saved_by = serializers.CharField()


class VersionMissing(APIException):
    """A change came without the version that the caller saw."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "version_missing"


class Contradiction(APIException):
    """A change can't stand beside what is stored; more is what the answer says besides."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"
    more: Mapping[str, Any] = {"now": None, "yours": None, "saved_at": None, "saved_by": ""}


def answer_error(failure: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what went wrong into an answer; None lets what nobody expected go on."""
    known = translated(failure, context)
    response = exception_handler(known, context)
    if response is not None:
        response.data = told(known)
    return response


def translated(failure: Exception, context: dict[str, Any]) -> Exception:
    """Return the API's own name for a failure of the rooms below it."""
    if isinstance(failure, Stale):
        return lost(context["view"], context["request"])
    if isinstance(failure, IntegrityError | ProtectedError):
        return Contradiction(_("This contradicts what is stored already."))
    if isinstance(failure, InvalidRow):
        return ValidationError(get_error_detail(failure))
    if isinstance(failure, DataError):
        return ValidationError(_("A value is larger than can be stored."), code="out_of_range")
    if isinstance(failure, RequestDataTooBig):
        return TooLarge(_("The body is too long."))
    if isinstance(failure, SuspiciousOperation):
        return ParseError(_("This request can't be read."))
    if isinstance(failure, ObjectDoesNotExist):
        return Http404()
    return failure


def lost(view: Any, request: Any) -> Exception:
    """Say that somebody saved first, with both versions; or that the row is no longer there."""
    try:
        row = view.get_object()
    except Http404 as gone:
        return gone
    conflict = Contradiction(_("Somebody saved this since you read it."), code="stale")
    conflict.more = {
        "now": view.get_serializer(row).data,
        "yours": request.data if isinstance(request.data, dict) else None,
        "saved_at": row.saved_at,
        "saved_by": str(row.saved_by or ""),
    }
    return conflict


def told(failure: Exception) -> dict[str, Any]:
    """Return the sentence, the code and the fields of a failure that has an answer."""
    if isinstance(failure, ValidationError):
        fields = list(fields_of(failure.detail))
        said = _("What was sent can't be accepted.")
        return {"code": "invalid", "detail": said, "fields": fields}
    if isinstance(failure, Http404):
        return {"code": "not_found", "detail": _("There is nothing here."), "fields": []}
    if isinstance(failure, PermissionDenied):
        return {"code": "permission_denied", "detail": _("You may not do this."), "fields": []}
    answer = {"code": "error", "detail": str(failure), "fields": []}
    if isinstance(failure, APIException):
        answer["code"] = str(failure.get_codes())
    if isinstance(failure, Contradiction):
        answer |= failure.more
    return answer


def fields_of(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Yield what is wrong with each field, its path written with dots."""
    if isinstance(detail, ErrorDetail):
        yield {"field": path, "code": str(detail.code), "detail": str(detail)}
    elif isinstance(detail, dict):
        for name, inner in detail.items():
            whole = name in {api_settings.NON_FIELD_ERRORS_KEY, NON_FIELD_ERRORS}
            yield from fields_of(inner, path if whole else f"{path}.{name}".lstrip("."))
    else:
        for place, inner in enumerate(detail):
            plain = isinstance(inner, ErrorDetail)
            yield from fields_of(inner, path if plain else f"{path}.{place}".lstrip("."))


def is_of_the_api(request: HttpRequest) -> bool:
    """Tell whether a request is for an address of the API, be it there or not."""
    return f"{request.path}/".startswith(BELOW)


def problem(status_code: int) -> JsonResponse:
    """Return the API's answer to what went wrong outside of its views."""
    code, said = OUTSIDE[status_code]
    told = {"code": code, "detail": str(said), "fields": []}
    return JsonResponse(told, status=status_code)
