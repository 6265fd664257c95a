"""Narrowing and ordering of sales feedback."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort


class FeedbackFilter(django_filters.FilterSet):
    """By account, author, day."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    author = django_filters.UUIDFilter("author__public_id", label=_("Author"))
    given_from = django_filters.DateFilter(
        "given_at", lookup_expr="date__gte", label=_("Given from")
    )
    given_before = django_filters.DateFilter(
        "given_at", lookup_expr="date__lt", label=_("Given before")
    )
    sort = Sort(given_at="given_at", saved_at="saved_at")
