"""Narrowing and ordering of goals."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from metrics.enums import GoalType


class GoalFilter(django_filters.FilterSet):
    """By account, program, campaign, objective, indicator, owner, due day."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    campaign = django_filters.UUIDFilter("campaign__public_id", label=_("Campaign"))
    objective = django_filters.UUIDFilter("objective__public_id", label=_("Objective"))
    owner = django_filters.UUIDFilter("owner__public_id", label=_("Owner"))
    indicator_key = django_filters.CharFilter(max_length=64, label=_("Indicator"))
    type = django_filters.ChoiceFilter(choices=GoalType, label=_("Type of goal"))
    is_approved = django_filters.BooleanFilter(
        "approved_at", lookup_expr="isnull", exclude=True, label=_("Approved")
    )
    due_before = django_filters.DateFilter("due_on", lookup_expr="lt", label=_("Due before"))
    sort = Sort(due_on="due_on", starts_on="starts_on", saved_at="saved_at")
