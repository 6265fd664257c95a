"""Narrowing and ordering of buying groups, of who is in them, and of what they need."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from abmplanner.kit.history import lasting
from accounts.enums import GroupRole


class Lasting(django_filters.FilterSet):
    """Dated rows by whether they last."""

    current = django_filters.BooleanFilter(method="by_now", label=_("Today"))

    def by_now(self, rows: QuerySet[Any], _name: str, value: object) -> QuerySet[Any]:
        """Return those that last now, or those that don't."""
        return rows.filter(lasting() if value else ~Q(lasting()))


class BuyingGroupFilter(django_filters.FilterSet):
    """By account and solution."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    solution = django_filters.UUIDFilter("solution__public_id", label=_("Solution"))
    sort = Sort(name="name", saved_at="saved_at")


class MembershipFilter(Lasting):
    """By group, account, person, role, and whether they last."""

    group = django_filters.UUIDFilter("group__public_id", label=_("Buying group"))
    account = django_filters.UUIDFilter("group__account__public_id", label=_("Account"))
    contact = django_filters.UUIDFilter("contact__public_id", label=_("Person"))
    role = django_filters.ChoiceFilter(choices=GroupRole, label=_("Role"))
    sort = Sort(from_at="from_at")


class SolutionFilter(django_filters.FilterSet):
    """By whether it is offered."""

    is_offered = django_filters.BooleanFilter(label=_("Offered"))
    sort = Sort(name_en="name_en", name_fr="name_fr", saved_at="saved_at")


class RoleNeedFilter(Lasting):
    """By solution, program, role, and whether they last."""

    solution = django_filters.UUIDFilter("solution__public_id", label=_("Solution"))
    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    role = django_filters.ChoiceFilter(choices=GroupRole, label=_("Role"))
    sort = Sort(from_at="from_at")
