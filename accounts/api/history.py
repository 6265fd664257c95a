"""What resources of history share: rows are read and added, corrected by new ones, withdrawn.

A row of history never changes, so that what names it names its version as well: who corrects one
that was corrected since gets 409 with the row that holds in its place.
"""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, SeenViewSet
from abmplanner.kit.api_errors import Contradiction
from abmplanner.kit.history import record
from accounts.actions.dated import Changed, rewrite, withdraw

Row = TypeVar("Row", bound=Model)

OF_ONE_ROW: dict[str, Any] = {"methods": ["post"], "pagination_class": None}
OF_ONE_ROW |= {"filterset_class": None, "detail": True}


class RecordedSerializer(CheckedSerializer[Row]):
    """A row of history: id names one recording of it; what is corrected gets another.

    recorded_at is when we learned it, voided_at when it was replaced or withdrawn: null while we
    hold it for true.
    """

    @override
    def get_field_names(self, declared_fields: Any, info: Any) -> Any:
        names = list(super().get_field_names(declared_fields, info))
        key = [] if "public_id" in names else ["id"]
        return [*key, *names, "recorded_at", "voided_at"]


class LedgerViewSet(mixins.ListModelMixin, SeenViewSet):
    """Rows that we hold for true now, or held for true at known_at: its filter set says which."""


class AddedTo(mixins.CreateModelMixin):
    """Rows that are written one by one."""

    model: type[Any]
    request: Any
    action: Any

    def given(self) -> dict[str, Any]:
        """Return what the caller may not say of a new row."""
        return {}

    def get_serializer_context(self) -> dict[str, Any]:
        """Return what serializers know of the request, and what is given of a new row."""
        context = dict(super().get_serializer_context())  # type: ignore[misc]  # the other base
        return {**context, "given": self.given()} if self.action == "create" else context

    @override
    def perform_create(self, serializer: Any) -> None:
        row = self.model(**self.given(), **serializer.validated_data)
        serializer.instance = record(self.request.actor, row)


class Withdrawn(LedgerViewSet):
    """Rows of history that are withdrawn; withdrawing is the action that does so."""

    lookup_field = "id"
    lookup_value_regex = "[0-9]{1,18}"
    withdrawing: ClassVar[Callable[..., None]] = staticmethod(withdraw)

    @extend_schema(request=None, responses={204: None})
    @action(**OF_ONE_ROW)
    def withdraw(self, request: Any, **_address: str) -> Response:
        """Say that this was never so."""
        row = self.held()
        try:
            self.withdrawing(request.actor, row, seen=row.recorded_at)
        except Changed:
            raise self.superseded(row) from None
        return Response(status=status.HTTP_204_NO_CONTENT)

    def held(self) -> Any:
        """Return the row of the address, or raise Contradiction where we hold it no more."""
        row = self.get_object()
        if row.voided_at is not None:
            raise self.superseded(row)
        return row

    def superseded(self, row: Any) -> Contradiction:
        """Return what is raised where a row was corrected or withdrawn since it was read."""
        rows = self.get_queryset()
        row, now = rows.get(pk=row.pk), rows.filter(replaces=row.pk).first()
        while now is not None and now.voided_at is not None:
            row, now = now, rows.filter(replaces=now.pk).first()
        told = Contradiction(_("Somebody corrected or withdrew this since you read it."), "stale")
        told.more = {
            "now": self.get_serializer(now).data if now else None,
            "yours": self.request.data if isinstance(self.request.data, dict) else None,
            "saved_at": row.voided_at,
            "saved_by": str((now and now.recorded_by) or ""),
        }
        return told


class Corrected(Withdrawn):
    """Rows of history that are corrected, too; rewriting is the action that does so."""

    by_parts = frozenset({"correct"})
    rewriting: ClassVar[Callable[..., Any]] = staticmethod(rewrite)

    @action(**OF_ONE_ROW)
    def correct(self, request: Any, **_address: str) -> Response:
        """Replace the row by one that differs in the fields that are sent, and answer with it."""
        row = self.held()
        sent = self.get_serializer(row, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        self.check_correction(row, sent.validated_data)
        try:
            new = self.rewriting(
                request.actor, row, seen=row.recorded_at, values=sent.validated_data
            )
        except Changed:
            raise self.superseded(row) from None
        return Response(self.get_serializer(new).data)

    def check_correction(self, row: Any, values: dict[str, Any]) -> None:
        """Raise PermissionDenied or ValidationError for what this caller may not correct."""


class HistoryViewSet(AddedTo, Corrected):
    """Rows of history that are read, added, corrected and withdrawn."""
