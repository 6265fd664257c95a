"""Dated exchange rates: an amount is converted at the rate of its own day."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.saving import Versioned, audited


@audited
class FxRate(Versioned):
    """From this day on, one unit of base is worth rate units of quote, until the next row's day."""

    base = models.CharField(_("currency"), max_length=3)
    quote = models.CharField(_("in"), max_length=3)
    from_on = models.DateField(_("from"))
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8)
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(
                name="fx_rate_once_a_day",
                fields=["base", "quote", "from_on"],
                violation_error_message=_("There is a rate of that day already."),
            ),
            models.CheckConstraint(
                name="fx_rate_is_above_zero",
                condition=Q(rate__gt=0) & ~Q(base=F("quote")),
                violation_error_message=_("A rate is above zero, between two currencies."),
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.base}/{self.quote} {self.from_on}"
