"""Narrowing and ordering of what we judge by eye."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import HappenedBy, Sort
from accounts.enums import RatedObject, SocialSubject
from accounts.filters.history import Events, Recordings


class JudgementFilter(Events):
    """By account."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    sort = Sort(occurred_at="occurred_at")


class SocialFilter(JudgementFilter):
    """By account, and whose use is judged."""

    subject = django_filters.ChoiceFilter(choices=SocialSubject, label=_("Whose"))


class CustomerRatingFilter(JudgementFilter):
    """By account, and what was rated."""

    about = django_filters.ChoiceFilter(choices=RatedObject, label=_("About"))


class SsiFilter(Recordings):
    """By person."""

    user = django_filters.UUIDFilter("user__public_id", label=_("One of us"))
    as_of = HappenedBy("read_on", label=_("As of"))
    sort = Sort(read_on="read_on")
