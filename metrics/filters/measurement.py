"""Narrowing and ordering of kept measurements."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from metrics.enums import ScopeKind


class MeasurementFilter(django_filters.FilterSet):
    """By scope, account, program, window and day."""

    scope = django_filters.ChoiceFilter(choices=ScopeKind, label=_("Scope"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    window = django_filters.CharFilter(max_length=60, label=_("Period"))
    as_of = django_filters.DateFilter(label=_("As of"))
    as_of_from = django_filters.DateFilter("as_of", lookup_expr="gte", label=_("As of, from"))
    as_of_before = django_filters.DateFilter("as_of", lookup_expr="lt", label=_("As of, before"))
    sort = Sort(as_of="as_of", recorded_at="recorded_at")
