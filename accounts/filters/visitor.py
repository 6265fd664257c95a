"""Narrowing and ordering of visitors, and of how they were found."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import ALL, Sort
from accounts.filters.history import Recordings


class VisitorFilter(django_filters.FilterSet):
    """By source, key, account, and whether we know whose they are."""

    source = django_filters.CharFilter(max_length=60, label=_("Source"))
    key = django_filters.CharFilter(max_length=120, label=_("Key in the source"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    is_known = django_filters.BooleanFilter(
        "account", lookup_expr="isnull", exclude=True, label=_("Known")
    )
    sort = Sort(source="source", key="key")


class VisitorChoices(VisitorFilter):
    """The same on a page."""

    NARROWING = ("source", "key", "is_known")

    is_known = django_filters.ChoiceFilter(
        "account",
        lookup_expr="isnull",
        choices=[("False", _("yes")), ("True", _("no"))],
        label=_("Known"),
        empty_label=ALL,
    )


class VisitorLinkFilter(Recordings):
    """By account and person."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    contact = django_filters.UUIDFilter("contact__public_id", label=_("Person"))
    sort = Sort(recorded_at="recorded_at")
