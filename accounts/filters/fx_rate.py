"""Narrowing of exchange rates."""

import django_filters
from django.utils.translation import gettext_lazy as _


class FxRateFilter(django_filters.FilterSet):
    """By currency."""

    base = django_filters.CharFilter(lookup_expr="iexact", max_length=3, label=_("Currency"))
    quote = django_filters.CharFilter(
        lookup_expr="iexact", max_length=3, label=_("In the currency")
    )
