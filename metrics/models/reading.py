"""What teams read of accounts by themselves: values of their own indicators, day by day."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import within_reach
from abmplanner.kit.history import Recorded
from accounts.models.reach import OnAccount, sees_everything
from metrics.catalogue.indicator import ENDS
from metrics.catalogue.words import Unit
from metrics.enums import TOLD
from metrics.models.indicator import CustomIndicator


class ReadingQuerySet(OnAccount):
    """Readings of accounts within reach, of indicators that the actor may use."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        return super().reach(actor) & Q(indicator__in=CustomIndicator.objects.visible_to(actor))


class IndicatorReading(Recorded):
    """What an indicator of a team was in an account from a day on, written by hand or from a file.

    It holds until the next one, or until it is older than the indicator lets a value become. value
    is in the unit of the indicator, and in currency where that is money; weight is what it counts
    for in a weighted mean. source is the file that told it, empty where a person did.
    """

    indicator = models.ForeignKey(
        "metrics.CustomIndicator",
        models.PROTECT,
        related_name="readings",
        verbose_name=_("indicator"),
    )
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        db_index=False,
        related_name="indicator_readings",
        verbose_name=_("account"),
    )
    effective_on = models.DateField(_("holds from"), validators=[within_reach])
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    weight = models.DecimalField(
        _("weight"),
        max_digits=12,
        decimal_places=4,
        default=1,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    evidence = models.URLField(_("evidence"), blank=True)
    source = models.CharField(_("file"), max_length=255, blank=True, editable=False)

    objects = ReadingQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("reading of an indicator")
        verbose_name_plural = _("readings of indicators")
        constraints = [
            models.UniqueConstraint(
                name="reading_once_a_day",
                fields=["account", "indicator", "effective_on"],
                condition=Q(voided_at=None),
                violation_error_message=_("There is a value of that day already: correct it."),
            ),
            models.CheckConstraint(
                name="reading_weighs_something",
                condition=Q(weight__gt=0),
                violation_error_message=_("A weight is above zero."),
            ),
            models.CheckConstraint(
                name="reading_currency_is_a_code",
                condition=Q(currency="") | Q(currency__regex=r"^[A-Z]{3}$"),
                violation_error_message=_("A currency has three letters, such as EUR."),
            ),
        ]
        indexes = [
            models.Index(
                "account",
                "indicator",
                F("effective_on").desc(),
                name="reading_newest",
            )
        ]

    @override
    def clean(self) -> None:
        super().clean()
        if not (self.indicator_id and self.account_id):
            return
        problems: dict[str, Any] = {}
        indicator = self.indicator
        if indicator.kind not in TOLD:
            problems["indicator"] = _("This indicator is computed: its values can't be written.")
        elif indicator.account_id not in {None, self.account_id}:
            problems["account"] = _("This indicator is of another account.")
        is_money = indicator.unit == Unit.MONEY
        if is_money and not self.currency:
            problems["currency"] = _("An amount has a currency.")
        if self.currency and not is_money:
            problems["currency"] = _("Only an amount has a currency.")
        ends = ENDS.get(written_as(indicator.unit))
        if ends and self.value is not None and not ends[0] <= self.value <= ends[1]:
            words = {"low": ends[0], "high": ends[1]}
            problems["value"] = _("A value goes from %(low)s to %(high)s.") % words
        if problems:
            raise ValidationError(problems)


def written_as(unit: str) -> str:
    """Return a unit as values are written in it: points that teams write down are a score."""
    return "score" if unit == Unit.POINTS else unit
