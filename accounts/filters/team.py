"""Narrowing and ordering of who of us works on which account, and keeps which program."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import Position
from accounts.filters.history import Lasting


class TeamMemberFilter(Lasting):
    """By account, person of ours, position, and whether they last."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    user = django_filters.UUIDFilter("user__public_id", label=_("One of us"))
    position = django_filters.ChoiceFilter(choices=Position, label=_("Position"))
    sort = Sort(from_at="from_at")


class AssignmentFilter(Lasting):
    """By program, person of ours, and whether they last."""

    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    user = django_filters.UUIDFilter("user__public_id", label=_("One of us"))
    sort = Sort(from_at="from_at")
