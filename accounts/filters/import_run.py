"""Narrowing and ordering of imports and of their rows."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
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
    waiting = django_filters.BooleanFilter(method="still_waiting", label=_("Still waiting"))

    def still_waiting(self, rows: QuerySet[Any], _name: str, is_waiting: bool) -> QuerySet[Any]:  # noqa: FBT001 -- as the library calls it
        """Return the rows that wait for their home, or the others."""
        waits = Q(verdict=Verdict.WAITING, resolved_at=None)
        return rows.filter(waits if is_waiting else ~waits)
