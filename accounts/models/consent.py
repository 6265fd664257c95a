"""What a person allowed us and forbade us: two ledgers that nothing overwrites.

What holds at an instant is the fold of the ledger up to then, never a column: an import or a merge
can add a line, and never raise what the person withdrew.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.history import NEVER_EDITED, Logged
from accounts.enums import (
    ConsentAction,
    ConsentBasis,
    ConsentChannel,
    ConsentPurpose,
    SuppressionReason,
)
from accounts.models.relationship import OnContact


class ConsentEvent(Logged):
    """A line of the ledger of consents: who, for what, by which channel, on which ground, proof.

    A consent without a proof counts for nothing, and neither does a legitimate interest whose
    person was not informed (informed_at).
    """

    contact = models.ForeignKey(
        "accounts.Contact", models.PROTECT, related_name="consents", verbose_name=_("contact")
    )
    purpose = models.CharField(
        _("purpose"), max_length=12, choices=ConsentPurpose, default=ConsentPurpose.MARKETING
    )
    channel = models.CharField(
        _("channel"), max_length=12, choices=ConsentChannel, default=ConsentChannel.EMAIL
    )
    basis = models.CharField(
        _("legal basis"), max_length=20, choices=ConsentBasis, default=ConsentBasis.CONSENT
    )
    action = models.CharField(_("what happened"), max_length=10, choices=ConsentAction)
    occurred_at = models.DateTimeField(_("when"))
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    informed_at = models.DateTimeField(_("person informed"), null=True, blank=True)
    wording = models.CharField(_("wording"), max_length=200, blank=True)
    proof_ref = models.CharField(_("proof"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    objects = OnContact.as_manager()

    class Meta(Logged.Meta):
        verbose_name = _("line of the consent ledger")
        verbose_name_plural = _("lines of the consent ledger")
        triggers = (
            *NEVER_EDITED,
            pgtrigger.Protect(
                name="refusal_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__action__in=ConsentAction.refusals()),
            ),
        )
        constraints = [
            models.CheckConstraint(
                name="consent_uses_known_words",
                condition=Q(
                    purpose__in=ConsentPurpose.values,
                    channel__in=ConsentChannel.values,
                    basis__in=ConsentBasis.values,
                    action__in=ConsentAction.values,
                ),
                violation_error_message=_("Choose one of the values offered."),
            ),
            models.CheckConstraint(
                name="consent_expires_after_it_is_given",
                condition=Q(expires_at=None) | Q(expires_at__gt=F("occurred_at")),
                violation_error_message=_("A consent expires after it was given."),
            ),
        ]
        indexes = [
            models.Index(
                name="consent_by_contact",
                fields=["contact", "purpose", "channel", "occurred_at", "id"],
                condition=Q(voided_at=None),
            )
        ]


class Suppression(Logged):
    """An address that we never write to again, known only by its keyed hash.

    The line survives the erasure of the person and stops the address from coming back by import.
    """

    contact = models.ForeignKey(
        "accounts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suppressions",
        verbose_name=_("contact"),
    )
    address_hash = models.CharField(_("hash of the address"), max_length=64, editable=False)
    channel = models.CharField(
        _("channel"), max_length=12, choices=ConsentChannel, default=ConsentChannel.EMAIL
    )
    reason = models.CharField(_("reason"), max_length=12, choices=SuppressionReason)
    occurred_at = models.DateTimeField(_("when"))
    source = models.CharField(_("source"), max_length=60, blank=True)

    objects = OnContact.as_manager()

    class Meta(Logged.Meta):
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.UniqueConstraint(
                name="suppression_once_for_an_address",
                fields=["address_hash", "channel"],
                condition=Q(voided_at=None),
                violation_error_message=_("This address is suppressed already."),
            ),
            models.CheckConstraint(
                name="suppression_is_of_an_address",
                condition=~Q(address_hash="")
                & Q(reason__in=SuppressionReason.values, channel__in=ConsentChannel.values),
                violation_error_message=_("Choose one of the values offered."),
            ),
        ]
