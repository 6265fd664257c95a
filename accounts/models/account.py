"""Companies, and the rule that says who may see them and what hangs on them."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.routes import address_of
from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from abmplanner.kit.words import FoldedField
from accounts.enums import AccountStatus
from accounts.models.reach import of_accounts


class AccountQuerySet(ScopedQuerySet["Account"]):
    """Companies that an actor may see."""

    @override
    def reach(self, actor: Actor) -> Q:
        """Return what the actor's role lets them see."""
        return of_accounts(actor, "pk")

    def canonical(self) -> "AccountQuerySet":
        """Return those that were not merged into another."""
        return self.filter(merged_into=None)


@audited
class Account(ScopedModel, Versioned):
    """A company, existing or wanted customer."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    search_key = FoldedField(of="name", max_length=220)
    domains = ArrayField(
        models.CharField(max_length=253),
        verbose_name=_("web and mail domains"),
        default=list,
        blank=True,
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="subsidiaries",
        verbose_name=_("parent company"),
    )
    country = models.CharField(_("country"), max_length=60, blank=True)
    industry = models.CharField(_("industry"), max_length=100, blank=True)
    segment = models.CharField(_("segment"), max_length=60, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    revenue = models.DecimalField(
        _("yearly revenue"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    revenue_currency = models.CharField(_("currency"), max_length=3, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=AccountStatus, default=AccountStatus.TARGET
    )
    owner = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(
                name="account_is_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("id")),
                violation_error_message=_("An account can't be its own parent."),
            ),
            models.CheckConstraint(
                name="account_is_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                violation_error_message=_("An account can't be merged into itself."),
            ),
            models.CheckConstraint(
                name="account_revenue_has_a_currency",
                condition=Q(revenue=None) | (Q(revenue__gte=0) & ~Q(revenue_currency="")),
                violation_error_message=_("A revenue needs a currency and can't be below zero."),
            ),
            models.CheckConstraint(
                name="account_has_a_known_status",
                condition=Q(status__in=AccountStatus.values),
                violation_error_message=_("Choose one of the statuses."),
            ),
        ]
        indexes = [
            models.Index(name="account_by_search_key", fields=["search_key", "id"]),
            # What was saved last tells whether an order of accounts still holds.
            models.Index(name="account_by_saved_at", fields=["saved_at"]),
            GinIndex(SearchVector("search_key", config="simple"), name="account_by_words"),
            # An import asks for a thousand domains at once: each would read the list of what waits.
            GinIndex(name="account_by_domain", fields=["domains"], fastupdate=False),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the account's plan."""
        return address_of("metrics:account_plan", self.public_id)
