"""Exchange rates, for administrators."""

from typing import Any

from django.db.models import QuerySet
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from accounts.api.account import currency
from accounts.filters.fx_rate import RateFilter
from accounts.models import FxRate


class RateSerializer(CheckedSerializer[FxRate]):
    """From a day on, one unit of base is worth rate units of quote, until the next row's day."""

    class Meta:
        model = FxRate
        fields = ["id", "base", "quote", "from_on", "rate", "recorded_at", "version", "saved_at"]

    def validate_base(self, code: str) -> str:
        """Return a currency, or raise where it is no code of three capital letters."""
        return currency(code)

    validate_quote = validate_base


class RateViewSet(CheckedViewSet):
    """Read, add, change and take away the rates by which amounts are converted."""

    http_method_names = ["get", "head", "post", "patch"]
    model = FxRate
    serializer_class = RateSerializer
    filterset_class = RateFilter
    lookup_field = "id"
    lookup_value_regex = "[0-9]{1,18}"

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return FxRate.objects.order_by("-pk")
