"""Forms about people of ours."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.forms import RowForm
from accounts.enums import Role
from accounts.models import User


class UserForm(RowForm[User]):
    """Describe a person of ours: role, manager, whether they may sign in."""

    class Meta:
        model = User
        fields = ["name", "email", "role", "manager", "language", "is_active"]
        help_texts = {"is_active": _("Who is not active can't sign in; what they wrote stays.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.filter(is_active=True).exclude(pk=self.instance.pk)
        self.choose("manager", others.order_by("name", "pk"))

    def clean_email(self) -> str:
        """Return the address as it is compared, in small letters."""
        return str(self.cleaned_data["email"]).casefold()

    def clean(self) -> dict[str, Any]:
        """Keep an administrator from locking the door behind themselves."""
        values: dict[str, Any] = super().clean() or {}
        own = self.actor.person is not None and self.instance.pk == self.actor.person.pk
        keeps = values.get("role") == Role.ADMINISTRATOR and values.get("is_active")
        if own and not keeps:
            raise ValidationError(_("You can't take your own rights away; ask a colleague to."))
        return values


class NewUserForm(UserForm):
    """Let a person in: they choose their password through the link for a forgotten one."""

    class Meta(UserForm.Meta):
        fields = ["name", "email", "role", "manager", "language"]

    def clean(self) -> dict[str, Any]:
        """Leave the password unset until they choose one."""
        self.instance.set_unusable_password()
        return super().clean()
