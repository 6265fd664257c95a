"""Narrowing and ordering of contracts, their terms, and assumptions."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import AssumptionKey, ContractStatus
from accounts.filters.history import Events, Lasting


class ContractFilter(django_filters.FilterSet):
    """By account."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    sort = Sort(name="name", saved_at="saved_at")


class TermsFilter(Events):
    """By contract, account, status, due day."""

    contract = django_filters.UUIDFilter("contract__public_id", label=_("Contract"))
    account = django_filters.UUIDFilter("contract__account__public_id", label=_("Account"))
    status = django_filters.ChoiceFilter(choices=ContractStatus, label=_("Status"))
    due_before = django_filters.DateFilter("due_on", lookup_expr="lt", label=_("Due before"))
    sort = Sort(occurred_at="occurred_at", due_on="due_on")


class AssumptionFilter(Lasting):
    """By what is assumed, account, program."""

    key = django_filters.ChoiceFilter(choices=AssumptionKey, label=_("Assumption"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    sort = Sort(from_at="from_at")
