"""What resources of history share: rows are read and added, none is edited."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins
from typing_extensions import override

from abmplanner.kit.api import SeenViewSet
from abmplanner.kit.history import known, record


class HistoryViewSet(mixins.CreateModelMixin, mixins.ListModelMixin, SeenViewSet):
    """Rows that we hold for true now; what is wrong is corrected by a row that replaces it."""

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(known())

    def given(self) -> dict[str, Any]:
        """Return what the caller may not say of a new row."""
        return {}

    @override
    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        return {**context, "given": self.given()} if self.action == "create" else context

    @override
    def perform_create(self, serializer: Any) -> None:
        row = self.model(**self.given(), **serializer.validated_data)
        serializer.instance = record(self.request.actor, row)
