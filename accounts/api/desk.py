"""What one of us keeps at hand: views of lists, and favorites."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, Closed, SeenViewSet
from abmplanner.kit.api_fields import Reachable
from accounts.actions.desk import set_favorite
from accounts.filters.desk import FavoriteFilter, SavedViewFilter
from accounts.models import Account, Favorite, SavedView
from accounts.queries.desk import filters_in


class SavedViewSerializer(CheckedSerializer[SavedView]):
    """Filters and order of a list, under a name; query is what stands behind ? in its address."""

    class Meta:
        model = SavedView
        fields = ["public_id", "page", "name", "query", "version", "saved_at"]

    def validate_query(self, query: str) -> str:
        """Return the filters in one spelling."""
        return filters_in(query)


class SavedViewViewSet(CheckedViewSet):
    """Read and write your own views of lists."""

    model = SavedView
    serializer_class = SavedViewSerializer
    filterset_class = SavedViewFilter
    joined = ("user",)

    @override
    def given(self) -> dict[str, Any]:
        return {**super().given(), "user": self.request.actor.person}


class FavoriteSerializer(CheckedSerializer[Favorite]):
    """An account that you want at hand."""

    class Meta:
        model = Favorite
        fields = ["account", "recorded_at"]
        read_only_fields = fields


class Wish(Closed):
    """Which account is to be at hand, or not."""

    account = Reachable(queryset=Account.objects.all())
    favorite = serializers.BooleanField(default=True)


class FavoriteViewSet(mixins.ListModelMixin, SeenViewSet):
    """Read which accounts you want at hand; say which, or which no longer."""

    model = Favorite
    serializer_class = FavoriteSerializer
    filterset_class = FavoriteFilter
    joined = ("account",)

    @extend_schema(request=Wish, responses={204: None})
    def create(self, request: Any) -> Response:
        """Take an account to hand, or let go of it; doing it twice changes nothing."""
        sent = Wish(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        set_favorite(request.actor, said["account"], wanted=said["favorite"])
        return Response(status=status.HTTP_204_NO_CONTENT)
