"""What we judge by eye: accounts, social practice, and the index that LinkedIn gives us."""

from typing import Any

from typing_extensions import override

from accounts.api.history import HistoryViewSet, RecordedSerializer
from accounts.api.people import Colleague
from accounts.filters.judgement import JudgementFilter, SocialFilter, SsiFilter
from accounts.models import AccountJudgement, SocialAssessment, SsiReading


class JudgementSerializer(RecordedSerializer[AccountJudgement]):
    """How one of us saw an account, from 1 to 5."""

    recorded_by = Colleague(read_only=True)

    class Meta:
        model = AccountJudgement
        fields = [
            "account",
            "rating",
            "reason",
            "occurred_at",
            "expires_on",
            "recorded_by",
        ]


class JudgementViewSet(HistoryViewSet):
    """Read how accounts were seen, add how you see one, correct what was said."""

    model = AccountJudgement
    serializer_class = JudgementSerializer
    filterset_class = JudgementFilter
    joined = ("account", "recorded_by")


class SocialSerializer(RecordedSerializer[SocialAssessment]):
    """How developed the use of social networks was, from 1 to 5."""

    recorded_by = Colleague(read_only=True)

    class Meta:
        model = SocialAssessment
        fields = [
            "account",
            "subject",
            "level",
            "reason",
            "occurred_at",
            "recorded_by",
        ]


class SocialViewSet(HistoryViewSet):
    """Read how developed the use of social networks was, add how you see it, correct it."""

    model = SocialAssessment
    serializer_class = SocialSerializer
    filterset_class = SocialFilter
    joined = ("account", "recorded_by")


class SsiSerializer(RecordedSerializer[SsiReading]):
    """What LinkedIn showed one of us on a day: four parts of 25."""

    user = Colleague(read_only=True)

    class Meta:
        model = SsiReading
        fields = [
            "user",
            "read_on",
            "brand",
            "people",
            "insights",
            "relationships",
        ]


class SsiViewSet(HistoryViewSet):
    """Read your readings and those of the people you manage; add and correct yours."""

    model = SsiReading
    serializer_class = SsiSerializer
    filterset_class = SsiFilter
    joined = ("user",)

    @override
    def given(self) -> dict[str, Any]:
        return {"user": self.request.actor.person}
