"""Goals, and how they stand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, Closed
from abmplanner.kit.api_fields import Day, Reachable
from accounts.api.people import Colleague
from accounts.models import Campaign
from metrics.actions.goal import WHY, approve_goal, save_goal
from metrics.api.answer import AnswerSerializer
from metrics.calc.status import GoalStatus
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Grain
from metrics.enums import GoalType, Profile
from metrics.filters.goal import GoalFilter
from metrics.forms.goal import LONGEST, MOST_POINTS
from metrics.models import Goal, TargetChange
from metrics.models.goal import AIM
from metrics.queries.answer import plain
from metrics.queries.board import target_changes
from metrics.queries.indicators import known_indicators
from metrics.queries.kept_progress import OF_A_PLAN, KeptProgress, kept_progress
from metrics.queries.suiting import can_be_aimed_at

GRAINS = {"program": Grain.PROGRAM, "campaign": Grain.CAMPAIGN}
STATUSES = [each.value for each in GoalStatus]
POINTS = {
    "oneOf": [
        {"type": "array", "items": {}, "maxItems": MOST_POINTS},
        {"type": "integer", "minimum": 1, "maximum": LONGEST.days},
    ]
}


@extend_schema_field(POINTS)
class PointsField(serializers.JSONField):
    """What a profile needs: dated shares ["2026-06-30", 0.4] for milestones, days for a delay."""


class GoalSerializer(CheckedSerializer[Goal]):
    """What an indicator should reach in an account, a program or a campaign, by when."""

    owner = Colleague(allow_null=True, required=False)
    where = serializers.DictField(child=serializers.CharField(max_length=200), required=False)
    profile_points = PointsField(required=False)

    class Meta:
        model = Goal
        fields = [
            "public_id",
            "account",
            "program",
            "campaign",
            "objective",
            "name",
            "indicator_key",
            "indicator_version",
            "where",
            "direction",
            "type",
            "baseline",
            "baseline_low",
            "baseline_high",
            "target",
            "target_high",
            "tolerance",
            "currency",
            "starts_on",
            "due_on",
            "profile",
            "profile_points",
            "weight",
            "is_critical",
            "is_done",
            "owner",
            "approved_at",
            "agreed_target",
            "agreed_target_high",
            "agreed_due_on",
            "version",
            "saved_at",
        ]

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        def said(name: str) -> Any:
            return attrs.get(name, getattr(self.instance, name, None))

        starts, due = said("starts_on"), said("due_on")
        if due - starts > LONGEST:
            raise ValidationError({"due_on": _("A goal is due within ten years of its start.")})
        if said("type") != GoalType.MILESTONE:
            indicator = self.indicator(said)
            if {"indicator_key", "type"} & set(attrs):
                attrs["indicator_version"] = indicator.version
            check_dimensions(indicator, said("where") or {})
            check_ends(indicator, attrs)
        check_points(said("profile"), said("profile_points"), starts, due)
        return super().validate(attrs)

    def validate_campaign(self, campaign: Campaign | None) -> Campaign | None:
        """Refuse a campaign of which the caller doesn't read the whole, as one out of reach."""
        actor = self.context["request"].actor
        if campaign is not None:
            rows = Campaign.objects.visible_to(actor).read_whole_by(actor)
            if not rows.filter(pk=campaign.pk).exists():
                raise ValidationError(Reachable.default_error_messages["does_not_exist"])
        return campaign

    def indicator(self, said: Any) -> Indicator:
        """Return the goal's indicator, or raise where none can be aimed at by that key."""
        key, known = said("indicator_key"), known_indicators(self.context["request"].actor)
        grain = next((grain for name, grain in GRAINS.items() if said(name)), Grain.ACCOUNT)
        kept = self.instance is not None and key == self.instance.indicator_key
        if key in known and (kept or can_be_aimed_at(known[key], grain)):
            return known.resolved(key)
        raise ValidationError({"indicator_key": _("No goal can be set on this indicator.")})


