"""People of ours, for administrators."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from accounts.api.people import Colleague
from accounts.enums import Role
from accounts.filters.user import UserFilter
from accounts.models import User


class UserSerializer(CheckedSerializer[User]):
    """A person of ours, one role each. They choose their password by the reset link."""

    manager = Colleague(allow_null=True, required=False)

    class Meta:
        model = User
        fields = [
            "public_id",
            "name",
            "email",
            "role",
            "manager",
            "language",
            "is_active",
            "date_joined",
            "version",
            "saved_at",
        ]

    def validate_email(self, address: str) -> str:
        """Return the address as it is compared, in small letters."""
        return address.casefold()

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        own = self.instance is not None and self.instance == self.context["request"].actor.person
        leaves = attrs.get("role", Role.ADMINISTRATOR) != Role.ADMINISTRATOR
        if own and (leaves or not attrs.get("is_active", True)):
            raise ValidationError(_("You can't take your own rights away; ask a colleague to."))
        return super().validate(attrs)


class UserViewSet(CheckedViewSet):
    """Let people in, change what they are here for, and shut the door behind them."""

    http_method_names = ["get", "head", "post", "patch"]
    model = User
    serializer_class = UserSerializer
    filterset_class = UserFilter
    joined = ("manager",)

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return User.objects.select_related(*self.joined).order_by("-pk")

    @override
    def given(self) -> dict[str, Any]:
        nobody = User()
        nobody.set_unusable_password()
        return {**super().given(), "password": nobody.password}
