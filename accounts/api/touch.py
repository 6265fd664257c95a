"""Touches and visits to our site: many at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from typing_extensions import override

from abmplanner.kit.api_batch import Among, BatchSerializer, BatchViewSet, refuse
from abmplanner.kit.history import known
from accounts.actions.touch import know_visitors, log, log_sessions
from accounts.filters.touch import TouchFilter, WebSessionFilter
from accounts.models import Account, Touch, User, Visitor, WebSession


class VisitorKey(serializers.CharField):
    """A visitor, by the key under which the row's own source knows them."""

    @override
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="visitor.key", max_length=120, required=False, **kwargs)


class OfVisitor(BatchSerializer[Any]):
    """A row that may name a visitor: one that is identified says whose account it is."""

    seen: Mapping[tuple[str, str], Visitor] = {}

    @override
    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        super().prepare(rows)
        keys = {row["visitor"] for row in rows if isinstance(row.get("visitor"), str)}
        found = Visitor.objects.visible_to(self.context["request"].actor).filter(key__in=keys)
        self.seen = {(row.source, row.key): row for row in found.select_related("account")}

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        key = attrs.pop("visitor", {}).get("key", "")
        visitor = self.seen.get((attrs["source"], key)) if key else None
        attrs["visitor_key"] = key
        if not attrs.get("account") and visitor is not None:
            attrs["account"] = visitor.account
        contact = attrs.get("contact")
        if contact is not None and contact.account_id != getattr(attrs.get("account"), "pk", None):
            raise refuse(contact=_("This person works at another account."))
        return attrs


class VisitorBatch(BatchViewSet):
    """Rows whose visitors are made where they are not known yet."""

    @override
    def write(self, rows: Sequence[Any]) -> int:
        named = {(row.source, row.visitor_key) for row in rows if row.visitor_key}
        visitors = know_visitors(named) if named else {}
        for row in rows:
            if row.visitor_key:
                row.visitor = visitors[row.source, row.visitor_key]
        return self.write_rows(rows)

    @override
    def model_row(self, values: dict[str, Any]) -> Any:
        key = values.pop("visitor_key")
        row = super().model_row(values)
        row.visitor_key, row.said = key, frozenset(values)
        return row

    def write_rows(self, rows: Sequence[Any]) -> int:
        """Write rows that know their visitors; return how many were new."""
        raise NotImplementedError


class TouchSerializer(OfVisitor):
    """One contact between us and an account; source and source_key name it in your system."""

    account = Among(queryset=Account.objects.all(), required=False)
    user = Among(queryset=User.objects.filter(is_active=True), required=False, allow_null=True)
    visitor = VisitorKey(allow_null=True)

    class Meta:
        model = Touch
        fields = [
            "type",
            "occurred_at",
            "account",
            "contact",
            "visitor",
            "campaign",
            "user",
            "owner",
            "direction",
            "automation",
            "stream",
            "message",
            "link",
            "session_key",
            "quantity",
            "source",
            "source_key",
            "recorded_at",
        ]
        extra_kwargs = {"quantity": {"min_value": 1}, "source_key": {"required": True}}

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        if not attrs.get("account"):
            raise refuse(account=_("Name an account, or a visitor that is identified."))
        return attrs


class TouchViewSet(VisitorBatch):
    """Read what passed between us and accounts; write up to five thousand touches at once.

    A touch that is recorded already under its source_key counts as known and is not written again;
    one that says something else than we hold is named under "otherwise", for somebody to choose.
    """

    model = Touch
    row_serializer = TouchSerializer
    filterset_class = TouchFilter
    joined = ("account", "contact", "visitor", "campaign", "user")

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(known())

    @override
    def write_rows(self, rows: Sequence[Any]) -> int:
        return log(self.request.actor, rows)


class WebSessionSerializer(OfVisitor):
    """One visit to our site; durations are whole seconds, and left out where they are unknown."""

    visitor = VisitorKey(allow_null=True)

    class Meta:
        model = WebSession
        fields = [
            "source",
            "key",
            "account",
            "visitor",
            "contact",
            "started_at",
            "duration_s",
            "engaged_s",
            "page_views",
            "key_events",
            "automation",
            "recorded_at",
        ]

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        engaged, lasted = attrs.get("engaged_s"), attrs.get("duration_s")
        if engaged is not None and lasted is not None and engaged > lasted:
            raise refuse(engaged_s=_("A visit can't hold attention longer than it lasts."))
        return attrs


class WebSessionViewSet(VisitorBatch):
    """Read visits to our site; write up to five thousand at once.

    A visit is known by its source and key, and written once; one that says something else than we
    hold is named under "otherwise", for somebody to choose.
    """

    model = WebSession
    row_serializer = WebSessionSerializer
    filterset_class = WebSessionFilter
    joined = ("account", "visitor", "contact")

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(known())

    @override
    def write_rows(self, rows: Sequence[Any]) -> int:
        return log_sessions(self.request.actor, rows)
