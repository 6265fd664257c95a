"""Narrowing and ordering of plans, signatures, reviews, comments and profiles."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import CommentOn, PlanParty, ProfileTopic
from accounts.filters.history import Events


class PlanFilter(django_filters.FilterSet):
    """By account."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    sort = Sort(starts_on="starts_on", saved_at="saved_at")


class ReviewFilter(django_filters.FilterSet):
    """By account and day."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    reviewed_from = django_filters.DateFilter(
        "reviewed_on", lookup_expr="gte", label=_("Reviewed from")
    )
    sort = Sort(reviewed_on="reviewed_on", saved_at="saved_at")


class CommentFilter(django_filters.FilterSet):
    """By account, author, and what they are about."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    author = django_filters.UUIDFilter("author__public_id", label=_("Author"))
    on = django_filters.ChoiceFilter(choices=CommentOn, label=_("About"))
    subject = django_filters.UUIDFilter("subject", label=_("Which one"))
    sort = Sort(written_at="written_at", saved_at="saved_at")


class ProfileFilter(django_filters.FilterSet):
    """By account and heading."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    topic = django_filters.ChoiceFilter(choices=ProfileTopic, label=_("Heading"))
    sort = Sort(topic="topic", saved_at="saved_at")


class SignatureFilter(Events):
    """By plan, account, and for whom it is signed."""

    plan = django_filters.UUIDFilter("plan__public_id", label=_("Plan"))
    account = django_filters.UUIDFilter("plan__account__public_id", label=_("Account"))
    party = django_filters.ChoiceFilter(choices=PlanParty, label=_("For"))
    sort = Sort(occurred_at="occurred_at")
