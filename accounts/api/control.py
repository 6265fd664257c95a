"""Control groups: the accounts that campaigns and programs are compared with."""

from accounts.api.history import HistoryViewSet, RecordedSerializer
from accounts.filters.campaign import ControlFilter
from accounts.models import ControlAccount


class ControlSerializer(RecordedSerializer[ControlAccount]):
    """An account was held out of a campaign, or of a program, from one instant to another."""

    class Meta:
        model = ControlAccount
        fields = ["campaign", "program", "account", "chosen", "from_at", "to_at"]


class ControlViewSet(HistoryViewSet):
    """Read which account is held out of what from when to when; add, correct, withdraw one."""

    model = ControlAccount
    serializer_class = ControlSerializer
    filterset_class = ControlFilter
    joined = ("campaign", "program", "account")
