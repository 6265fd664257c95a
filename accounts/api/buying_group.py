"""Buying groups, who is in them, what we sell, and which roles a group must have."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, Closed
from abmplanner.kit.api_fields import Instant, Reachable
from abmplanner.kit.history import known
from accounts.actions.buying_group import move_group, open_group
from accounts.api.history import Corrected, RecordedSerializer
from accounts.api.lasting import LastingViewSet
from accounts.api.people import Colleague
from accounts.enums import GroupRole, GroupState
from accounts.filters.buying_group import (
    BuyingGroupFilter,
    GroupPeriodFilter,
    MembershipFilter,
    RoleNeedFilter,
    SolutionFilter,
)
from accounts.models import (
    BuyingGroup,
    Contact,
    GroupPeriod,
    Membership,
    Program,
    RoleNeed,
    Solution,
)


class BuyingGroupSerializer(CheckedSerializer[BuyingGroup]):
    """People of an account who decide together on one need."""

    class Meta:
        model = BuyingGroup
        fields = ["public_id", "account", "name", "solution", "need", "version", "saved_at"]
        read_only_fields = ["account"]


class NewBuyingGroup(BuyingGroupSerializer):
    """A new buying group: since when it exists, now if left out, and whether it is a target."""

    since = Instant(write_only=True, required=False)
    is_target = serializers.BooleanField(write_only=True, default=True)

    class Meta(BuyingGroupSerializer.Meta):
        fields = [*BuyingGroupSerializer.Meta.fields, "since", "is_target"]
        read_only_fields = []


class GroupPeriodSerializer(RecordedSerializer[GroupPeriod]):
    """A buying group existed from one instant to another, and was a target of ours or not."""

    class Meta:
        model = GroupPeriod
        fields = ["group", "is_target", "from_at", "to_at"]
        read_only_fields = ["group"]


class GroupMove(Closed):
    """What a group is from an instant on."""

    state = serializers.ChoiceField(GroupState.choices)
    at = Instant()


class BuyingGroupViewSet(CheckedViewSet):
    """Read and describe buying groups; say when they are a target, and when they close."""

    http_method_names = ["get", "head", "post", "patch"]
    model = BuyingGroup
    serializer_class = BuyingGroupSerializer
    filterset_class = BuyingGroupFilter
    joined = ("account", "solution")

    @override
    def save_new(self, serializer: Any) -> BuyingGroup:
        said = serializer.validated_data
        since = said.pop("since", None) or timezone.now()
        is_target = said.pop("is_target")
        return open_group(self.request.actor, serializer, since=since, is_target=is_target)

    @override
    def get_serializer_class(self) -> Any:
        return NewBuyingGroup if self.action == "create" else BuyingGroupSerializer

    @extend_schema(responses=GroupPeriodSerializer(many=True))
    @action(detail=True, filterset_class=None, pagination_class=None)
    def history(self, _request: Any, **_address: str) -> Response:
        """Return the periods of the group, in order."""
        return Response(self.periods(self.get_object()))

    @extend_schema(request=GroupMove, responses=GroupPeriodSerializer(many=True))
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def move(self, request: Any, **_address: str) -> Response:
        """Say that the group is a target, no target or closed from an instant on."""
        group = self.get_object()
        sent = GroupMove(data=request.data)
        sent.is_valid(raise_exception=True)
        move_group(request.actor, group, **sent.validated_data)
        return Response(self.periods(group))

    def periods(self, group: BuyingGroup) -> Any:
        """Return the periods of a group as they are shown."""
        rows = GroupPeriod.objects.visible_to(self.request.actor).filter(known(), group=group)
        rows = rows.select_related("group").order_by("from_at", "pk")
        return GroupPeriodSerializer(rows, many=True).data


class GroupPeriodViewSet(Corrected):
    """Read when buying groups existed, and were a target; correct it. groups/ID/move/ adds."""

    model = GroupPeriod
    serializer_class = GroupPeriodSerializer
    filterset_class = GroupPeriodFilter
    joined = ("group",)


class MembershipSerializer(RecordedSerializer[Membership]):
    """A person held a role in a group; confirmed_by is who of us knows it."""

    confirmed_by = Colleague(required=False, allow_null=True)

    class Meta:
        model = Membership
        fields = ["group", "contact", "role", "confirmed_by", "from_at", "to_at"]

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        contact, group = self.told(attrs, "contact"), self.told(attrs, "group")
        if contact.account_id != group.account_id:
            raise ValidationError({"contact": _("Choose a contact of this account.")})
        return super().validate(attrs)


class MembershipEnd(Closed):
    """Who leaves which role of which group, and when."""

    group = Reachable(queryset=BuyingGroup.objects.all())
    contact = Reachable(queryset=Contact.objects.all())
    role = serializers.ChoiceField(GroupRole.choices)
    to_at = Instant()


@extend_schema_view(end=extend_schema(request=MembershipEnd, responses=MembershipSerializer))
class MembershipViewSet(LastingViewSet):
    """Read who holds which role of which group from when to when; add, correct, end one."""

    model = Membership
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilter
    joined = ("group", "contact", "confirmed_by")
    ending = MembershipEnd


class SolutionSerializer(CheckedSerializer[Solution]):
    """Something that we sell."""

    name = serializers.CharField(read_only=True)

    class Meta:
        model = Solution
        fields = ["public_id", "name", "name_fr", "name_en", "is_offered", "version", "saved_at"]


class SolutionViewSet(CheckedViewSet):
    """Read and describe what we sell."""

    http_method_names = ["get", "head", "post", "patch"]
    model = Solution
    serializer_class = SolutionSerializer
    filterset_class = SolutionFilter

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return Solution.objects.order_by("-pk")


class RoleNeedSerializer(RecordedSerializer[RoleNeed]):
    """A role that the groups of a solution or program need."""

    class Meta:
        model = RoleNeed
        fields = [
            "solution",
            "program",
            "role",
            "people",
            "weight",
            "is_required",
            "from_at",
            "to_at",
        ]


class RoleNeedEnd(Closed):
    """Which role of which template is needed no longer, and since when."""

    solution = Reachable(queryset=Solution.objects.all(), allow_null=True, default=None)
    program = Reachable(queryset=Program.objects.all(), allow_null=True, default=None)
    role = serializers.ChoiceField(GroupRole.choices)
    to_at = Instant()


@extend_schema_view(end=extend_schema(request=RoleNeedEnd, responses=RoleNeedSerializer))
class RoleNeedViewSet(LastingViewSet):
    """Read the templates of solutions and programs; name a role more, correct or end one."""

    model = RoleNeed
    serializer_class = RoleNeedSerializer
    filterset_class = RoleNeedFilter
    joined = ("solution", "program")
    ending = RoleNeedEnd
