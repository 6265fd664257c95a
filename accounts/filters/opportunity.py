"""Narrowing and ordering of opportunities."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import ALL, Sort
from accounts.enums import OpportunityType, StageOutcome
from accounts.filters.history import Events


class OpportunityFilter(django_filters.FilterSet):
    """By account, type, stage and what became of them."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    type = django_filters.ChoiceFilter(choices=OpportunityType, label=_("Type"))
    stage = django_filters.UUIDFilter("stage__public_id", label=_("Stage"))
    outcome = django_filters.ChoiceFilter(
        "stage__outcome", choices=StageOutcome, label=_("Outcome")
    )
    owner = django_filters.UUIDFilter("owner__public_id", label=_("Owner"))
    sort = Sort(
        name="name", created_at="created_at", close_on="close_on", tcv="tcv", saved_at="saved_at"
    )


class DealChoices(django_filters.FilterSet):
    """How the list of an account's deals is narrowed."""

    outcome = django_filters.ChoiceFilter(
        "stage__outcome", choices=StageOutcome, label=_("Outcome"), empty_label=ALL
    )
    type = django_filters.ChoiceFilter(choices=OpportunityType, label=_("Type"), empty_label=ALL)
    sort = Sort(name="name", close_on="close_on", tcv="tcv", stage="stage__position")


class DealEventFilter(Events):
    """By deal and account."""

    opportunity = django_filters.UUIDFilter("opportunity__public_id", label=_("Opportunity"))
    account = django_filters.UUIDFilter("opportunity__account__public_id", label=_("Account"))
    sort = Sort(occurred_at="occurred_at")
