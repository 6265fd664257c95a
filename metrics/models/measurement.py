"""Kept measurements, which never change, and the marks that say where they must be made again."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.scope import ScopedModel
from metrics.enums import ScopeKind
from metrics.models.reach import OnAnyScope, OnScope


class Measurement(ScopedModel):
    """What was measured of one scope and window as of one day, all its indicators packed.

    answers leads from each key to numerator, denominator, n, status and exclusions; value, interval
    and sentence are derived from these. versions says which definitions were used. A row is written
    only when something differs from the last one of the same scope, window and day.
    """

    scope = models.CharField(max_length=8, choices=ScopeKind)
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="measurements"
    )
    program = models.ForeignKey(
        "accounts.Program", models.PROTECT, null=True, related_name="measurements"
    )
    campaign = models.ForeignKey(
        "accounts.Campaign",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="measurements",
    )
    window = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()
    as_of = models.DateField()
    answers: models.JSONField[Any, Any] = models.JSONField()
    versions: models.JSONField[Any, Any] = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OnAnyScope.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        constraints = [
            models.CheckConstraint(
                name="measurement_is_of_its_scope",
                condition=(
                    Q(scope=ScopeKind.ACCOUNT, account__isnull=False, program=None, campaign=None)
                    | Q(scope=ScopeKind.PROGRAM, account=None, program__isnull=False, campaign=None)
                    | Q(
                        scope=ScopeKind.CAMPAIGN, account=None, program=None, campaign__isnull=False
                    )
                    | Q(scope=ScopeKind.ALL, account=None, program=None, campaign=None)
                ),
            ),
            models.CheckConstraint(
                name="measurement_window_is_half_open",
                condition=Q(ends_on__gt=F("starts_on")),
            ),
            models.UniqueConstraint(
                name="measurement_one_row_at_a_time",
                fields=[
                    "scope",
                    "account",
                    "program",
                    "campaign",
                    "window",
                    "as_of",
                    "recorded_at",
                ],
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                name="measurement_newest_of_account",
                fields=["account", "window", "-as_of", "-recorded_at"],
                condition=Q(scope=ScopeKind.ACCOUNT),
            ),
            models.Index(
                name="measurement_newest_of_program",
                fields=["program", "window", "-as_of", "-recorded_at"],
                condition=Q(scope=ScopeKind.PROGRAM),
            ),
            models.Index(
                name="measurement_newest_of_campaign",
                fields=["campaign", "window", "-as_of", "-recorded_at"],
                condition=Q(scope=ScopeKind.CAMPAIGN),
            ),
        ]


class DirtyMark(ScopedModel):
    """Records of an account changed after they were measured, from this instant on.

    Triggers of the database write one for each statement that changes facts, and the job that
    measures again takes them away: nobody waits for anybody. Without account and program, the
    change concerns all, as an exchange rate does.
    """

    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="dirty_marks", null=True
    )
    program = models.ForeignKey(
        "accounts.Program", models.CASCADE, related_name="dirty_marks", null=True
    )
    dataset = models.CharField(max_length=40)
    earliest_at = models.DateTimeField()
    marked_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OnScope.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("mark of late data")
        verbose_name_plural = _("marks of late data")
