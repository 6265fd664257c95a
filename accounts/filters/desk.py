"""Narrowing and ordering of what one of us keeps at hand."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import ListPage


class SavedViewFilter(django_filters.FilterSet):
    """By list."""

    list = django_filters.ChoiceFilter("page", choices=ListPage, label=_("List"))
    sort = Sort(name="name", saved_at="saved_at")


class FavoriteFilter(django_filters.FilterSet):
    """By account."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    sort = Sort(recorded_at="recorded_at")
