"""Narrowing and ordering of people of ours."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import ALL, Sort
from accounts.enums import Role


class UserChoices(django_filters.FilterSet):
    """How the list of people of ours is narrowed."""

    q = django_filters.CharFilter(
        label=_("Name or e-mail"),
        max_length=200,
        method="named",
        widget=forms.TextInput({"type": "search"}),
    )
    role = django_filters.ChoiceFilter(choices=Role, label=_("Role"), empty_label=ALL)
    state = django_filters.ChoiceFilter(
        label=_("Who"),
        choices=[
            ("active", _("may sign in")),
            ("inactive", _("may not sign in")),
            ("nowhere", _("sees no account yet")),
        ],
        empty_label=ALL,
        method="standing",
    )
    sort = Sort(name="name", email="email", last_login="last_login")

    def named(self, rows: Any, _name: str, words: str) -> Any:
        """Keep the people whose name or address holds these words."""
        return rows.filter(Q(name__icontains=words) | Q(email__icontains=words))

    def standing(self, rows: Any, _name: str, state: str) -> Any:
        """Keep the people who may sign in, who may not, or who may and see nothing."""
        if state == "nowhere":
            return rows.filter(is_active=True, sees_nothing=True)
        return rows.filter(is_active=state == "active")


class UserFilter(django_filters.FilterSet):
    """By role, by whether they may sign in."""

    role = django_filters.ChoiceFilter(choices=Role, label=_("Role"))
    is_active = django_filters.BooleanFilter(label=_("Active"))
    sort = Sort(name="name", email="email", saved_at="saved_at")
