"""What sales thinks of the marketing for an account."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from accounts.api.people import Colleague
from accounts.filters.feedback import FeedbackFilter
from accounts.models import Feedback
from accounts.permissions.feedback import can_see_marketer_rating
from accounts.queries.people import people_of


class FeedbackSerializer(CheckedSerializer[Feedback]):
    """One person's judgment. The rating of a colleague is empty for who may not read it."""

    author = Colleague(read_only=True)
    marketer = Colleague(allow_null=True, required=False)

    class Meta:
        model = Feedback
        fields = [
            "public_id",
            "account",
            "author",
            "activities_rating",
            "marketer",
            "marketer_rating",
            "comment",
            "deal_moved",
            "given_at",
            "version",
            "saved_at",
        ]

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        actor, marketer = self.context["request"].actor, attrs.get("marketer")
        account: Any = attrs.get("account") or getattr(self.instance, "account", None)
        if marketer and not people_of(actor, account).filter(pk=marketer.pk).exists():
            raise ValidationError({"marketer": _("Choose somebody who works on this account.")})
        return super().validate(attrs)

    @override
    def to_representation(self, instance: Feedback) -> dict[str, Any]:
        told = super().to_representation(instance)
        if not can_see_marketer_rating(self.context["request"].actor, instance):
            told["marketer_rating"] = None
        return told


class FeedbackChange(FeedbackSerializer):
    """A judgment, which stays with its account."""

    class Meta(FeedbackSerializer.Meta):
        read_only_fields = ["account"]


class FeedbackViewSet(CheckedViewSet):
    """Read the feedback on the accounts within your reach; give your own and correct it."""

    model = Feedback
    serializer_class = FeedbackSerializer
    filterset_class = FeedbackFilter
    joined = ("account", "author", "marketer")

    @override
    def get_serializer_class(self) -> Any:
        return FeedbackChange if self.action == "partial_update" else FeedbackSerializer

    @override
    def given(self) -> dict[str, Any]:
        return {**super().given(), "author": self.request.actor.person}
