"""Keys by which programs of others speak to the API on a person's behalf."""

from datetime import date
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import last_day
from abmplanner.kit.saving import Versioned, audited_without
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from accounts.enums import KeyScope
from accounts.models.reach import sees_everything


class ApiKeyQuerySet(ScopedQuerySet["ApiKey"]):
    """Keys that an actor made; an administrator sees all."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        return Q(user=actor.person) if actor.person else Q(pk__in=())


@audited_without("digest", "last_used_at")
class ApiKey(ScopedModel, Versioned):
    """A secret shown once; kept are its prefix, to find it, and its hash, to check it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, editable=False, related_name="api_keys"
    )
    name = models.CharField(_("what it is for"), max_length=100)
    prefix = models.CharField(max_length=12, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    scopes = ArrayField(
        models.CharField(max_length=10, choices=KeyScope),
        verbose_name=pgettext_lazy("what a key may do", "may"),
        default=list,
    )
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        constraints = [
            models.CheckConstraint(
                name="api_key_may_do_something",
                condition=Q(scopes__len__gt=0) & Q(scopes__contained_by=KeyScope.values),
                violation_error_message=_("Choose what the key may do."),
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        """The last day on which the key opens anything."""
        return last_day(self.expires_at)
