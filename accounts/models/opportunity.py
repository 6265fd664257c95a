"""Deals in the making: the row as it is now, and the three histories it is projected from."""

from typing import Any
from uuid import uuid4

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.history import DatedEvent
from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel
from abmplanner.kit.words import Bilingual
from accounts.enums import CloseReason, ForecastCategory, OpportunityType, StageOutcome
from accounts.models.reach import OnAccount


class OnOpportunity(OnAccount):
    """Rows of the histories of a deal, seen with its account."""

    path = "opportunity__account"


@audited
class Pipeline(Bilingual, Versioned):
    """An ordered way that deals go."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    is_default = models.BooleanField(_("used where none is named"), default=False)

    class Meta:
        verbose_name = _("pipeline")
        verbose_name_plural = _("pipelines")
        constraints = [
            models.UniqueConstraint(
                name="pipeline_one_is_the_default",
                fields=["is_default"],
                condition=Q(is_default=True),
                violation_error_message=_("Another pipeline is the default already."),
            )
        ]


@audited
class Stage(Bilingual, Versioned):
    """A step of a pipeline: where it stands in the order, and what it says of a deal in it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    pipeline = models.ForeignKey(
        "accounts.Pipeline", models.PROTECT, related_name="stages", verbose_name=_("pipeline")
    )
    key = models.SlugField(_("key"), max_length=60)
    position = models.PositiveSmallIntegerField(_("place in the order"))
    is_qualified = models.BooleanField(_("accepted by sales"), default=False)
    outcome = models.CharField(
        _("outcome"), max_length=5, choices=StageOutcome, default=StageOutcome.OPEN
    )

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.UniqueConstraint(
                name="stage_key_once_in_a_pipeline",
                fields=["pipeline", "key"],
                violation_error_message=_("A stage of this pipeline has that key already."),
            ),
            models.UniqueConstraint(
                name="stage_place_once_in_a_pipeline",
                fields=["pipeline", "position"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another stage stands at that place."),
            ),
            models.CheckConstraint(
                name="stage_has_a_known_outcome",
                condition=Q(outcome__in=StageOutcome.values),
                violation_error_message=_("Choose one of the outcomes."),
            ),
        ]


def money_has_a_currency(name: str, *amounts: str) -> models.CheckConstraint:
    """Return the constraint that amounts are not below zero and stand beside a currency."""
    none_given = Q(**{f"{amount}__isnull": True for amount in amounts})
    not_below = Q()
    for amount in amounts:
        not_below &= Q(**{f"{amount}__isnull": True}) | Q(**{f"{amount}__gte": 0})
    return models.CheckConstraint(
        name=name,
        condition=none_given | (not_below & Q(currency__regex=r"^[A-Z]{3}$")),
        violation_error_message=_("An amount needs a currency and can't be below zero."),
    )


