"""Narrowing and ordering of deliveries of ads."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import HappenedBy, Sort
from accounts.enums import AdFormat
from accounts.filters.history import Recordings


class AdDeliveryFilter(Recordings):
    """By campaign, account, format and day."""

    campaign = django_filters.UUIDFilter("campaign__public_id", label=_("Campaign"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    format = django_filters.ChoiceFilter(choices=AdFormat, label=_("Format"))
    day_from = django_filters.DateFilter("day", "gte", label=_("From"))
    day_before = django_filters.DateFilter("day", "lt", label=_("Before"))
    as_of = HappenedBy("day", label=_("As of"))
    sort = Sort(day="day")
