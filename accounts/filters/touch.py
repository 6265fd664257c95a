"""Narrowing and ordering of touches, visits to our site and deliveries of ads."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.filters import ALL, ANYONE, SinceInstant, Sort
from accounts.enums import Automation, TouchType
from accounts.models import Campaign, Contact


class TouchFilter(django_filters.FilterSet):
    """By account, person, campaign, type, human or machine, and time."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    contact = django_filters.UUIDFilter("contact__public_id", label=_("Person"))
    campaign = django_filters.UUIDFilter("campaign__public_id", label=_("Campaign"))
    type = django_filters.ChoiceFilter(choices=TouchType, label=_("Type"))
    automation = django_filters.ChoiceFilter(choices=Automation, label=_("Human or machine"))
    source = django_filters.CharFilter(max_length=60, label=_("Source"))
    occurred_from = SinceInstant("occurred_at", "gte", label=_("From"))
    occurred_before = SinceInstant("occurred_at", "lt", label=_("Before"))
    sort = Sort(occurred_at="occurred_at")


class AccountTouches(django_filters.FilterSet):
    """The same on the page of one account, whose people and campaigns are chosen from lists."""

    NARROWING = ("type", "contact", "campaign", "automation")

    type = django_filters.ChoiceFilter(choices=TouchType, label=_("Type"), empty_label=ALL)
    contact = django_filters.ModelChoiceFilter(
        queryset=Contact.objects.none(),
        to_field_name="public_id",
        label=_("Person"),
        empty_label=ANYONE,
    )
    campaign = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.none(),
        to_field_name="public_id",
        label=_("Campaign"),
        empty_label=ALL,
    )
    automation = django_filters.ChoiceFilter(
        choices=Automation, label=_("Human or machine"), empty_label=ALL
    )

    @override
    def __init__(self, *args: Any, people: Any, campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["contact"].queryset = people
        self.filters["campaign"].queryset = campaigns


class WebSessionFilter(django_filters.FilterSet):
    """By account, human or machine, and time."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    automation = django_filters.ChoiceFilter(choices=Automation, label=_("Human or machine"))
    started_from = SinceInstant("started_at", "gte", label=_("From"))
    started_before = SinceInstant("started_at", "lt", label=_("Before"))
    sort = Sort(started_at="started_at")
