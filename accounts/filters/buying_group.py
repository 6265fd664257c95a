"""Narrowing and ordering of buying groups, of who is in them, and of what they need."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import GroupRole
from accounts.filters.history import Lasting


class BuyingGroupFilter(django_filters.FilterSet):
    """By account and solution."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    solution = django_filters.UUIDFilter("solution__public_id", label=_("Solution"))
    sort = Sort(name="name", saved_at="saved_at")


class GroupPeriodFilter(Lasting):
    """By group, account, and whether they last."""

    group = django_filters.UUIDFilter("group__public_id", label=_("Buying group"))
    account = django_filters.UUIDFilter("group__account__public_id", label=_("Account"))
    sort = Sort(from_at="from_at")


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
