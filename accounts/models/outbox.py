"""What leaves the house: mails and calls of webhooks, as rows, so that none is lost or doubled."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from accounts.enums import OutboxKind, OutboxState


class Outbox(models.Model):
    """One message to be sent; key makes that the same message is queued once only."""

    kind = models.CharField(_("kind"), max_length=8, choices=OutboxKind)
    key = models.CharField(_("key"), max_length=200, unique=True)
    recipient = models.CharField(_("to"), max_length=254)
    payload = models.JSONField(_("content"), default=dict)
    state = models.CharField(
        _("state"), max_length=8, choices=OutboxState, default=OutboxState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("not before"), db_default=Now())
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    error = models.CharField(_("why it failed"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        constraints = [
            models.CheckConstraint(
                name="outbox_uses_known_words",
                condition=Q(kind__in=OutboxKind.values, state__in=OutboxState.values),
            ),
            models.CheckConstraint(
                name="outbox_sent_has_an_instant",
                condition=Q(state=OutboxState.SENT, sent_at__isnull=False)
                | (~Q(state=OutboxState.SENT) & Q(sent_at=None)),
            ),
        ]
        indexes = [
            models.Index(
                name="outbox_waiting", fields=["due_at", "id"], condition=Q(state="waiting")
            )
        ]

    @override
    def __str__(self) -> str:
        return self.key
