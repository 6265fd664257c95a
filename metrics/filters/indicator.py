"""Narrowing and ordering of the indicators that teams choose and make."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from metrics.enums import CustomKind, IndicatorState


class IndicatorSetFilter(django_filters.FilterSet):
    """By account and indicator."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    indicator_key = django_filters.CharFilter(max_length=64, label=_("Indicator"))
    sort = Sort(position="position", saved_at="saved_at")


class CustomIndicatorFilter(django_filters.FilterSet):
    """By how they are made, where they stand, and for whom they are."""

    kind = django_filters.ChoiceFilter(choices=CustomKind, label=_("Made"))
    state = django_filters.ChoiceFilter(choices=IndicatorState, label=_("State"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    sort = Sort(key="key", saved_at="saved_at")
