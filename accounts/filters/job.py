"""Narrowing and ordering of jobs."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import ALL, Sort
from accounts.enums import JobState


class JobFilter(django_filters.FilterSet):
    """By kind and state."""

    kind = django_filters.CharFilter(max_length=40, label=_("Kind"))
    state = django_filters.ChoiceFilter(choices=JobState, label=_("State"))
    sort = Sort(created_at="created_at")


class JobChoices(django_filters.FilterSet):
    """How the list of jobs is narrowed."""

    state = django_filters.ChoiceFilter(choices=JobState, label=_("State"), empty_label=ALL)
