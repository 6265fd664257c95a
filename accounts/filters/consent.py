"""Narrowing and ordering of what people allow and forbid."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import ConsentAction, ConsentChannel, ConsentPurpose, SuppressionReason
from accounts.filters.history import Events


class ConsentFilter(Events):
    """By account, person, purpose, channel, and what happened."""

    account = django_filters.UUIDFilter("contact__account__public_id", label=_("Account"))
    contact = django_filters.UUIDFilter("contact__public_id", label=_("Person"))
    purpose = django_filters.ChoiceFilter(choices=ConsentPurpose, label=_("Purpose"))
    channel = django_filters.ChoiceFilter(choices=ConsentChannel, label=_("Channel"))
    action = django_filters.ChoiceFilter(choices=ConsentAction, label=_("What happened"))
    sort = Sort(occurred_at="occurred_at")


class SuppressionFilter(Events):
    """By channel and reason."""

    channel = django_filters.ChoiceFilter(choices=ConsentChannel, label=_("Channel"))
    reason = django_filters.ChoiceFilter(choices=SuppressionReason, label=_("Reason"))
    sort = Sort(occurred_at="occurred_at")
