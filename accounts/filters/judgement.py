"""Narrowing and ordering of what we judge by eye."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import SocialSubject


class JudgementFilter(django_filters.FilterSet):
    """By account."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    sort = Sort(occurred_at="occurred_at")


class SocialFilter(JudgementFilter):
    """By account, and whose use is judged."""

    subject = django_filters.ChoiceFilter(choices=SocialSubject, label=_("Whose"))


class SsiFilter(django_filters.FilterSet):
    """By person."""

    user = django_filters.UUIDFilter("user__public_id", label=_("One of us"))
    sort = Sort(read_on="read_on")
