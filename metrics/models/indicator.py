"""Which indicators an account is measured by, and the ones a team makes itself."""

from typing import Any
from uuid import uuid4

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel
from abmplanner.kit.words import Bilingual
from accounts.models.reach import OfAnyScope, OnAccount
from metrics.enums import CustomKind, IndicatorState

KEY = RegexValidator(
    r"^[a-z][a-z0-9_]{0,63}$",
    _("A key is made of small letters, digits and underscores, and starts with a letter."),
)


@audited
class IndicatorSet(ScopedModel, Versioned):
    """One indicator in the set of an account: its place, and why it is there."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "accounts.Account",
        models.CASCADE,
        related_name="indicator_set",
        verbose_name=_("account"),
    )
    indicator_key = models.CharField(_("indicator"), max_length=64, validators=[KEY])
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    comment = models.CharField(_("why it matters here"), max_length=400, blank=True)

    objects = OnAccount.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("indicator of an account")
        verbose_name_plural = _("indicators of an account")
        constraints = [
            models.UniqueConstraint(
                name="indicator_once_in_a_set",
                fields=["account", "indicator_key"],
                violation_error_message=_("This indicator is in the account's set already."),
            )
        ]


@audited
class CustomIndicator(ScopedModel, Bilingual, Versioned):
    """An indicator that a team made: of records, or a formula over other indicators.

    definition holds, for an aggregate, dataset, filter, aggregate, field and kind; for a formula,
    its text. thresholds are values with their names, the lowest first, of which one at most is the
    target. definition_version goes up whenever definition changes once the indicator is active;
    the definitions before stand in past_definitions, so that an old goal still knows its own.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(_("key"), max_length=64, unique=True, validators=[KEY])
    kind = models.CharField(_("made"), max_length=10, choices=CustomKind)
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="custom_indicators",
        verbose_name=_("only for account"),
    )
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="custom_indicators",
        verbose_name=_("only for program"),
    )
    meaning_fr = models.TextField(_("meaning in French"), max_length=1000, blank=True)
    meaning_en = models.TextField(_("meaning in English"), max_length=1000, blank=True)
    unit = models.CharField(_("unit"), max_length=16, default="count")
    better = models.CharField(_("better is"), max_length=4, default="up")
    definition: models.JSONField[Any, Any] = models.JSONField()
    definition_version = models.PositiveIntegerField(default=1, editable=False)
    past_definitions: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, editable=False
    )
    thresholds: models.JSONField[Any, Any] = models.JSONField(
        _("thresholds"), default=list, blank=True
    )
    state = models.CharField(
        _("state"), max_length=8, choices=IndicatorState, default=IndicatorState.DRAFT
    )

    objects = OfAnyScope.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("custom indicator")
        verbose_name_plural = _("custom indicators")
        constraints = [
            models.CheckConstraint(
                name="custom_indicator_key_is_plain",
                condition=Q(key__regex=r"^[a-z][a-z0-9_]{0,63}$"),
                violation_error_message=KEY.message,
            ),
            models.CheckConstraint(
                name="custom_indicator_has_a_name",
                condition=~Q(name_fr="", name_en=""),
                violation_error_message=_("Give a name in French or in English."),
            ),
            models.CheckConstraint(
                name="custom_indicator_is_of_one_scope",
                condition=Q(account=None) | Q(program=None),
                violation_error_message=_("Choose an account or a program, not both."),
            ),
            models.CheckConstraint(
                name="custom_indicator_is_of_a_known_kind",
                condition=Q(kind__in=CustomKind.values, state__in=IndicatorState.values),
                violation_error_message=_("Choose one of the values offered."),
            ),
        ]
