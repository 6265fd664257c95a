"""Narrowing and ordering of lines, relationships and ratings."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import LineKind
from accounts.filters.history import Events, Lasting


class ReportingLineFilter(Lasting):
    """By account, person, manager, kind, and whether they last."""

    account = django_filters.UUIDFilter("contact__account__public_id", label=_("Account"))
    contact = django_filters.UUIDFilter("contact__public_id", label=_("Person"))
    manager = django_filters.UUIDFilter("manager__public_id", label=_("Reports to"))
    kind = django_filters.ChoiceFilter(choices=LineKind, label=_("Line"))
    sort = Sort(from_at="from_at")


class InfluenceLineFilter(Lasting):
    """By account, person, who listens, and whether they last."""

    account = django_filters.UUIDFilter("contact__account__public_id", label=_("Account"))
    contact = django_filters.UUIDFilter("contact__public_id", label=_("Person"))
    influenced = django_filters.UUIDFilter("influenced__public_id", label=_("Has the ear of"))
    sort = Sort(from_at="from_at")


class RelationshipFilter(django_filters.FilterSet):
    """By account, person, and the one of us."""

    account = django_filters.UUIDFilter("contact__account__public_id", label=_("Account"))
    contact = django_filters.UUIDFilter("contact__public_id", label=_("Person"))
    user = django_filters.UUIDFilter("user__public_id", label=_("One of us"))
    sort = Sort(saved_at="saved_at")


class RatingFilter(Events):
    """By account, person and relationship."""

    account = django_filters.UUIDFilter(
        "relationship__contact__account__public_id", label=_("Account")
    )
    contact = django_filters.UUIDFilter("relationship__contact__public_id", label=_("Person"))
    relationship = django_filters.UUIDFilter("relationship__public_id", label=_("Relationship"))
    sort = Sort(occurred_at="occurred_at")
