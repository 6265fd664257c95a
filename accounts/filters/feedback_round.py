"""Narrowing and ordering of rounds of feedback, of requests and of answers to feedback."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort


class RoundFilter(django_filters.FilterSet):
    """By program."""

    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    sort = Sort(opens_on="opens_on", saved_at="saved_at")


class RequestFilter(django_filters.FilterSet):
    """By round, account, person."""

    round = django_filters.UUIDFilter("round__public_id", label=_("Round"))
    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    person = django_filters.UUIDFilter("person__public_id", label=_("Person"))
    sort = Sort(asked_at="asked_at")


class ReplyFilter(django_filters.FilterSet):
    """By account."""

    account = django_filters.UUIDFilter("feedback__account__public_id", label=_("Account"))
    sort = Sort(written_at="written_at", saved_at="saved_at")
