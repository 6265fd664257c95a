"""What is live since when: the difference between zero and "not measured"."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel
from accounts.enums import RecordType
from accounts.models.reach import OfAnyScope


@audited
class DataFeed(ScopedModel, Versioned):
    """Records of one type are complete from one instant to another, for all or a part.

    covers_to is empty while the feed is live. Without account and program the feed is of the whole
    installation.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    record_type = models.CharField(_("records"), max_length=20, choices=RecordType)
    source = models.CharField(_("source"), max_length=60)
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feeds",
        verbose_name=_("program"),
    )
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feeds",
        verbose_name=_("account"),
    )
    covers_from = models.DateTimeField(_("complete from"))
    covers_to = models.DateTimeField(_("complete to"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)

    objects = OfAnyScope.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("data feed")
        verbose_name_plural = _("data feeds")
        constraints = [
            models.CheckConstraint(
                name="feed_ends_after_it_starts",
                condition=Q(covers_to=None) | Q(covers_to__gt=F("covers_from")),
                violation_error_message=_("A feed's end must come after its start."),
            ),
            models.CheckConstraint(
                name="feed_is_of_one_scope",
                condition=Q(account=None) | Q(program=None),
                violation_error_message=_("A feed is of an account or a program, not of both."),
            ),
            models.CheckConstraint(
                name="feed_brings_a_known_record",
                condition=Q(record_type__in=RecordType.values),
                violation_error_message=_("Choose one of the kinds of record."),
            ),
            models.UniqueConstraint(
                name="feed_once_for_a_source_and_scope",
                fields=["record_type", "source", "program", "account"],
                nulls_distinct=False,
                violation_error_message=_("This source feeds these records already."),
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.record_type} · {self.source}"
