"""What is live since when."""

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from accounts.filters.data_feed import DataFeedFilter
from accounts.models import DataFeed


class DataFeedSerializer(CheckedSerializer[DataFeed]):
    """Records of one type are complete from one instant to another, for all or a part."""

    class Meta:
        model = DataFeed
        fields = [
            "public_id",
            "record_type",
            "source",
            "program",
            "account",
            "covers_from",
            "covers_to",
            "recorded_at",
            "version",
            "saved_at",
        ]


class DataFeedViewSet(CheckedViewSet):
    """Read what is fed since when; an administrator says so."""

    model = DataFeed
    serializer_class = DataFeedSerializer
    filterset_class = DataFeedFilter
    joined = ("program", "account")
