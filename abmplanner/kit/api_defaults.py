"""What REST framework's settings name; apart from the API's base, which imports its views."""

import json
import math
import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import (
    APIException,
    MethodNotAllowed,
    ParseError,
    ValidationError,
)
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.throttling import BaseThrottle
from typing_extensions import override

from abmplanner.kit.limits import seconds_left, within_limit

DEEPEST = 32  # how far lists and objects may stand in one another
LONGEST_INTEGER = 2**63
UNKEPT = re.compile("[\0\ud800-\udfff]")  # NUL, and halves of characters


class TooLarge(APIException):
    """A body is longer than any that is meant."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class PolicyPermission(BasePermission):
    """Asks the policy: of the role where a route names no row, of the row where it does."""

    @override
    def has_permission(self, request: Any, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        if request.operation is None:
            raise MethodNotAllowed(request.method)
        return bool(request.route.on or request.operation.allows(request.actor))

    @override
    def has_object_permission(self, request: Any, view: Any, obj: Any) -> bool:
        return bool(request.operation.allows(request.actor, obj))


class Pages(PageNumberPagination):
    """Pages of up to 200 rows."""

    page_size_query_param = "page_size"
    max_page_size = 200

    @override
    def get_page_size(self, request: Any) -> int | None:
        """Return how many rows were asked for, or raise ValidationError where that is no size."""
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= self.max_page_size:
            return int(asked[:9])
        said = _("A page has from 1 to %(most)s rows.") % {"most": self.max_page_size}
        raise ValidationError({self.page_size_query_param: [said]})

    @override
    def get_schema_operation_parameters(self, view: Any) -> Any:
        described = super().get_schema_operation_parameters(view)
        for parameter in described:
            parameter["schema"]["minimum"] = 1
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"]["maximum"] = self.max_page_size
        return described


class PlainJson(JSONParser):
    """JSON that every table can hold: of bounded length and depth, without NUL and the like."""

    @override
    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge(_("The body is too long."))
        try:
            data = json.loads(body, parse_constant=_refuse)
        except (ValueError, RecursionError) as broken:
            raise ParseError(_("The body is not JSON.")) from broken
        level, depth = [data], 0
        while level:
            if depth > DEEPEST or not all(map(_can_be_kept, level)):
                raise ParseError(_("The body holds something that can't be stored."))
            level, depth = _inside(level), depth + 1
        return data


def _refuse(name: str) -> None:
    raise ValueError(name)


def _inside(level: list[Any]) -> list[Any]:
    """Return the keys and values inside the values of one level of a document."""
    inside: list[Any] = []
    for value in level:
        if isinstance(value, dict):
            inside += value
            inside += value.values()
        elif isinstance(value, list):
            inside += value
    return inside


def _can_be_kept(value: Any) -> bool:
    """Tell whether a database can hold a value: text without NUL and halves of characters."""
    if isinstance(value, str):
        return not UNKEPT.search(value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or -LONGEST_INTEGER <= value < LONGEST_INTEGER


class OnlyJson(BaseContentNegotiation):
    """Answers JSON whatever the caller would like."""

    @override
    def select_parser(self, request: Any, parsers: Any) -> Any:
        said = (request.content_type or "").partition(";")[0].strip().casefold()
        return next((parser for parser in parsers if parser.media_type == said), None)

    @override
    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class Throttle(BaseThrottle):
    """Lets a key, a person or an unknown address ask so many times a minute."""

    @override
    def allow_request(self, request: Any, view: Any) -> bool:
        return within_limit(f"api:{self.caller(request)}", settings.API_REQUESTS_A_MINUTE)

    def caller(self, request: Any) -> str:
        """Return who asks: the key or person, else the address."""
        if request.user.is_authenticated:
            return str(request.actor.label)
        return f"address:{self.get_ident(request)}"

    @override
    def wait(self) -> float:
        return seconds_left()
