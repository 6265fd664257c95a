"""Campaigns: what kind they were and in which state when, whom they aimed at, what they cost."""

from typing import Any, Self
from uuid import uuid4

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import DatedRow, Recorded, ends_after_it_starts, no_overlap
from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from abmplanner.kit.words import FoldedField
from accounts.enums import CampaignKind, CampaignStatus, Channel, Role, SpendCategory
from accounts.models.reach import OnAccount, of_campaigns, sees_everything


def campaigns_within(actor: Actor, path: str = "") -> Q:
    """Return the condition for campaigns an actor may see; path leads to the campaign.

    They are those of the programs in reach and those that aim at an account in reach. What belongs
    to no program is seen by whoever keeps or leads one.
    """
    accounts: Any = apps.get_model("accounts", "Account").objects
    programs: Any = apps.get_model("accounts", "Program").objects
    targets = CampaignTarget.objects.unscoped("narrowed by the accounts in reach")
    aimed = targets.filter(voided_at=None, account__in=accounts.visible_to(actor))
    to = f"{path}__" if path else ""
    seen = Q(**{f"{to}program__in": programs.visible_to(actor)})
    seen |= Q(**{f"{to}pk__in": aimed.values("campaign")})
    if actor.role in {Role.LEADERSHIP, Role.MANAGER}:
        seen |= Q(**{f"{to}program": None})
    return seen


class CampaignQuerySet(ScopedQuerySet["Campaign"]):
    """Campaigns that an actor may see."""

    @override
    def reach(self, actor: Actor) -> Q:
        return Q() if sees_everything(actor) else campaigns_within(actor)

    def read_whole_by(self, actor: Actor) -> Self:
        """Return the campaigns of which the actor may read what they came to with all accounts."""
        return self.filter(of_campaigns(actor, "pk"))


@audited
class Campaign(ScopedModel, Versioned):
    """Something we do to reach many accounts, or one; kind and status as they are now."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("campaign"), max_length=200)
    search_key = FoldedField(of="name", max_length=220)
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("program"),
    )
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.OTHER)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=CampaignKind,
        default=CampaignKind.GENERAL,
        editable=False,
    )
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=CampaignStatus,
        default=CampaignStatus.PLANNED,
        editable=False,
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )

    objects = CampaignQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_it_starts",
                condition=Q(starts_at=None)
                | Q(ends_at=None)
                | Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                name="campaign_is_not_its_own_part",
                condition=Q(parent=None) | ~Q(parent=models.F("id")),
                violation_error_message=_("A campaign can't be a part of itself."),
            ),
            models.CheckConstraint(
                name="campaign_uses_known_words",
                condition=Q(
                    channel__in=Channel.values,
                    kind__in=CampaignKind.values,
                    status__in=CampaignStatus.values,
                ),
                violation_error_message=_("Choose one of the values offered."),
            ),
        ]
        indexes = [models.Index(name="campaign_by_name", fields=["search_key", "id"])]

    @override
    def __str__(self) -> str:
        return self.name


class OnCampaign(ScopedQuerySet[Any]):
    """Rows of a campaign, seen with it."""

    @override
    def reach(self, actor: Actor) -> Q:
        return Q() if sees_everything(actor) else campaigns_within(actor, "campaign")


class CampaignPeriod(DatedRow):
    """A campaign was of a kind and in a status from one instant to another."""

    campaign = models.ForeignKey(
        "accounts.Campaign", models.PROTECT, related_name="periods", verbose_name=_("campaign")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=CampaignKind)
    status = models.CharField(_("status"), max_length=8, choices=CampaignStatus)

    objects = OnCampaign.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("period of a campaign")
        verbose_name_plural = _("periods of a campaign")
        constraints = [
            ends_after_it_starts("campaign_period_ends_after_it_starts"),
            no_overlap(
                "campaign_in_one_status_at_a_time",
                "campaign",
                message=_("The campaign has a status in that time already."),
            ),
            models.CheckConstraint(
                name="campaign_period_uses_known_words",
                condition=Q(kind__in=CampaignKind.values, status__in=CampaignStatus.values),
                violation_error_message=_("Choose one of the values offered."),
            ),
        ]


class CampaignTarget(DatedRow):
    """An account stood on the list of a campaign from one instant to another."""

    campaign = models.ForeignKey(
        "accounts.Campaign", models.PROTECT, related_name="targets", verbose_name=_("campaign")
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="targeted_by", verbose_name=_("account")
    )

    objects = OnAccount.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("targeted account")
        verbose_name_plural = _("targeted accounts")
        constraints = [
            ends_after_it_starts("campaign_target_ends_after_it_starts"),
            no_overlap(
                "campaign_target_once_at_a_time",
                "campaign",
                "account",
                message=_("The account is on this campaign's list in that time already."),
            ),
        ]
        indexes = [
            models.Index(
                name="campaign_target_by_account",
                fields=["account", "campaign", "from_at"],
                condition=Q(voided_at=None),
            )
        ]


class SpendQuerySet(ScopedQuerySet["Spend"]):
    """What was spent on the accounts, campaigns and programs that an actor may see."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        accounts: Any = apps.get_model("accounts", "Account").objects
        programs: Any = apps.get_model("accounts", "Program").objects
        return (
            Q(account__in=accounts.visible_to(actor))
            | Q(account=None, program__in=programs.visible_to(actor))
            | (
                Q(account=None, program=None, campaign__isnull=False)
                & campaigns_within(actor, "campaign")
            )
        )


class Spend(Recorded):
    """Money that a program, campaign or account cost on a day; a refund is below zero."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    spent_on = models.DateField(_("day"))
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=4)
    currency = models.CharField(_("currency"), max_length=3)
    category = models.CharField(_("category"), max_length=8, choices=SpendCategory)
    source = models.CharField(_("source"), max_length=60, blank=True)
    is_billed_by_click = models.BooleanField(_("billed by click"), default=False)
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="spend",
        verbose_name=_("program"),
    )
    campaign = models.ForeignKey(
        "accounts.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="spend",
        verbose_name=_("campaign"),
    )
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="spend",
        verbose_name=_("account"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = SpendQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("spend")
        verbose_name_plural = _("spend")
        constraints = [
            models.CheckConstraint(
                name="spend_is_for_something",
                condition=Q(program__isnull=False)
                | Q(campaign__isnull=False)
                | Q(account__isnull=False),
                violation_error_message=_("Name a program, a campaign or an account."),
            ),
            models.CheckConstraint(
                name="spend_is_an_amount_in_a_currency",
                condition=Q(currency__regex=r"^[A-Z]{3}$")
                & ~Q(amount=0)
                & Q(category__in=SpendCategory.values),
                violation_error_message=_("Give an amount other than zero, and its currency."),
            ),
        ]
        indexes = [
            models.Index(
                name="spend_by_day", fields=["spent_on", "id"], condition=Q(voided_at=None)
            )
        ]
