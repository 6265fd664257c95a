"""How the API describes itself: what every operation answers is declared here, once."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from typing_extensions import override

from abmplanner.kit.api import CheckedViewSet, Closed
from abmplanner.kit.api_errors import Conflict, Problem

ALWAYS = ("400", "401", "403", "404", "429")
WRITING = ("409", "413", "415")
ETAG = {"type": "string", "pattern": r'^"[0-9]{1,9}"$'}


class Description(AutoSchema):
    """Describes an operation: its own answers, and those that any operation may give."""

    @override
    def get_override_parameters(self) -> list[Any]:
        if not isinstance(self.view, CheckedViewSet):
            return []
        said = OpenApiParameter(
            "If-Match",
            ETAG,
            OpenApiParameter.HEADER,
            required=True,
            description="The version you saw, as its ETag: a stale one answers 409.",
        )
        told = OpenApiParameter(
            "ETag", ETAG, OpenApiParameter.HEADER, response=[200, 201], description="The version."
        )
        action = self.view.action or ""
        own = action in {"retrieve", "create", *self.view.by_version} - {"destroy"}
        return [*([said] if action in self.view.by_version else []), *([told] if own else [])]

    @override
    def get_request_serializer(self) -> Any:
        view: Any = self.view
        read: Any = super().get_request_serializer()
        in_parts = getattr(view, "action", "") in getattr(view, "by_parts", ())
        return type(read)(context=read.context, partial=True) if in_parts else read

    @override
    def _get_response_bodies(self, direction: Any = "response") -> Any:
        answers = super()._get_response_bodies(direction)
        writes = self.method in {"POST", "PATCH", "DELETE"}
        view = self.view
        versioned = isinstance(view, CheckedViewSet) and view.action in view.by_version
        codes = (*ALWAYS, *(WRITING if writes else ()), *(("428",) if versioned else ()))
        for code in codes:
            form = Conflict if code == "409" else Problem
            told = self._get_response_for_code(form, code, None, direction)  # type: ignore[no-untyped-call]
            answers.setdefault(code, told)
        return dict(sorted(answers.items()))

    @override
    def _postprocess_serializer_schema(self, schema: Any, serializer: Any, direction: Any) -> Any:
        schema = super()._postprocess_serializer_schema(  # type: ignore[no-untyped-call]
            schema, serializer, direction
        )
        closed = isinstance(serializer, Closed)
        if closed and direction == "request":
            schema["additionalProperties"] = False
        return schema
