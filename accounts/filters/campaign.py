"""Narrowing and ordering of campaigns, of the accounts they aim at, and of what they cost."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import ALL, Search, Sort
from abmplanner.kit.history import lasting
from accounts.enums import CampaignKind, CampaignStatus, Channel, SpendCategory
from accounts.filters.account import programs_in_reach


class CampaignFilter(django_filters.FilterSet):
    """By name, program, kind, status and channel."""

    q = Search(label=_("Name"))
    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    kind = django_filters.ChoiceFilter(choices=CampaignKind, label=_("Kind"))
    status = django_filters.ChoiceFilter(choices=CampaignStatus, label=_("Status"))
    channel = django_filters.ChoiceFilter(choices=Channel, label=_("Channel"))
    sort = Sort(
        name="search_key",
        kind="kind",
        status="status",
        channel="channel",
        starts_at="starts_at",
        saved_at="saved_at",
    )


class CampaignChoices(CampaignFilter):
    """The same on a page, where programs are chosen from a list and pages have a size."""

    NARROWING = ("q", "program", "kind", "status", "channel")

    q = Search(label=_("Name"), widget=forms.TextInput({"type": "search"}))
    program = django_filters.ModelChoiceFilter(
        queryset=programs_in_reach, to_field_name="public_id", label=_("Program"), empty_label=ALL
    )
    kind = django_filters.ChoiceFilter(choices=CampaignKind, label=_("Kind"), empty_label=ALL)
    status = django_filters.ChoiceFilter(choices=CampaignStatus, label=_("Status"), empty_label=ALL)
    channel = django_filters.ChoiceFilter(choices=Channel, label=_("Channel"), empty_label=ALL)


class TargetFilter(django_filters.FilterSet):
    """By campaign, by account, by whether they are on the list now."""

    campaign = django_filters.UUIDFilter("campaign__public_id", label=_("Campaign"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    current = django_filters.BooleanFilter(method="by_now", label=_("Today"))
    sort = Sort(from_at="from_at")

    def by_now(self, rows: QuerySet[Any], _name: str, value: object) -> QuerySet[Any]:
        """Return those that last now, or those that don't."""
        return rows.filter(lasting() if value else ~Q(lasting()))


class SpendFilter(django_filters.FilterSet):
    """By what it was spent for, category and day."""

    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    campaign = django_filters.UUIDFilter("campaign__public_id", label=_("Campaign"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    category = django_filters.ChoiceFilter(choices=SpendCategory, label=_("Category"))
    spent_from = django_filters.DateFilter("spent_on", "gte", label=_("From"))
    spent_before = django_filters.DateFilter("spent_on", "lt", label=_("Before"))
    sort = Sort(spent_on="spent_on", amount="amount")
