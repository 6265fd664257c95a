"""What we judge by eye: accounts, social practice, and the index that LinkedIn gives us."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from typing_extensions import override

from abmplanner.kit.api_fields import Reachable
from accounts.api.history import HistoryViewSet, RecordedSerializer
from accounts.api.people import Colleague
from accounts.filters.judgement import (
    CustomerRatingFilter,
    JudgementFilter,
    SocialFilter,
    SsiFilter,
)
from accounts.models import (
    AccountJudgement,
    Contact,
    CustomerRating,
    SocialAssessment,
    SsiReading,
)
from accounts.queries.opinion import can_name_respondent


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


class CustomerRatingSerializer(RecordedSerializer[CustomerRating]):
    """What somebody of an account thinks of our marketing, on the scale they were asked on.

    contact and comment are empty for who may not read whose opinion it is.
    """

    contact = Reachable(queryset=Contact.objects.all(), allow_null=True, required=False)
    marketer = Colleague(allow_null=True, required=False)
    recorded_by = Colleague(read_only=True)

    class Meta:
        model = CustomerRating
        fields = [
            "account",
            "contact",
            "about",
            "marketer",
            "score",
            "lowest",
            "highest",
            "comment",
            "occurred_at",
            "recorded_by",
        ]

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        account = attrs.get("account") or getattr(self.instance, "account", None)
        contact = attrs.get("contact")
        if contact is not None and account is not None and contact.account_id != account.pk:
            raise ValidationError({"contact": _("Choose a contact of this account.")})
        return super().validate(attrs)

    @override
    def to_representation(self, instance: CustomerRating) -> dict[str, Any]:
        told = super().to_representation(instance)
        actor = self.context["request"].actor
        is_own = actor.person is not None and instance.recorded_by_id == actor.person.pk
        if not (is_own or can_name_respondent(actor, is_colleague=False)):
            told |= {"contact": None, "comment": ""}
        return told


class CustomerRatingViewSet(HistoryViewSet):
    """Read what accounts say of our marketing, add what you were told, correct it."""

    model = CustomerRating
    serializer_class = CustomerRatingSerializer
    filterset_class = CustomerRatingFilter
    joined = ("account", "contact", "marketer", "recorded_by")


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
