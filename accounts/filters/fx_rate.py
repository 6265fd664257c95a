"""Narrowing of exchange rates."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort


class FxRateFilter(django_filters.FilterSet):
    """By currency."""

    base = django_filters.CharFilter(lookup_expr="iexact", max_length=3, label=_("Currency"))
    quote = django_filters.CharFilter(
        lookup_expr="iexact", max_length=3, label=_("In the currency")
    )


class RateFilter(FxRateFilter):
    """The same in the API, where lists are ordered by name of a column."""

    sort = Sort(from_on="from_on", saved_at="saved_at")
