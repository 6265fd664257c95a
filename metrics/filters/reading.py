"""Narrowing and ordering of the values that teams tell of their own indicators."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import HappenedBy, Sort
from accounts.filters.history import Recordings


class ReadingFilter(Recordings):
    """By indicator and account, and what held by a day."""

    indicator = django_filters.CharFilter("indicator__key", max_length=64, label=_("Indicator"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    as_of = HappenedBy("effective_on", label=_("As of"))
    sort = Sort(effective_on="effective_on")
