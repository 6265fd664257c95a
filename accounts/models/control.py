"""Accounts that are held out of a campaign or a program, to tell what these change."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.history import DatedRow, ends_after_it_starts, no_overlap, or_none
from accounts.enums import ControlChoice
from accounts.models.reach import OnAccount


class ControlAccount(DatedRow):
    """An account was in the control group of a campaign, or of a program, from when to when."""

    campaign = models.ForeignKey(
        "accounts.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="control_accounts",
        verbose_name=_("campaign"),
    )
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="control_accounts",
        verbose_name=_("program"),
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="control_of", verbose_name=_("account")
    )
    chosen = models.CharField(
        _("how it was chosen"),
        max_length=7,
        choices=ControlChoice,
        default=ControlChoice.RANDOM,
    )

    objects = OnAccount.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("control account")
        verbose_name_plural = _("control accounts")
        constraints = [
            ends_after_it_starts("control_account_ends_after_it_starts"),
            no_overlap(
                "control_account_once_at_a_time",
                or_none("campaign"),
                or_none("program"),
                "account",
                message=_("The account is in this control group in that time already."),
            ),
            models.CheckConstraint(
                name="control_account_is_of_one_of_both",
                condition=Q(campaign__isnull=False, program=None)
                | Q(campaign=None, program__isnull=False),
                violation_error_message=_("Name a campaign or a program, one of the two."),
            ),
            models.CheckConstraint(
                name="control_account_was_chosen_in_a_known_way",
                condition=Q(chosen__in=ControlChoice.values),
                violation_error_message=_("Choose one of the values offered."),
            ),
        ]
