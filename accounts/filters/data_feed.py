"""Narrowing and ordering of feeds."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import RecordType


class DataFeedFilter(django_filters.FilterSet):
    """By what is fed, and for whom."""

    record_type = django_filters.ChoiceFilter(choices=RecordType, label=_("Records"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    sort = Sort(record_type="record_type", covers_from="covers_from")