@audited
class Opportunity(ScopedModel, Versioned):
    """One thing that an account may buy from us.

    stage, amounts, close date and created_at are projections of the histories beside it, written
    by the same action in the same transaction; measures read the histories. created_at is the
    earliest change of stage, and empty where that is not known.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="opportunities", verbose_name=_("account")
    )
    name = models.CharField(_("name"), max_length=200)
    type = models.CharField(
        _("type"), max_length=10, choices=OpportunityType, default=OpportunityType.NEW
    )
    source = models.CharField(_("source"), max_length=60, blank=True)
    product = models.CharField(_("product"), max_length=120, blank=True)
    group = models.ForeignKey(
        "accounts.BuyingGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name=_("buying group"),
    )
    owner = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    owner_name = models.CharField(_("owner in the source system"), max_length=150, blank=True)
    pipeline = models.ForeignKey(
        "accounts.Pipeline", models.PROTECT, related_name="+", verbose_name=_("pipeline")
    )
    stage = models.ForeignKey(
        "accounts.Stage",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("stage"),
    )
    tcv = models.DecimalField(
        _("total contract value"), max_digits=18, decimal_places=4, null=True, editable=False
    )
    acv = models.DecimalField(
        _("annual contract value"), max_digits=18, decimal_places=4, null=True, editable=False
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, editable=False)
    close_on = models.DateField(_("expected close"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), null=True, editable=False)
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="parts"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    is_test = models.BooleanField(_("a test, not counted"), default=False)
    deleted_at = models.DateTimeField(_("deleted in the source system"), null=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        constraints = [
            money_has_a_currency("opportunity_amount_has_a_currency", "tcv", "acv"),
            models.CheckConstraint(
                name="opportunity_is_of_a_known_type",
                condition=Q(type__in=OpportunityType.values),
                violation_error_message=_("Choose one of the types."),
            ),
            models.CheckConstraint(
                name="opportunity_is_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                violation_error_message=_("An opportunity can't be merged into itself."),
            ),
        ]
        indexes = [
            models.Index(name="opportunity_by_account", fields=["account", "-created_at", "-id"]),
            GinIndex(SearchVector("name", config="simple"), name="opportunity_by_words"),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    @override
    def clean(self) -> None:
        super().clean()
        if self.group and self.group.account_id != self.account_id:
            raise ValidationError({"group": _("Choose a buying group of this account.")})


class HistoryOfOpportunity(DatedEvent):
    """One dated change of a deal."""

    opportunity: Any

    objects = OnOpportunity.as_manager()

    class Meta(DatedEvent.Meta):
        abstract = True


class StageChange(HistoryOfOpportunity):
    """A deal entered a stage.

    The earliest one is its creation. stage is empty where we know only that the deal was created.
    occurred_at is empty where we know the stage but not since when: then the deal's creation is
    unknown too, unless a change without a stage tells it.
    """

    opportunity = models.ForeignKey(
        "accounts.Opportunity", models.PROTECT, related_name="stage_changes"
    )
    stage = models.ForeignKey(
        "accounts.Stage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stage"),
    )
    reason = models.CharField(
        _("reason"), max_length=12, choices=CloseReason, default=CloseReason.DECIDED
    )

    class Meta(HistoryOfOpportunity.Meta):
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        constraints = [
            models.CheckConstraint(
                name="stage_change_has_a_known_reason",
                condition=Q(reason__in=CloseReason.values),
                violation_error_message=_("Choose one of the reasons."),
            ),
        ]
        indexes = [
            models.Index(
                name="stage_change_by_opportunity",
                fields=["opportunity", "occurred_at", "id"],
                condition=Q(voided_at=None),
            )
        ]


class AmountChange(HistoryOfOpportunity):
    """The value of a deal changed: total and annual value, in its currency."""

    opportunity = models.ForeignKey(
        "accounts.Opportunity", models.PROTECT, related_name="amount_changes"
    )
    tcv = models.DecimalField(
        _("total contract value"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    acv = models.DecimalField(
        _("annual contract value"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)

    class Meta(HistoryOfOpportunity.Meta):
        verbose_name = _("change of amount")
        verbose_name_plural = _("changes of amount")
        constraints = [money_has_a_currency("amount_change_has_a_currency", "tcv", "acv")]
        indexes = [
            models.Index(
                name="amount_change_by_opportunity",
                fields=["opportunity", "occurred_at", "id"],
                condition=Q(voided_at=None),
            )
        ]


class Forecast(HistoryOfOpportunity):
    """What the seller expected of a deal: when it closes, at what amount, how surely."""

    opportunity = models.ForeignKey(
        "accounts.Opportunity", models.PROTECT, related_name="forecasts"
    )
    close_on = models.DateField(_("expected close"), null=True, blank=True)
    amount = models.DecimalField(
        _("expected amount"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    category = models.CharField(
        _("category"), max_length=10, choices=ForecastCategory, default=ForecastCategory.PIPELINE
    )

    class Meta(HistoryOfOpportunity.Meta):
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        constraints = [
            money_has_a_currency("forecast_amount_has_a_currency", "amount"),
            models.CheckConstraint(
                name="forecast_is_of_a_known_category",
                condition=Q(category__in=ForecastCategory.values),
                violation_error_message=_("Choose one of the categories."),
            ),
        ]
        indexes = [
            models.Index(
                name="forecast_by_opportunity",
                fields=["opportunity", "occurred_at", "id"],
                condition=Q(voided_at=None),
            )
        ]
