"""When accounts were marketing-qualified: dated events, found by a rule and kept."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.history import Logged
from accounts.models.reach import OnAccount
from metrics.enums import QualifiedBy


class Qualification(Logged):
    """An account qualified for a program at an instant, and was so until another one.

    It holds what the rule saw at that instant, the touch that crossed it, and the versions of the
    settings that the rule came from. A job finds these rows and never edits one: what late data
    change is another row. The touch is a number alone, for touches can't be the target of a key.
    """

    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        related_name="qualifications",
        verbose_name=_("account"),
    )
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        db_index=False,
        related_name="qualifications",
        verbose_name=_("program"),
    )
    qualified_at = models.DateTimeField(_("qualified"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("by"), max_length=8, choices=QualifiedBy)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)
    touch = models.BigIntegerField(_("touch"), null=True, blank=True)
    installation_version = models.PositiveIntegerField(_("settings of the installation"), default=0)
    program_version = models.PositiveIntegerField(_("settings of the program"), default=0)

    objects = OnAccount.as_manager()

    class Meta(Logged.Meta):
        verbose_name = _("qualified account")
        verbose_name_plural = _("qualified accounts")
        constraints = [
            models.UniqueConstraint(
                name="qualification_once_at_an_instant",
                fields=["account", "program", "qualified_at"],
                condition=Q(voided_at=None),
            ),
            models.CheckConstraint(
                name="qualification_ends_after_it_starts",
                condition=Q(ended_at=None) | Q(ended_at__gt=F("qualified_at")),
            ),
            models.CheckConstraint(
                name="qualification_has_a_known_reason",
                condition=Q(reason__in=QualifiedBy.values),
            ),
        ]
        indexes = [
            models.Index(
                name="qualification_by_program",
                fields=["program", "-qualified_at", "account"],
                condition=Q(voided_at=None),
            )
        ]
