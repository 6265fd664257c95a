"""Comments on plans, objectives and goals."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from accounts.actions.comment import say
from accounts.api.people import Colleague
from accounts.enums import CommentOn
from accounts.filters.plan import CommentFilter
from accounts.models import Comment, Objective, Plan
from metrics.models import Goal

SUBJECTS: dict[str, type[Any]] = {
    CommentOn.PLAN: Plan,
    CommentOn.OBJECTIVE: Objective,
    CommentOn.GOAL: Goal,
}


class CommentChange(CheckedSerializer[Comment]):
    """Your words, which you may change."""

    author = Colleague(read_only=True)

    class Meta:
        model = Comment
        fields = [
            "public_id",
            "account",
            "on",
            "subject",
            "author",
            "text",
            "written_at",
            "version",
            "saved_at",
        ]
        read_only_fields = ["account", "on", "subject"]


class CommentSerializer(CommentChange):
    """Something said about a plan, an objective or a goal of an account."""

    class Meta(CommentChange.Meta):
        read_only_fields: list[str] = []

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        rows = SUBJECTS[attrs["on"]].objects.visible_to(self.context["request"].actor)
        if not rows.filter(public_id=attrs["subject"], account=attrs["account"]).exists():
            raise ValidationError({"subject": _("There is no such record within your reach.")})
        return super().validate(attrs)


class CommentViewSet(CheckedViewSet):
    """Read what is said of the plans within your reach; say something, change your own words."""

    model = Comment
    serializer_class = CommentSerializer
    filterset_class = CommentFilter
    joined = ("account", "author")

    @override
    def get_serializer_class(self) -> Any:
        return CommentChange if self.action == "partial_update" else CommentSerializer

    @override
    def save_new(self, serializer: Any) -> Comment:
        return say(self.request.actor, serializer)

    @override
    def save_old(self, serializer: Any, version: int) -> Comment:
        return say(self.request.actor, serializer, version=version)

    @override
    def given(self) -> dict[str, Any]:
        return {**super().given(), "author": self.request.actor.person}
