"""Narrowing and ordering of accounts."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Search, Sort
from abmplanner.kit.history import lasting
from accounts.enums import AccountStatus
from accounts.models import Account, Enrolment


class AccountFilter(django_filters.FilterSet):
    """By name, status, program they are in, owner."""

    q = Search(label=_("Name"))
    status = django_filters.ChoiceFilter(choices=AccountStatus, label=_("Status"))
    country = django_filters.CharFilter(max_length=60, label=_("Country"))
    industry = django_filters.CharFilter(max_length=100, label=_("Industry"))
    program = django_filters.UUIDFilter(method="in_program", label=_("Program"))
    owner = django_filters.UUIDFilter("owner__public_id", label=_("Owner"))
    sort = Sort(name="search_key", status="status", saved_at="saved_at")

    def in_program(self, rows: QuerySet[Account], _name: str, program: object) -> QuerySet[Account]:
        """Return the accounts that are in a program today."""
        enrolled = Enrolment.objects.visible_to(self.request.actor).filter(lasting())
        return rows.filter(pk__in=enrolled.filter(program__public_id=program).values("account"))
