"""Narrowing and ordering of contacts."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Search, Sort
from accounts.enums import EmailStatus, Seniority
from accounts.filters.history import Lasting


class ContactFilter(django_filters.FilterSet):
    """By name, account, seniority, what is known of their address."""

    q = Search(label=_("Name"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    email = django_filters.CharFilter(lookup_expr="iexact", max_length=254, label=_("E-mail"))
    seniority = django_filters.ChoiceFilter(choices=Seniority, label=_("Seniority"))
    email_status = django_filters.ChoiceFilter(choices=EmailStatus, label=_("E-mail status"))
    sort = Sort(name="search_key", saved_at="saved_at")


class EmploymentFilter(Lasting):
    """By account, person, and whether they last."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    contact = django_filters.UUIDFilter("contact__public_id", label=_("Person"))
    sort = Sort(from_at="from_at")
