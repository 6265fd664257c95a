"""Narrowing and ordering of surveys and their answers."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import RespondentKind


class SurveyFilter(django_filters.FilterSet):
    """By program."""

    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    sort = Sort(opens_on="opens_on", saved_at="saved_at")


class ResponseFilter(django_filters.FilterSet):
    """By account, survey, who answered, day."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    survey = django_filters.UUIDFilter("survey__public_id", label=_("Survey"))
    respondent_kind = django_filters.ChoiceFilter(choices=RespondentKind, label=_("Who answered"))
    responded_from = django_filters.DateFilter(
        "responded_at", lookup_expr="date__gte", label=_("Answered from")
    )
    responded_before = django_filters.DateFilter(
        "responded_at", lookup_expr="date__lt", label=_("Answered before")
    )
    sort = Sort(responded_at="responded_at", score="score", saved_at="saved_at")
