"""What is held against the numbers of accounts' health."""

from accounts.api.history import HistoryViewSet, RecordedSerializer
from accounts.api.people import Colleague
from metrics.filters.health import OverrideFilter
from metrics.models import HealthOverride


class OverrideSerializer(RecordedSerializer[HealthOverride]):
    """For what one of us holds an account's health, why, and until when."""

    recorded_by = Colleague(read_only=True)

    class Meta:
        model = HealthOverride
        fields = ["account", "band", "reason", "occurred_at", "expires_on", "recorded_by"]


class OverrideViewSet(HistoryViewSet):
    """Read what is held against the numbers, add what you know, correct it."""

    model = HealthOverride
    serializer_class = OverrideSerializer
    filterset_class = OverrideFilter
    joined = ("account", "recorded_by")
