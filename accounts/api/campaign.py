"""Campaigns with their history, the accounts they aim at, and what was spent."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, Closed
from abmplanner.kit.api_fields import Instant, Reachable
from abmplanner.kit.history import known
from accounts.actions.campaign import (
    change_campaign,
    found_campaign,
    rewrite_period,
    withdraw_period,
)
from accounts.api.history import Corrected, HistoryViewSet, RecordedSerializer
from accounts.api.lasting import LastingViewSet
from accounts.enums import CampaignKind, CampaignStatus
from accounts.filters.campaign import CampaignFilter, PeriodFilter, SpendFilter, TargetFilter
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


class PeriodSerializer(RecordedSerializer[CampaignPeriod]):
    """A campaign was of a kind and in a status from one instant to another."""

    class Meta:
        model = CampaignPeriod
        fields = ["campaign", "kind", "status", "from_at", "to_at"]
        read_only_fields = ["campaign"]


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
        rows = rows.filter(campaign=self.get_object()).select_related("campaign")
        return Response(PeriodSerializer(rows.order_by("from_at"), many=True).data)


class PeriodViewSet(Corrected):
    """Read how campaigns stood from when to when; correct it. campaigns/ID/ adds to it."""

    model = CampaignPeriod
    serializer_class = PeriodSerializer
    filterset_class = PeriodFilter
    joined = ("campaign",)
    rewriting = staticmethod(rewrite_period)
    withdrawing = staticmethod(withdraw_period)


class TargetSerializer(RecordedSerializer[CampaignTarget]):
    """An account stood on the list of a campaign from one instant to another."""

    class Meta:
        model = CampaignTarget
        fields = ["campaign", "account", "from_at", "to_at"]


class TargetEnd(Closed):
    """Which account leaves which list, and when."""

    campaign = Reachable(queryset=Campaign.objects.all())
    account = Reachable(queryset=Account.objects.all())
    to_at = Instant()


@extend_schema_view(end=extend_schema(request=TargetEnd, responses=TargetSerializer))
class TargetViewSet(LastingViewSet):
    """Read which account is on which campaign's list from when to when; add, correct, end one."""

    model = CampaignTarget
    serializer_class = TargetSerializer
    filterset_class = TargetFilter
    joined = ("campaign", "account")
    ending = TargetEnd


class SpendSerializer(RecordedSerializer[Spend]):
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
        ]


class SpendViewSet(mixins.RetrieveModelMixin, HistoryViewSet):
    """Read what was spent; add to it, correct it, withdraw it.

    What is corrected is a row of its own, with a public_id of its own.
    """

    model = Spend
    serializer_class = SpendSerializer
    filterset_class = SpendFilter
    joined = ("program", "campaign", "account")
    lookup_field = "public_id"
    lookup_value_regex = "[^/]+"
