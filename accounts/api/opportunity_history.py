"""What deals went through: their stages, their amounts, and what was expected of them.

A deal is told of at opportunities/; what was told wrong is put right here, and the deal follows.
"""

from typing import Any

from rest_framework import serializers

from accounts.actions.opportunity_history import rewrite_event, withdraw_event
from accounts.api.history import Corrected, RecordedSerializer
from accounts.filters.opportunity import DealEventFilter
from accounts.models import AmountChange, Forecast, StageChange


class StageChangeSerializer(RecordedSerializer[StageChange]):
    """A deal entered a stage."""

    class Meta:
        model = StageChange
        fields = ["opportunity", "stage", "reason", "occurred_at"]
        read_only_fields = ["opportunity"]


class AmountChangeSerializer(RecordedSerializer[AmountChange]):
    """The value of a deal changed."""

    class Meta:
        model = AmountChange
        fields = ["opportunity", "tcv", "acv", "currency", "occurred_at"]
        read_only_fields = ["opportunity"]


class ForecastSerializer(RecordedSerializer[Forecast]):
    """What the seller expected of a deal."""

    class Meta:
        model = Forecast
        fields = ["opportunity", "close_on", "amount", "currency", "category", "occurred_at"]
        read_only_fields = ["opportunity"]


class HistorySerializer(serializers.Serializer[Any]):
    """The three histories of a deal as we hold them for true now, oldest first."""

    stages = StageChangeSerializer(many=True)
    amounts = AmountChangeSerializer(many=True)
    forecasts = ForecastSerializer(many=True)


class DealEventViewSet(Corrected):
    """What a deal went through; what is corrected or withdrawn moves the deal as well."""

    filterset_class = DealEventFilter
    joined: tuple[str, ...] = ("opportunity",)
    rewriting = staticmethod(rewrite_event)
    withdrawing = staticmethod(withdraw_event)


class StageChangeViewSet(DealEventViewSet):
    """Read which stages deals entered when; correct or withdraw it."""

    model = StageChange
    serializer_class = StageChangeSerializer
    joined = ("opportunity", "stage")


class AmountChangeViewSet(DealEventViewSet):
    """Read what deals were worth from when on; correct or withdraw it."""

    model = AmountChange
    serializer_class = AmountChangeSerializer


class ForecastViewSet(DealEventViewSet):
    """Read what sellers expected of deals, and when; correct or withdraw it."""

    model = Forecast
    serializer_class = ForecastSerializer
