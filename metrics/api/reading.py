"""Values that teams tell of their own indicators, by hand or by their systems."""

from typing import Any, ClassVar

from django.db.models import Model
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from typing_extensions import override

from abmplanner.kit.api_fields import Reachable
from accounts.api.history import HistoryViewSet, RecordedSerializer
from accounts.api.people import Colleague
from metrics.actions.reading import rewrite_reading
from metrics.enums import TOLD
from metrics.filters.reading import ReadingFilter
from metrics.models import CustomIndicator, IndicatorReading


@extend_schema_field(OpenApiTypes.STR)
class ToldIndicator(Reachable):
    """An indicator whose values are told, by its key: of those that the caller may use."""

    @override
    def to_internal_value(self, data: Any) -> Model:
        key = data if isinstance(data, str) else ""
        row = self.get_queryset().filter(key=key, kind__in=TOLD).first()
        if row is None:
            self.fail("does_not_exist")
        found: Model = row
        return found

    @override
    def to_representation(self, value: Any) -> str:
        return str(value.key)


class ReadingSerializer(RecordedSerializer[IndicatorReading]):
    """What an indicator of a team is in an account, from a day on.

    source is the file that told it, empty where a person or a system did.
    """

    indicator = ToldIndicator(queryset=CustomIndicator.objects.all())
    recorded_by = Colleague(read_only=True)

    class Meta:
        model = IndicatorReading
        fields = [
            "indicator",
            "account",
            "effective_on",
            "value",
            "weight",
            "currency",
            "note",
            "evidence",
            "source",
            "recorded_by",
        ]
        read_only_fields = ["source"]


class ReadingViewSet(HistoryViewSet):
    """Read what was told of your accounts, add a value, correct or withdraw it."""

    model = IndicatorReading
    serializer_class = ReadingSerializer
    filterset_class = ReadingFilter
    joined = ("account", "indicator", "recorded_by")
    rewriting: ClassVar[Any] = staticmethod(rewrite_reading)
