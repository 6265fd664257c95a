"""Narrowing and ordering of people of ours."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import Role


class UserFilter(django_filters.FilterSet):
    """By role, by whether they may sign in."""

    role = django_filters.ChoiceFilter(choices=Role, label=_("Role"))
    is_active = django_filters.BooleanFilter(label=_("Active"))
    sort = Sort(name="name", email="email", saved_at="saved_at")
