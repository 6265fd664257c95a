"""The agreement on an account: plans, signatures, reviews, the company's profile."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from abmplanner.kit.history import known
from accounts.actions.plan import sign_plan
from accounts.actions.review import keep_review
from accounts.api.history import RecordedSerializer, Withdrawn
from accounts.api.people import Colleague
from accounts.filters.plan import PlanFilter, ProfileFilter, ReviewFilter, SignatureFilter
from accounts.models import Plan, ProfileAnswer, Review, Signature


class SignatureSerializer(RecordedSerializer[Signature]):
    """Somebody signed a version of a plan for ABM, for sales or for leadership."""

    recorded_by = Colleague(read_only=True)

    class Meta:
        model = Signature
        fields = ["plan", "party", "plan_version", "occurred_at", "recorded_by"]
        read_only_fields = fields


class SignatureViewSet(Withdrawn):
    """Read who signed which plans; withdraw a signature of yours. plans/ID/sign/ gives one."""

    model = Signature
    serializer_class = SignatureSerializer
    filterset_class = SignatureFilter
    joined = ("plan", "recorded_by")


class PlanSerializer(CheckedSerializer[Plan]):
    """What we want to be for an account in a period; ends_on is the first day not in it.

    A signature whose plan_version is not version was given before the plan changed.
    """

    signatures = serializers.SerializerMethodField()

    class Meta:
        model = Plan
        fields = [
            "public_id",
            "account",
            "starts_on",
            "ends_on",
            "ambition",
            "signatures",
            "version",
            "saved_at",
        ]

    @extend_schema_field(SignatureSerializer(many=True))
    def get_signatures(self, plan: Plan) -> Any:
        """Return who signed it."""
        rows = sorted(plan.signatures.all(), key=lambda row: row.party)
        return SignatureSerializer(rows, many=True, context=self.context).data


class PlanViewSet(CheckedViewSet):
    """Read and write what we want to be for the accounts within your reach, and sign it."""

    model = Plan
    serializer_class = PlanSerializer
    filterset_class = PlanFilter
    joined = ("account",)
    by_version = CheckedViewSet.by_version | {"sign"}

    @override
    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        signed = Signature.objects.visible_to(self.request.actor).filter(known())
        return rows.prefetch_related(Prefetch("signatures", signed.select_related("recorded_by")))

    @extend_schema(request=None, responses=PlanSerializer)
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def sign(self, request: Any, **_address: str) -> Response:
        """Sign the version of the plan in If-Match, for those whom you speak for."""
        plan = self.get_object()
        sign_plan(request.actor, plan, version=self.version_seen())
        return Response(self.get_serializer(self.get_queryset().get(pk=plan.pk)).data)


class ReviewSerializer(CheckedSerializer[Review]):
    """A plan was gone through on a day."""

    class Meta:
        model = Review
        fields = [
            "public_id",
            "account",
            "reviewed_on",
            "summary",
            "decisions",
            "version",
            "saved_at",
        ]


class ReviewViewSet(CheckedViewSet):
    """Read and write when the plans of accounts were gone through."""

    model = Review
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilter
    joined = ("account",)

    @override
    def save_new(self, serializer: Any) -> Review:
        return keep_review(self.request.actor, serializer)


class ProfileSerializer(CheckedSerializer[ProfileAnswer]):
    """What we know of a company under a heading."""

    class Meta:
        model = ProfileAnswer
        fields = ["public_id", "account", "topic", "text", "version", "saved_at"]


class ProfileViewSet(CheckedViewSet):
    """Read and write what we know of the companies within your reach."""

    model = ProfileAnswer
    serializer_class = ProfileSerializer
    filterset_class = ProfileFilter
    joined = ("account",)