class GoalChange(GoalSerializer):
    """What an indicator should reach; whose goal it is stays. An approved one takes a reason."""

    reason = serializers.CharField(
        max_length=400,
        required=False,
        write_only=True,
        help_text="Why an approved goal changes target, target_high, tolerance or due_on.",
    )

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        self.why: str = attrs.pop("reason", "")
        said = super().validate(attrs)
        changed = [name for name in AIM if name in said and said[name] != self.was(name)]
        if changed and self.was("approved_at") and not self.why.strip():
            raise ValidationError({"reason": WHY})
        return said

    def was(self, name: str) -> Any:
        """Return what the goal held before."""
        return getattr(self.instance, name)

    class Meta(GoalSerializer.Meta):
        fields = [*GoalSerializer.Meta.fields, "reason"]
        read_only_fields = ["account", "program", "campaign"]


def check_dimensions(indicator: Indicator, where: Mapping[str, str]) -> None:
    """Raise ValidationError where the indicator can't be narrowed in that way."""
    if set(where) - set(indicator.dimensions):
        raise ValidationError({"where": _("This indicator can't be narrowed like that.")})


def check_ends(indicator: Indicator, attrs: Mapping[str, Any]) -> None:
    """Raise ValidationError where a number lies beyond the ends of the indicator's unit."""
    if indicator.ends is None:
        return
    low, high = indicator.ends
    for name in ("baseline", "target", "target_high"):
        value = attrs.get(name)
        if value is not None and not low <= value <= high:
            said = _("This indicator lies between %(low)s and %(high)s.")
            raise ValidationError({name: said % {"low": low, "high": high}})


def check_points(profile: Any, points: Any, starts: date, due: date) -> None:
    """Raise ValidationError where the points are not what the profile needs."""
    fits = points in (None, [])
    if profile == Profile.LAGGED:
        fits = type(points) is int and 0 < points < (due - starts).days
    if profile == Profile.MILESTONES:
        fits = isinstance(points, list) and 0 < len(points) <= MOST_POINTS
        fits = fits and all(is_point(each, starts, due) for each in points)
        fits = fits and sorted(points) == sorted(points, key=lambda each: (each[1], each[0]))
    if not fits:
        said = _("Give the points that the profile needs, and none where it needs none.")
        raise ValidationError({"profile_points": said})


def is_point(point: Any, starts: date, due: date) -> bool:
    """Tell whether a value is a day within the goal's period, and a share from 0 to 1."""
    if not (isinstance(point, list) and len(point) == 2 and isinstance(point[0], str)):  # noqa: PLR2004 -- a pair
        return False
    try:
        day = date.fromisoformat(point[0])
    except ValueError:
        return False
    is_share = type(point[1]) in {int, float} and 0 <= point[1] <= 1
    return is_share and day.isoformat() == point[0] and starts < day < due


class TargetChangeSerializer(serializers.ModelSerializer[TargetChange]):
    """What an approved goal was to reach from then on, who said so, and why."""

    changed_by = Colleague(read_only=True)

    class Meta:
        model = TargetChange
        fields = ["target", "target_high", "tolerance", "due_on", "reason", "changed_by",
                  "recorded_at"]  # fmt: skip
        read_only_fields = fields


class ProgressSerializer(serializers.Serializer[Any]):
    """Where a goal stands at a day. attained and expected are shares of the way."""

    goal = serializers.UUIDField()
    as_of = serializers.DateField()
    measured_on = serializers.DateField(
        allow_null=True, help_text="The day as of which the value was measured."
    )
    status = serializers.ChoiceField(choices=STATUSES)
    unsure = serializers.BooleanField()
    attained = serializers.FloatField(allow_null=True)
    expected = serializers.FloatField(allow_null=True)
    pace = serializers.FloatField(allow_null=True)
    expected_value = serializers.FloatField(allow_null=True)
    projected = serializers.FloatField(allow_null=True)
    projected_low = serializers.FloatField(allow_null=True)
    projected_high = serializers.FloatField(allow_null=True)
    answer = AnswerSerializer(allow_null=True)


