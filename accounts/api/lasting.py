"""What resources of dated rows share besides: the one that lasts is ended."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from abmplanner.kit.api import Closed
from abmplanner.kit.history import end, known
from accounts.api.history import HistoryViewSet


class LastingViewSet(HistoryViewSet):
    """Dated rows; ending is the body that says which one ends, and when."""

    ending: ClassVar[type[Closed]]

    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def end(self, request: Any) -> Response:
        """Say that something is so no longer: the row that lasts gets an end."""
        sent = self.ending(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        said = dict(sent.validated_data)
        at = said.pop("to_at")
        row = self.get_queryset().filter(known(), **said, to_at=None).first()
        if row is None:
            raise ValidationError(_("There is nothing of that kind that lasts."))
        ended = end(request.actor, row, at)
        return Response(self.get_serializer(ended).data, status=status.HTTP_200_OK)
