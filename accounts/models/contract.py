"""What an account signed with us, and what becomes of it when it is due."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.history import DatedEvent
from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel
from accounts.enums import ContractStatus
from accounts.models.opportunity import money_has_a_currency
from accounts.models.reach import OnAccount


class OnContract(OnAccount):
    """Rows of a contract, seen with its account."""

    path = "contract__account"


@audited
class Contract(ScopedModel, Versioned):
    """A contract of an account; its terms and its status are dated rows beside it.

    Several may renew one: each names it in renewal_of. One may renew several: each of these names
    it in renewed_by. Said from either end, it is the same renewal.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="contracts", verbose_name=_("account")
    )
    name = models.CharField(_("contract"), max_length=200)
    solution = models.ForeignKey(
        "accounts.Solution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contracts",
        verbose_name=_("solution"),
    )
    renewal_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("renews"),
    )
    renewed_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joined",
        verbose_name=_("carried on by"),
        help_text=_("Where one contract renews several, each of them names it here."),
    )
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = [
            models.CheckConstraint(
                name="contract_does_not_renew_itself",
                condition=Q(renewal_of=None) | ~Q(renewal_of=F("id")),
                violation_error_message=_("A contract can't renew itself."),
            ),
            models.CheckConstraint(
                name="contract_is_not_carried_on_by_itself",
                condition=Q(renewed_by=None) | ~Q(renewed_by=F("id")),
                violation_error_message=_("A contract can't renew itself."),
            ),
        ]
        indexes = [models.Index(name="contract_by_account", fields=["account", "id"])]

    @override
    def __str__(self) -> str:
        return self.name


class ContractTerms(DatedEvent):
    """What a contract says from an instant on: status, period, worth. The next one replaces it."""

    contract = models.ForeignKey(
        "accounts.Contract", models.PROTECT, related_name="terms", verbose_name=_("contract")
    )
    status = models.CharField(_("status"), max_length=8, choices=ContractStatus)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    acv = models.DecimalField(
        _("annual contract value"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    tcv = models.DecimalField(
        _("total contract value"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    is_indexation = models.BooleanField(_("only an indexation of prices"), default=False)

    objects = OnContract.as_manager()

    class Meta(DatedEvent.Meta):
        verbose_name = _("terms of a contract")
        verbose_name_plural = _("terms of contracts")
        constraints = [
            money_has_a_currency("contract_amount_has_a_currency", "acv", "tcv"),
            models.CheckConstraint(
                name="contract_is_due_after_it_starts",
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gt=F("starts_on")),
                violation_error_message=_("A contract is due after it starts."),
            ),
            models.CheckConstraint(
                name="contract_terms_are_dated",
                condition=Q(occurred_at__isnull=False, status__in=ContractStatus.values),
                violation_error_message=_("Say since when, and in which status."),
            ),
        ]
        indexes = [
            models.Index(
                name="contract_terms_by_contract",
                fields=["contract", "-occurred_at", "-id"],
                condition=Q(voided_at=None),
            )
        ]
