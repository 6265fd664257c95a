"""Campaigns with their history, the accounts they aim at, and what was spent."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, Closed, ReadViewSet, SeenViewSet
from abmplanner.kit.api_fields import Instant, Reachable
from abmplanner.kit.history import correct, end, known, record, void
from accounts.actions.campaign import change_campaign, found_campaign
from accounts.enums import CampaignKind, CampaignStatus
from accounts.filters.campaign import CampaignFilter, SpendFilter, TargetFilter
from accounts.models import Account, Campaign, CampaignPeriod, CampaignTarget, Spend

STATE = ("kind", "status", "since")


class CampaignSerializer(CheckedSerializer[Campaign]):
    """Something we do to reach many accounts, or one.

    A kind or status that differs is added to the campaign's history: it holds since the instant
    that is sent, or from now.
    """

    kind = serializers.ChoiceField(CampaignKind.choices, required=False)
    status = serializers.ChoiceField(CampaignStatus.choices, required=False)
    since = Instant(write_only=True, required=False)

    class Meta:
        model = Campaign
        fields = [
            "public_id",
            "name",
            "program",
            "channel",
            "starts_at",
            "ends_at",
            "kind",
            "status",
            "since",
            "parent",
            "version",
            "saved_at",
        ]

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        super().validate({name: attrs[name] for name in attrs if name not in STATE})
        return attrs

    @override
    def create(self, validated_data: Any) -> Campaign:
        own = {name: validated_data[name] for name in validated_data if name not in STATE}
        return super().create(own)

    @override
    def update(self, instance: Campaign, validated_data: Any) -> Campaign:
        own = {name: validated_data[name] for name in validated_data if name not in STATE}
        return super().update(instance, own)

    def state(self) -> dict[str, Any]:
        """Return what was said of kind and status, and since when."""
        said = self.validated_data
        state = {"kind": said.get("kind", ""), "status": said.get("status", "")}
        return {**state, "at": said.get("since")}


class PeriodSerializer(CheckedSerializer[CampaignPeriod]):
    """A campaign was of a kind and in a status from one instant to another."""

    class Meta:
        model = CampaignPeriod
        fields = ["kind", "status", "from_at", "to_at", "recorded_at"]


class CampaignViewSet(CheckedViewSet):
    """Read and describe campaigns; say when they started, paused and ended."""

    http_method_names = ["get", "head", "post", "patch"]
    model = Campaign
    serializer_class = CampaignSerializer
    filterset_class = CampaignFilter
    joined = ("program", "parent")

    @override
    def save_new(self, serializer: Any) -> Campaign:
        told = {name: value for name, value in serializer.state().items() if value}
        return found_campaign(
            self.request.actor, serializer, **{"kind": CampaignKind.GENERAL, **told}
        )

    @override
    def perform_update(self, serializer: Any) -> None:
        version = self.version_seen()
        state = serializer.state()
        actor = self.request.actor
        self.show(serializer, change_campaign(actor, serializer, version=version, **state))

    @extend_schema(responses=PeriodSerializer(many=True))
    @action(detail=True, filterset_class=None, pagination_class=None)
    def history(self, request: Any, **_address: str) -> Response:
        """Return the periods of the campaign, in order."""
        rows = CampaignPeriod.objects.visible_to(request.actor).filter(known())
        rows = rows.filter(campaign=self.get_object()).order_by("from_at")
        return Response(PeriodSerializer(rows, many=True).data)


class TargetSerializer(CheckedSerializer[CampaignTarget]):
    """An account stood on the list of a campaign from one instant to another."""

    class Meta:
        model = CampaignTarget
        fields = ["campaign", "account", "from_at", "to_at", "recorded_at"]


class TargetEnd(Closed):
    """Which account leaves which list, and when."""

    campaign = Reachable(queryset=Campaign.objects.all())
    account = Reachable(queryset=Account.objects.all())
    to_at = Instant()


class TargetViewSet(mixins.CreateModelMixin, mixins.ListModelMixin, SeenViewSet):
    """Read which account is on which campaign's list from when to when; add one, or end it."""

    model = CampaignTarget
    serializer_class = TargetSerializer
    filterset_class = TargetFilter
    joined = ("campaign", "account")

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(known())

    @override
    def perform_create(self, serializer: Any) -> None:
        row = CampaignTarget(**serializer.validated_data)
        serializer.instance = record(self.request.actor, row)

    @extend_schema(request=TargetEnd, responses=TargetSerializer)
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def end(self, request: Any) -> Response:
        """Say that an account left the list: the row that lasts gets an end."""
        sent = TargetEnd(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        rows = self.get_queryset().filter(account=said["account"], campaign=said["campaign"])
        row = rows.filter(to_at=None).first()
        if row is None:
            raise ValidationError(_("This account is not on the campaign's list."))
        return Response(self.get_serializer(end(request.actor, row, said["to_at"])).data)


class SpendSerializer(CheckedSerializer[Spend]):
    """Money that a program, campaign or account cost on a day; a refund is below zero."""

    class Meta:
        model = Spend
        fields = [
            "public_id",
            "spent_on",
            "amount",
            "currency",
            "category",
            "source",
            "is_billed_by_click",
            "program",
            "campaign",
            "account",
            "note",
            "recorded_at",
        ]


class SpendViewSet(mixins.CreateModelMixin, ReadViewSet):
    """Read what was spent; add to it, correct it, withdraw it.

    Spending is history: a correction is a row of its own, with an id of its own, in the place of
    the one that was wrong.
    """

    model = Spend
    serializer_class = SpendSerializer
    filterset_class = SpendFilter
    joined = ("program", "campaign", "account")

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(known())

    @override
    def perform_create(self, serializer: Any) -> None:
        row = Spend(**serializer.validated_data)
        serializer.instance = record(self.request.actor, row)

    @extend_schema(request=SpendSerializer, responses=SpendSerializer)
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def correct(self, request: Any, **_address: str) -> Response:
        """Replace the row by one that differs in the fields that are sent."""
        row = self.get_object()
        sent = self.get_serializer(row, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        new = correct(request.actor, row, **sent.validated_data)
        return Response(self.get_serializer(new).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def withdraw(self, request: Any, **_address: str) -> Response:  # noqa: ARG002 -- the framework's
        """Say that this was never spent."""
        void(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
