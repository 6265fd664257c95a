"""What REST framework's settings name; apart from the API's base, which imports its views."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import BasePermission
from typing_extensions import override


class PolicyPermission(BasePermission):
    """Asks the policy: of the role where a route names no row, of the row where it does."""

    @override
    def has_permission(self, request: Any, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        row_decides = view.detail if hasattr(view, "detail") else False
        return bool(row_decides or request.operation.allows(request.actor))

    @override
    def has_object_permission(self, request: Any, view: Any, obj: Any) -> bool:
        return bool(request.operation.allows(request.actor, obj))


class Pages(PageNumberPagination):
    """Pages of up to 200 rows."""

    page_size_query_param = "page_size"
    max_page_size = 200
