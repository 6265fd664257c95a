"""Rounds in which sales is asked, what became of each request, and what became of what was said."""

from typing import Any

from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, ReadViewSet
from accounts.api.people import Colleague
from accounts.filters.feedback_round import ReplyFilter, RequestFilter, RoundFilter
from accounts.models import FeedbackReply, FeedbackRequest, FeedbackRound


class RoundSerializer(CheckedSerializer[FeedbackRound]):
    """A round, with the days on which it asks and a question of its own."""

    class Meta:
        model = FeedbackRound
        fields = [
            "public_id",
            "name_fr",
            "name_en",
            "program",
            "opens_on",
            "closes_on",
            "closed_at",
            "question_fr",
            "question_en",
            "version",
            "saved_at",
        ]
        read_only_fields = ["closed_at"]


class RoundViewSet(CheckedViewSet):
    """Read, open and change rounds of feedback."""

    http_method_names = ["get", "head", "post", "patch"]
    model = FeedbackRound
    serializer_class = RoundSerializer
    filterset_class = RoundFilter
    joined = ("program",)


class RequestSerializer(CheckedSerializer[FeedbackRequest]):
    """Who is asked about which account; feedback is the answer, empty until there is one."""

    person = Colleague(read_only=True)

    class Meta:
        model = FeedbackRequest
        fields = [
            "public_id",
            "round",
            "account",
            "person",
            "feedback",
            "asked_at",
            "reminded_at",
            "declined_at",
        ]
        read_only_fields = fields


class RequestViewSet(ReadViewSet):
    """Read whom rounds asked, and what became of it."""

    model = FeedbackRequest
    serializer_class = RequestSerializer
    filterset_class = RequestFilter
    joined = ("round", "account", "person", "feedback")


class ReplySerializer(CheckedSerializer[FeedbackReply]):
    """What becomes of a feedback, told to its author."""

    author = Colleague(read_only=True)

    class Meta:
        model = FeedbackReply
        fields = [
            "public_id",
            "feedback",
            "author",
            "outcome",
            "text",
            "written_at",
            "version",
            "saved_at",
        ]
        read_only_fields = ["written_at"]


class ReplyChange(ReplySerializer):
    """An answer, which stays with its feedback."""

    class Meta(ReplySerializer.Meta):
        read_only_fields = ["written_at", "feedback"]


class ReplyViewSet(CheckedViewSet):
    """Read and write what becomes of feedback."""

    http_method_names = ["get", "head", "post", "patch"]
    model = FeedbackReply
    serializer_class = ReplySerializer
    filterset_class = ReplyFilter
    joined = ("feedback", "author")

    @override
    def get_serializer_class(self) -> Any:
        return ReplyChange if self.action == "partial_update" else ReplySerializer

    @override
    def given(self) -> dict[str, Any]:
        return {**super().given(), "author": self.request.actor.person}
