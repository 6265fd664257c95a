"""Narrowing and ordering of campaigns, of the accounts they aim at, and of what they cost."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import ALL, HappenedBy, Search, Sort
from accounts.enums import CampaignKind, CampaignStatus, Channel, ControlChoice, SpendCategory
from accounts.filters.account import programs_in_reach
from accounts.filters.history import Lasting, Recordings


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


class PeriodFilter(Lasting):
    """By campaign, kind, status, and whether they last."""

    campaign = django_filters.UUIDFilter("campaign__public_id", label=_("Campaign"))
    kind = django_filters.ChoiceFilter(choices=CampaignKind, label=_("Kind"))
    status = django_filters.ChoiceFilter(choices=CampaignStatus, label=_("Status"))
    sort = Sort(from_at="from_at")


class TargetFilter(Lasting):
    """By campaign, by account, by whether they are on the list now."""

    campaign = django_filters.UUIDFilter("campaign__public_id", label=_("Campaign"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    sort = Sort(from_at="from_at")


class ControlFilter(Lasting):
    """By campaign or program, by account, by how they were chosen, by whether they are held out."""

    campaign = django_filters.UUIDFilter("campaign__public_id", label=_("Campaign"))
    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    chosen = django_filters.ChoiceFilter(choices=ControlChoice, label=_("How it was chosen"))
    sort = Sort(from_at="from_at")


class SpendFilter(Recordings):
    """By what it was spent for, category and day."""

    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    campaign = django_filters.UUIDFilter("campaign__public_id", label=_("Campaign"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    category = django_filters.ChoiceFilter(choices=SpendCategory, label=_("Category"))
    as_of = HappenedBy("spent_on", label=_("As of"))
    spent_from = django_filters.DateFilter("spent_on", "gte", label=_("From"))
    spent_before = django_filters.DateFilter("spent_on", "lt", label=_("Before"))
    sort = Sort(spent_on="spent_on", amount="amount")
