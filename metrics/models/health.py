"""The health of accounts: what a manager holds against the numbers, and their newest number."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.history import DatedEvent
from abmplanner.kit.scope import ScopedModel
from accounts.models.reach import OnAccount
from metrics.enums import HealthBand


class HealthOverride(DatedEvent):
    """One of us holds an account's health for another than the numbers say, until a day.

    The number stays what it is; what is said against it is shown beside. Of several that hold, the
    latest does.
    """

    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        related_name="health_overrides",
        verbose_name=_("account"),
    )
    band = models.CharField(_("health"), max_length=5, choices=HealthBand)
    reason = models.TextField(_("why"), max_length=2000)
    expires_on = models.DateField(_("holds until"))

    objects = OnAccount.as_manager()

    class Meta(DatedEvent.Meta):
        verbose_name = _("override of an account's health")
        verbose_name_plural = _("overrides of accounts' health")
        constraints = [
            models.CheckConstraint(
                name="health_override_is_dated_and_reasoned",
                condition=Q(occurred_at__isnull=False, band__in=HealthBand.values) & ~Q(reason=""),
                violation_error_message=_("Say which health, since when, and why."),
            ),
        ]
        indexes = [
            models.Index(
                name="health_override_by_account",
                fields=["account", "-occurred_at"],
                condition=Q(voided_at=None),
            )
        ]


class AccountHealth(ScopedModel):
    """The health of an account as it was kept last, for lists that narrow and sort by it.

    A projection of the newest kept row of the trailing window: the database writes it in the same
    transaction (metrics/migrations/0016_health_of_accounts.py).
    """

    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, db_index=False, related_name="health"
    )
    score = models.FloatField(_("health"), null=True)
    weight_known = models.FloatField(_("known of the weight (%)"), null=True)
    change = models.FloatField(_("change"), null=True)
    as_of = models.DateField(_("as of"))
    recorded_at = models.DateTimeField(_("recorded"))

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("health of an account")
        verbose_name_plural = _("health of accounts")
        constraints = [
            models.UniqueConstraint(
                name="account_health_once",
                fields=["account"],
                violation_error_message=_("The health of this account is kept already."),
            )
        ]
        indexes = [models.Index(name="account_health_by_score", fields=["score"])]
