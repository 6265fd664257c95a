"""Visitors to our site, and whose they are."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, Closed, SeenViewSet
from abmplanner.kit.api_fields import Reachable
from accounts.actions.touch import identify
from accounts.actions.visitor import rewrite_link, withdraw_link
from accounts.api.history import Corrected, RecordedSerializer
from accounts.filters.visitor import VisitorFilter, VisitorLinkFilter
from accounts.models import Account, Contact, Visitor, VisitorLink

BY_HAND = "hand"


class VisitorSerializer(CheckedSerializer[Visitor]):
    """A browser that visited us: of which account, and who, as far as we know."""

    class Meta:
        model = Visitor
        fields = ["id", "source", "key", "account", "contact"]
        read_only_fields = fields


class LinkSerializer(RecordedSerializer[VisitorLink]):
    """A visitor was found to be of an account, or to be a person."""

    visitor = serializers.IntegerField(source="visitor_id", read_only=True)

    class Meta:
        model = VisitorLink
        fields = ["visitor", "account", "contact", "found_by"]


class Identity(Closed):
    """Whose a visitor is: a person, or an account where we don't know who. How it was found."""

    account = Reachable(queryset=Account.objects.all(), required=False)
    contact = Reachable(queryset=Contact.objects.all(), required=False, allow_null=True)
    found_by = serializers.CharField(max_length=30, default=BY_HAND)

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        contact: Any = attrs.get("contact")
        if contact is None and "account" not in attrs:
            raise ValidationError({"account": _("Name an account, or a person.")})
        account = attrs.get("account") or contact.account
        return {**attrs, "account": account, "contact": contact}


class VisitorViewSet(mixins.ListModelMixin, SeenViewSet):
    """Read which browsers visited us, and say whose they are: their visits go along."""

    model = Visitor
    serializer_class = VisitorSerializer
    filterset_class = VisitorFilter
    joined = ("account", "contact")
    lookup_field = "id"
    lookup_value_regex = "[0-9]{1,18}"

    @extend_schema(request=Identity, responses=LinkSerializer)
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def identify(self, request: Any, **_address: str) -> Response:
        """Say whose a visitor is; what was said before is corrected. Said twice, it is one."""
        visitor = self.get_object()
        sent = Identity(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        link = identify(request.actor, visitor, **sent.validated_data)
        return Response(LinkSerializer(link, context=self.get_serializer_context()).data)


class VisitorLinkViewSet(Corrected):
    """Read how visitors were found to be of which account; correct or withdraw it."""

    model = VisitorLink
    serializer_class = LinkSerializer
    filterset_class = VisitorLinkFilter
    joined = ("visitor", "account", "contact")
    rewriting = staticmethod(rewrite_link)
    withdrawing = staticmethod(withdraw_link)
