"""Narrowing and ordering by the health of accounts."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from abmplanner.kit.filters import Sort
from accounts.filters.account import AccountChoices
from accounts.filters.history import Events
from accounts.models import Account
from metrics.enums import HealthBand
from metrics.queries.health import UNKNOWN, in_band


class OverrideFilter(Events):
    """By account."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    sort = Sort(occurred_at="occurred_at")


class PortfolioChoices(AccountChoices):
    """The accounts of the portfolio, which may be narrowed by their health as well."""

    NARROWING: tuple[str, ...] = ("q", "status", "program", "owner", "health", "favorite")

    health = django_filters.ChoiceFilter(
        choices=[*HealthBand.choices, (UNKNOWN, pgettext_lazy("health", "Unknown"))],
        empty_label=pgettext_lazy("health", "All"),
        method="by_health",
        label=_("Health today"),
    )

    def by_health(self, rows: QuerySet[Account], _name: str, band: Any) -> QuerySet[Account]:
        """Return the accounts whose health was kept last in a band."""
        return in_band(rows, self.request.actor, band)
