"""Narrowing and ordering of imports and of their rows."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import ImportKind, ImportState, Verdict


class ImportRunFilter(django_filters.FilterSet):
    """By what the file holds, and how far it has come."""

    kind = django_filters.ChoiceFilter(choices=ImportKind, label=_("Records"))
    state = django_filters.ChoiceFilter(choices=ImportState, label=_("State"))
    sort = Sort(created_at="created_at")


class ImportRowFilter(django_filters.FilterSet):
    """By what became of the row; waiting picks those that still wait."""

    verdict = django_filters.ChoiceFilter(choices=Verdict, label=_("Verdict"))
    waiting = django_filters.BooleanFilter(
        "resolved_at", lookup_expr="isnull", label=_("Still waiting")
    )
