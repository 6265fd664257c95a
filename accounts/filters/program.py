"""Narrowing and ordering of programs and of enrolments in them."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from abmplanner.kit.history import lasting
from accounts.enums import ProgramKind


class ProgramFilter(django_filters.FilterSet):
    """By kind."""

    kind = django_filters.ChoiceFilter(choices=ProgramKind, label=_("Kind"))
    sort = Sort(name_en="name_en", name_fr="name_fr", saved_at="saved_at")


class EnrolmentFilter(django_filters.FilterSet):
    """By account, by program, by whether they last."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    current = django_filters.BooleanFilter(method="by_now", label=_("Today"))
    sort = Sort(from_at="from_at")

    def by_now(self, rows: QuerySet[Any], _name: str, value: object) -> QuerySet[Any]:
        """Return those that last now, or those that don't."""
        return rows.filter(lasting() if value else ~Q(lasting()))
