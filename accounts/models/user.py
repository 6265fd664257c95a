"""People of ours: who they are, which programs they keep, which accounts they work on."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.saving import Versioned, audited_without
from accounts.enums import Role


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser, only the administrator's role."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new saved user; without a password they set one through the reset link."""
        user = self.model(email=self.normalize_email(email).casefold(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return the administrator that `manage.py createsuperuser` makes, as the first one is."""
        return self.create_user(email, password, **fields, role=Role.ADMINISTRATOR)

    @override
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@audited_without("password", "last_login")
class User(AbstractBaseUser, Versioned):
    """A person of ours who signs in by e-mail; one role each."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    manager = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("manager"),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("en", _("English")), ("fr", _("French"))],
        default="en",
    )
    is_active = models.BooleanField(_("active"), default=True)
    mails_mentions = models.BooleanField(
        _("send me a mail when a comment mentions me"), db_default=True, default=True
    )
    date_joined = models.DateTimeField(_("joined"), db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique_whatever_its_case",
                violation_error_message=_("Somebody uses this e-mail address already."),
            ),
            models.CheckConstraint(
                name="user_has_a_known_role",
                condition=Q(role__in=Role.values),
                violation_error_message=_("Choose one of the roles."),
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name
