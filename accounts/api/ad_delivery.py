"""What platforms say of the ads they delivered: written many at once, corrected one by one."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from typing_extensions import override

from abmplanner.kit.api_batch import BatchSerializer, BatchViewSet, refuse
from accounts.actions.ad_delivery import log_deliveries
from accounts.api.history import Corrected, RecordedSerializer
from accounts.filters.ad_delivery import AdDeliveryFilter
from accounts.models import AdDelivery

FIELDS = ["day", "source", "format", "campaign", "account", "impressions", "clicks"]
FIELDS += ["invalid_clicks"]


class NewDelivery(BatchSerializer[AdDelivery]):
    """What a platform says of one day of one format of a campaign, among many."""

    class Meta:
        model = AdDelivery
        fields = FIELDS

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("invalid_clicks", 0) > attrs.get("clicks", 0):
            raise refuse(invalid_clicks=_("Invalid clicks are a part of the clicks."))
        return attrs


class AdDeliverySerializer(RecordedSerializer[AdDelivery]):
    """What a platform said of one day of one format of a campaign."""

    class Meta:
        model = AdDelivery
        fields = FIELDS


class AdDeliveryViewSet(BatchViewSet, Corrected):
    """Read deliveries of ads; write up to five thousand days at once; correct or withdraw one.

    A day that is told with other figures than before is corrected and counts as new.
    """

    model = AdDelivery
    serializer_class = AdDeliverySerializer
    row_serializer = NewDelivery
    filterset_class = AdDeliveryFilter
    joined = ("campaign", "account")

    @override
    def get_serializer_class(self) -> Any:
        return super().get_serializer_class() if self.action == "create" else self.serializer_class

    @override
    def write(self, rows: Sequence[Any]) -> int:
        return log_deliveries(self.request.actor, rows)
