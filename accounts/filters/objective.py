"""Narrowing and ordering of objectives and of their actions."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import ActionState, ObjectiveKind, ObjectiveState


class ObjectiveFilter(django_filters.FilterSet):
    """By account, kind, state, owner."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    kind = django_filters.ChoiceFilter(choices=ObjectiveKind, label=_("Kind"))
    state = django_filters.ChoiceFilter(choices=ObjectiveState, label=_("State"))
    owner = django_filters.UUIDFilter("owner__public_id", label=_("Owner"))
    sort = Sort(position="position", due_on="due_on", saved_at="saved_at")


class ActionFilter(django_filters.FilterSet):
    """By objective, account, state, owner, due day."""

    objective = django_filters.UUIDFilter("objective__public_id", label=_("Objective"))
    account = django_filters.UUIDFilter("objective__account__public_id", label=_("Account"))
    state = django_filters.ChoiceFilter(choices=ActionState, label=_("State"))
    owner = django_filters.UUIDFilter("owner__public_id", label=_("Owner"))
    due_before = django_filters.DateFilter("due_on", lookup_expr="lt", label=_("Due before"))
    sort = Sort(due_on="due_on", saved_at="saved_at")
