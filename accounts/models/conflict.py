"""Events that were told again with other content than we hold."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.scope import ScopedModel
from accounts.enums import EventKind
from accounts.models.reach import OnAccount


class EventConflict(ScopedModel):
    """An event that a source told again under the same key, and otherwise: somebody has to choose.

    told leads from the columns that differ to what was told of them. What we hold stays until a
    person takes what was told; the same told again is no news, whatever was chosen.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.CharField(_("event"), max_length=8, choices=EventKind)
    source = models.CharField(_("source"), max_length=60)
    key = models.CharField(_("key in the source"), max_length=120)
    account = models.ForeignKey(
        "accounts.Account",
        models.CASCADE,
        null=True,
        related_name="event_conflicts",
        verbose_name=_("account"),
    )
    told: models.JSONField[Any, Any] = models.JSONField(_("what was told"))
    digest = models.CharField(max_length=64)
    run = models.ForeignKey(
        "accounts.ImportRun",
        models.CASCADE,
        null=True,
        related_name="event_conflicts",
        verbose_name=_("import"),
    )
    line = models.PositiveIntegerField(_("line"), null=True)
    told_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("told by")
    )
    heard_at = models.DateTimeField(_("heard"), db_default=Now(), editable=False)
    is_taken = models.BooleanField(_("taken over"), null=True)
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("settled by")
    )

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("event told otherwise")
        verbose_name_plural = _("events told otherwise")
        constraints = [
            models.UniqueConstraint(
                name="event_conflict_once", fields=["event", "source", "key", "digest"]
            ),
            models.CheckConstraint(
                name="event_conflict_is_of_a_known_kind",
                condition=Q(event__in=EventKind.values) & ~Q(key=""),
            ),
            models.CheckConstraint(
                name="event_conflict_is_settled_or_open",
                condition=Q(settled_at=None, is_taken=None)
                | Q(settled_at__isnull=False, is_taken__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="event_conflict_open", fields=["-heard_at"], condition=Q(settled_at=None)
            )
        ]
