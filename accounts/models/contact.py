"""The people of an account, and where they worked from when to when."""

from uuid import uuid4

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.history import DatedRow, ends_after_it_starts, no_overlap
from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel
from abmplanner.kit.words import FoldedField, KeyedField
from accounts.enums import EmailStatus, Seniority
from accounts.models.reach import OnAccount


@audited
class Contact(ScopedModel, Versioned):
    """A person at an account. account is where they work now; Employment says where and when."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="contacts", verbose_name=_("account")
    )
    name = models.CharField(_("name"), max_length=200)
    search_key = FoldedField(of="name", max_length=220)
    email = models.EmailField(_("e-mail"), blank=True)
    address_hash = KeyedField(of="email", max_length=64, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    function = models.CharField(_("function"), max_length=100, blank=True)
    seniority = models.CharField(
        _("seniority"), max_length=16, choices=Seniority, default=Seniority.UNKNOWN
    )
    email_status = models.CharField(
        _("e-mail status"), max_length=10, choices=EmailStatus, default=EmailStatus.UNKNOWN
    )
    verified_at = models.DateTimeField(_("details verified"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "account",
                name="contact_email_once_in_an_account",
                condition=~Q(email="") & Q(merged_into=None),
                violation_error_message=_("A contact of this account has that e-mail already."),
            ),
            models.CheckConstraint(
                name="contact_is_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                violation_error_message=_("A contact can't be merged into itself."),
            ),
            models.CheckConstraint(
                name="contact_has_a_known_seniority",
                condition=Q(seniority__in=Seniority.values, email_status__in=EmailStatus.values),
                violation_error_message=_("Choose one of the values offered."),
            ),
        ]
        indexes = [
            models.Index(name="contact_by_account", fields=["account", "search_key"]),
            GinIndex(SearchVector("search_key", config="simple"), name="contact_by_words"),
            models.Index(name="contact_by_address", fields=["address_hash"]),
            models.Index(name="contact_by_email", fields=["email"]),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class Employment(DatedRow):
    """A contact worked at an account from one instant to another."""

    contact = models.ForeignKey(
        "accounts.Contact", models.PROTECT, related_name="employments", verbose_name=_("contact")
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="employments", verbose_name=_("account")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)

    objects = OnAccount.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        constraints = [
            ends_after_it_starts("employment_ends_after_it_starts"),
            no_overlap(
                "employment_at_an_account_once_at_a_time",
                "contact",
                "account",
                message=_("This contact works there in that time already."),
            ),
        ]