NUMBERS = (
    "attained",
    "expected",
    "pace",
    "expected_value",
    "projected",
    "projected_low",
    "projected_high",
)


def told(kept: KeptProgress, goal: Goal, as_of: date) -> dict[str, Any]:
    """Return a goal's progress as the API gives it: by the same kept value as its page."""
    progress, day = kept.of[goal.pk], kept.days.get(goal.pk)
    return {
        "goal": str(goal.public_id),
        "as_of": as_of.isoformat(),
        "measured_on": day.isoformat() if day else None,
        "status": progress.status.value,
        "unsure": progress.unsure,
        **{name: plain(getattr(progress, name)) for name in NUMBERS},
        "answer": progress.answer.as_json() if progress.answer else None,
    }


class AsOf(Closed):
    """The day asked about."""

    as_of = Day(required=False)


AS_OF = OpenApiParameter("as_of", date, description="The last day seen; today if left out.")


class GoalViewSet(CheckedViewSet):
    """Read and set goals within your reach, and see how they stand at any day."""

    model = Goal
    serializer_class = GoalSerializer
    filterset_class = GoalFilter
    joined = ("account", "program", "campaign", "objective", "owner")
    by_version = CheckedViewSet.by_version | {"approve"}
    parameters = {
        "progress": frozenset({"as_of"}),
        "standing": frozenset({"as_of", "page", "page_size", *GoalFilter.base_filters}),
    }

    @override
    def get_serializer_class(self) -> Any:
        return GoalChange if self.action == "partial_update" else GoalSerializer

    @override
    def save_old(self, serializer: Any, version: int) -> Any:
        actor = self.request.actor
        return save_goal(actor, serializer, version=version, reason=serializer.why)

    @extend_schema(responses=TargetChangeSerializer(many=True))
    @action(detail=True, filterset_class=None, pagination_class=None)
    def targets(self, request: Any, **_address: str) -> Response:
        """See what an approved goal was to reach since it was agreed on, who said so, and why."""
        rows = target_changes(request.actor, self.get_object())
        return Response(TargetChangeSerializer(rows, many=True, context={"request": request}).data)

    @extend_schema(parameters=[AS_OF], responses=ProgressSerializer)
    @action(detail=True, filterset_class=None, pagination_class=None)
    def progress(self, request: Any, **_address: str) -> Response:
        """See how one goal stands."""
        goal, as_of = self.get_object(), self.day()
        found = kept_progress(request.actor, [goal], as_of=as_of)
        return Response(told(found, goal, as_of))

    @extend_schema(parameters=[AS_OF], responses=ProgressSerializer(many=True))
    @action(detail=False, url_path="progress")
    def standing(self, request: Any) -> Response:
        """See how all goals stand, narrowed and paged as their list is."""
        as_of = self.day()
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        found = kept_progress(request.actor, page, as_of=as_of, periods=OF_A_PLAN)
        return self.get_paginated_response([told(found, goal, as_of) for goal in page])

    def day(self) -> date:
        """Return the day asked about."""
        asked = {
            name: value for name, value in self.request.query_params.items() if name == "as_of"
        }
        sent = AsOf(data=asked)
        sent.is_valid(raise_exception=True)
        day: date = sent.validated_data.get("as_of") or timezone.localdate()
        return day

    @extend_schema(request=None, responses=GoalSerializer)
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def approve(self, request: Any, **_address: str) -> Response:
        """Approve a goal: its starting value is measured and frozen. Twice changes nothing."""
        goal = self.get_object()
        approve_goal(request.actor, goal, version=self.version_seen())
        return Response(self.get_serializer(self.get_object()).data)
