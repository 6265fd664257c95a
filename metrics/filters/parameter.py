"""Narrowing and ordering of versions of the settings of measures."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.filters.history import Recordings


class ParameterSetFilter(Recordings):
    """By program; those of the installation alone with installation=true."""

    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    installation = django_filters.BooleanFilter(method="by_installation", label=_("Installation"))
    sort = Sort(number="number", from_at="from_at")

    def by_installation(self, rows: QuerySet[Any], _name: str, value: object) -> QuerySet[Any]:
        """Return those of the installation, or those of programs."""
        return rows.filter(program__isnull=bool(value))
